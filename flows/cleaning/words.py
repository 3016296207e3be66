"""Cells that hold one of a list of words: sex, occupation, segment."""

import re

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from flows.cleaning.distinct import by_distinct
from schemas.reference import reference
from schemas.text import words, words_of

_SLIP_FROM = 9
"""Letters of an occupation in which a slip of the hand may be read over; a dancer is a penari, no petani."""


def with_posts(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with the `occupation` of those whose post says it only together with their segment: "Anggota" of a BPD.

    Needs `segment`. Where an occupation is known, or a cell for it is filled, that counts.
    """
    known = {f"{segment} {words(said)}": code for segment, said, code in reference("segment_posts").iter_rows()}
    silent = frame.filter(pl.col("occupation_text").is_null(), pl.col("position_text").is_not_null())
    said = silent.select("segment", "position_text").unique()
    post = pl.concat_str("segment", words_of(pl.col("position_text")), separator=" ")
    held = said.with_columns(
        post.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String).alias("held")
    )
    posted = frame.join(held, on=["segment", "position_text"], how="left", maintain_order="left")
    unnamed = pl.when(pl.col("occupation_text").is_null()).then("held")
    return posted.with_columns(pl.coalesce("occupation", unnamed).alias("occupation")).drop("held")


def meaning(texts: pl.Series, spellings: dict[str, str]) -> pl.Expr:
    """The code that the words of a text column stand for; null for other words."""
    distinct = texts.drop_nulls().unique()
    said = distinct.to_frame("text").select("text", words_of(pl.col("text")).alias("words"))
    known = pl.DataFrame({"words": list(spellings), "code": list(spellings.values())})
    meant = said.join(known, on="words")
    return pl.col(texts.name).replace_strict(meant["text"], meant["code"], default=None, return_dtype=pl.String)


def spellings(name: str, code: str) -> dict[str, str]:
    """Code by normalised spelling, from a reference table with columns (`spelling` or `words`, code)."""
    table = reference(name)
    spelling = next(column for column in table.columns if column in {"spelling", "words"})
    return {words(said): meant for said, meant in table.select(spelling, code).iter_rows()}


def read_sex(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `stated_sex` (L, P or null) and `sex`: as stated, else what the NIK says."""
    # "1. Laki-laki" and "Laki-laki (L)" are said by web forms.
    bare = pl.col("sex_text").str.replace(r"^\s*\d+\s*[.)-]\s*(\D)", "$1").str.replace(r"\s*\(\w{1,2}\)\s*$", "")
    known = spellings("sex_words", "sex")
    stated = words_of(bare).replace_strict(list(known), list(known.values()), default=None).alias("stated_sex")
    read = by_distinct(frame, "sex_text", lambda cells: cells.with_columns(stated))
    return read.with_columns(pl.coalesce("stated_sex", "nik_sex").alias("sex"))


def read_occupations(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `occupation` (code or null) and `civil_servant_in`: the cell that says so, null for everybody else.

    The occupation column counts, then the post held, then, where neither says anything, what the titles name. Any of
    occupation, post and status makes a civil servant, soldier, police officer or pensioner (KTP codes 5 to 7: not
    eligible). Of a post its first words count, since a place or number follows them ("Ketua RT 02", "Kasun Krajan").
    """
    known = _occupations()
    servants = reference("occupations").filter(pl.col("civil_servant"))["occupation"].implode()
    said = {name: meaning(frame[f"{name}_text"], known) for name in ("occupation", "position", "status")}
    said["occupation"] = pl.coalesce(said["occupation"], _written_short(frame["occupation_text"], known))
    said["position"] = pl.coalesce(said["position"], _post(frame["position_text"]))
    silent = pl.col("occupation_text").is_null() & pl.col("position_text").is_null()
    titled = pl.when(silent).then(meaning(frame["title_occupation"], known))
    return frame.with_columns(
        pl.coalesce(said["occupation"], said["position"], titled).alias("occupation"),
        pl.coalesce(pl.when(code.is_in(servants)).then(pl.lit(name)) for name, code in said.items()).alias(
            "civil_servant_in"
        ),
    )


def read_segments(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `segment`: by the segment column, the post, the status, the titles, or the sender's default.

    Needs `default_segment` beside the cells. The first that tells, in this order; null where nothing does.
    """
    known = spellings("segment_words", "segment")
    posts = dict(reference("occupations").select("occupation", "segment").iter_rows())
    named, held = (
        _post(frame[cell]).replace_strict(posts, default=None, return_dtype=pl.String)
        for cell in ("segment_text", "position_text")
    )
    return frame.with_columns(
        pl.coalesce(
            meaning(frame["segment_text"], known),
            named,
            _speaking_of(frame["segment_text"], known),
            meaning(frame["position_text"], known),
            held,
            meaning(frame["status_text"], known),
            "title_segment",
            "default_segment",
        ).alias("segment")
    )


def _occupations() -> dict[str, str]:
    labels = reference("occupations").select("label", "occupation").iter_rows()
    return {words(label): code for label, code in labels} | spellings("occupation_synonyms", "occupation")


def _written_short(texts: pl.Series, known: dict[str, str]) -> pl.Expr:
    """The code of the words that a cell abbreviates ("Brh. tani"), or that it misses by a slip of the hand.

    A slip is read over in long words only, and where they are near one occupation alone: "buruh tanni".
    """
    full = dict(reference("occupation_abbreviations").iter_rows())
    told: dict[str, str] = {}
    for text in texts.drop_nulls().unique():
        if words(text) in known:
            continue
        said = " ".join(full.get(word, word) for word in words(text).split())
        if said in known:
            told[text] = known[said]
        elif len(said) >= _SLIP_FROM:
            near = {
                known[word] for word, _, _ in process.extract(said, known.keys(), scorer=OSA.distance, score_cutoff=1)
            }
            told |= {text: near.pop()} if len(near) == 1 else {}
    return pl.col(texts.name).replace_strict(told, default=None, return_dtype=pl.String)


def _speaking_of(texts: pl.Series, known: dict[str, str]) -> pl.Expr:
    """The one segment that the words of a cell speak of among others: "PEKERJA RENTAN (BPU)"."""
    told: dict[str, str] = {}
    for text in texts.drop_nulls().unique():
        segments = {segment for said, segment in known.items() if f" {said} " in f" {words(text)} "}
        told |= {text: segments.pop()} if len(segments) == 1 else {}
    return pl.col(texts.name).replace_strict(told, default=None, return_dtype=pl.String)


def _post(texts: pl.Series) -> pl.Expr:
    """The code of the post of a village that the cell begins with: the longest known one, without numbers."""
    posts = reference("occupations").drop_nulls("segment")["occupation"].to_list()
    known = {said: code for said, code in _occupations().items() if code in posts}
    distinct = texts.drop_nulls().unique().to_list()
    found = {text: code for text in distinct if (code := _beginning(_without_numbers(text), known))}
    return pl.col(texts.name).replace_strict(found, default=None, return_dtype=pl.String)


def _without_numbers(text: str) -> str:
    return " ".join(re.sub(r"\d+", " ", words(text)).split())


def _beginning(text: str, known: dict[str, str]) -> str | None:
    said = text.split()
    beginnings = (" ".join(said[:length]) for length in range(len(said), 0, -1))
    return next((known[beginning] for beginning in beginnings if beginning in known), None)
