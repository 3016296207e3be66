"""Cells that hold one of a list of words: sex, occupation, segment."""

import re

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from flows.cleaning.begun_jobs import begun_job
from flows.cleaning.column_orders import LIST
from flows.cleaning.distinct import by_distinct
from flows.cleaning.servants import serving_by_note
from schemas.reference import reference
from schemas.text import words, words_of

_SLIP_FROM = 9
"""Letters of an occupation in which a slip of the hand may be read over; a dancer is a penari, no petani."""
_SLIP_IN = 5
"""Letters, at least, of the word of several that is missed: tali and bata are words too, no slips of tani and batu."""
_SERVANTS = r"\b(pns|asn|pppk|p3k|tni|polri)\b"
_BESIDE_SERVANTS = frozenset({
    "guru", "dosen", "dokter", "bidan", "perawat", "penyuluh", "anggota", "pegawai", "staf", "aktif", "daerah", "pusat",
    "sd", "smp", "sma", "gol", "golongan", "ii", "iii", "iv", "ad", "al", "au", "angkatan", "darat", "laut", "udara",
    "pj", "pjs", "penjabat", "plt", "dpk", "dpb", "diperbantukan", "dipekerjakan", "perbantuan",
})  # fmt: skip
"""Words beside which "PNS" still says what somebody is. Beside others it may not: who keeps "data ASN" is none."""
_OF_OFFICE = (
    rf"{_SERVANTS}(?: (?:di |dari |pada )?(?:kec|kecamatan|kab|kabupaten|pemkab)\b(?: (?!nip\b)[a-z]+)?)?"
    r"(?: nip[\d ]+)?"
)
"""Civil servants with their office, where it is the kecamatan's or the regency's, and their number."""
_RETIRED = r"(?i)^\W*pensiunan\b"
_NO_SERVANTS = (
    r"\b(?:non|bukan|belum|blm|tidak|tdk|calon|mantan|eks|ex|bekas|istri|isteri|suami|anak|janda|duda|paruh|kontrak"
    r"|thl|ptt|gtt|purna\w*|pensiun\w*|honor\w*)\b"
)


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


def read_sex(frame: pl.DataFrame, orders: pl.DataFrame | None = None) -> pl.DataFrame:
    """`frame` with `stated_sex` (L, P or null) and `sex`: as stated, else what the NIK says.

    P is pria in a list of P and W (`_men_are_p`), unless only a part of it may be here (`orders`).
    """
    # "1. Laki-laki" and "Laki-laki (L)" are said by web forms.
    bare = pl.col("sex_text").str.replace(r"^\s*\d+\s*[.)-]\s*(\D)", "$1").str.replace(r"\s*\(\w{1,2}\)\s*$", "")
    known = spellings("sex_words", "sex")
    stated = words_of(bare).replace_strict(list(known), list(known.values()), default=None).alias("stated_sex")
    read = by_distinct(frame, "sex_text", lambda cells: cells.with_columns(stated))
    if (orders is None or orders.is_empty()) and read["sex_text"].str.contains(r"^\s*[Ww]\s*$").any():
        read = read.with_columns(pl.when(_men_are_p()).then(pl.lit("L")).otherwise("stated_sex").alias("stated_sex"))
    return read.with_columns(pl.coalesce("stated_sex", "nik_sex").alias("sex"))


def _men_are_p() -> pl.Expr:
    """True of each P in a list whose cells are P and W alone, both, where the NIKs of more P are men's than women's."""
    said = pl.col("sex_text").str.strip_chars().str.to_uppercase()
    p = said == "P"
    both = (said.drop_nulls().is_in(["P", "W"]).all() & (said == "W").any()).over(LIST)
    men, women = ((p & (pl.col("nik_sex") == sex)).sum().over(LIST) for sex in ("L", "P"))
    return p & both & (men > women)


def read_occupations(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `occupation` (code or null) and `civil_servant_in`: the cell that says so, null for everybody else.

    The occupation column counts, then the post held, then a job in the column of segments (KATEGORI: bakul etek) or as
    the note, then, where none of the first two says anything, the status ("Guru honorer"), and what the titles name. In
    the first and the third more may stand behind the job (`begun_job`). Any of
    occupation, post, status and note makes a civil servant, soldier, police officer or pensioner (KTP codes 5 to 7: not
    eligible), the note only where it says no more (`flows/cleaning/servants.py`). Of a post its first words count,
    since a place or number follows them ("Ketua RT 02", "Kasun Krajan").
    """
    known = _occupations()
    servants = reference("occupations").filter(pl.col("civil_servant"))["occupation"].implode()
    said = {name: meaning(frame[f"{name}_text"], known) for name in ("occupation", "position", "status")}
    said["occupation"] = pl.coalesce(
        said["occupation"],
        _written_short(frame["occupation_text"], known),
        begun_job(frame["occupation_text"], known),
    )
    said["position"] = pl.coalesce(said["position"], _post(frame["position_text"]))
    serving = {name: _serving(frame[f"{name}_text"], known) for name in said}
    aside = [meaning(frame[f"{name}_text"], _jobs_of_vulnerable(known)) for name in ("segment", "note")]
    silent = pl.col("occupation_text").is_null() & pl.col("position_text").is_null()
    untitled = [
        begun_job(frame["segment_text"], known),
        pl.when(silent).then(_employed_as(frame["status_text"], known)),
    ]
    titled = pl.when(silent).then(meaning(frame["title_occupation"], known))
    return frame.with_columns(
        pl.coalesce(said["occupation"], serving["occupation"], said["position"], *aside, *untitled, titled).alias(
            "occupation"
        ),
        pl.coalesce(
            *(
                pl.when(code.is_in(servants) | serving[name].is_not_null()).then(pl.lit(name))
                for name, code in said.items()
            ),
            pl.when(serving_by_note(frame["note_text"])).then(pl.lit("note")),
        ).alias("civil_servant_in"),
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


def _jobs_of_vulnerable(known: dict[str, str]) -> dict[str, str]:
    """The words that a column of kinds of people (KATEGORI) may say for a job: of no segment, and no segment's own."""
    table = reference("occupations").filter(~pl.col("civil_servant"), pl.col("segment").is_null())
    jobs, segments = set(table["occupation"]), spellings("segment_words", "segment")
    return {said: code for said, code in known.items() if code in jobs and said not in segments}


def _employed_as(texts: pl.Series, known: dict[str, str]) -> pl.Expr:
    """The code of the job that a status names: "Guru honorer"; "Honorer" is how somebody is employed, and no job."""
    table = reference("occupations").filter(~pl.col("civil_servant"), pl.col("segment").is_null())
    jobs = set(table["occupation"]) - {"honorer"}
    return meaning(texts, {said: code for said, code in known.items() if code in jobs})


def _written_short(texts: pl.Series, known: dict[str, str]) -> pl.Expr:
    """The code of the words that a cell abbreviates ("Brh. tani"), or that it misses by a slip of the hand.

    A slip is read over in long words only, and where they are near one occupation alone: "buruh tanni" (`_slipped`).
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
                known[word]
                for word, _, _ in process.extract(said, known.keys(), scorer=OSA.distance, score_cutoff=1)
                if _slipped(said, word)
            }
            told |= {text: near.pop()} if len(near) == 1 else {}
    return pl.col(texts.name).replace_strict(told, default=None, return_dtype=pl.String)


def _slipped(said: str, word: str) -> bool:
    """Whether the words may be others missed by a slip: not where one that is short stands for another."""
    both = list(zip(said.split(), word.split(), strict=False))
    return said.count(" ") != word.count(" ") or all(len(one) >= _SLIP_IN for one, other in both if one != other)


def _serving(texts: pl.Series, known: dict[str, str]) -> pl.Expr:
    """The code of civil servants, soldiers or police that a part of the cell says beside a post: "Sekdes PNS".

    Who is retired from them is so, whatever else he does: "Pensiunan PNS, jualan bakso".
    """
    posts = set(reference("occupations").drop_nulls("segment")["occupation"])
    beside = {said for said, code in known.items() if code in posts} | {""}
    distinct = texts.drop_nulls().unique()
    told: dict[str, str] = {}
    for text in distinct.filter(distinct.str.contains(rf"(?i){_SERVANTS}")):
        parts = re.split(r"[,;/()&]|\s-\s", text) if not re.search(_NO_SERVANTS, words(text)) else []
        served = (re.search(_SERVANTS, words(part)) for part in parts if _without_servants(part) in beside)
        if servant := next(filter(None, served), None):
            told[text] = known[servant[0]]
    for text in distinct.filter(distinct.str.contains(_RETIRED)):
        before = words(re.split(r"[,;/()&+]|\s-\s", text)[0])
        if known.get(before) == "pensiunan":
            told[text] = known[before]
    return pl.col(texts.name).replace_strict(told, default=None, return_dtype=pl.String)


def _without_servants(part: str) -> str:
    return " ".join(word for word in re.sub(_OF_OFFICE, " ", words(part)).split() if word not in _BESIDE_SERVANTS)


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
