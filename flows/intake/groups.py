"""Rows that name the place, the segment or the job of the rows below them: DESA X, RW 03, B. BPD, NELAYAN."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import polars as pl

from flows.intake.group_words import (
    BEGINS_LIKE_ONE,
    DESA,
    END,
    KECAMATAN,
    NAME,
    NAMES_A_PLACE,
    NUMBER,
    WORDS,
    is_of_group,
    with_group_words,
    word,
)
from schemas.reference import HOME_REGENCY, reference
from schemas.tables.cells import FIELDS
from schemas.text import letters_of

_LIST = "list"
_MARKED = rf"(?i)^\s*{KECAMATAN}\b"
_GIVES = {
    "kecamatan": rf"(?i)\b{KECAMATAN}\b{NAME}{END}",
    "desa": rf"(?i)\b{DESA}\b{NAME}{END}",
    "rw": rf"(?i)\brw\b{NUMBER}{END}",
    "rt": rf"(?i)\brt\b{NUMBER}{END}",
}
_REST = (
    rf"(?:[\s,;/.(-]+(?:{DESA}|{KECAMATAN}|dusun|dsn|rt|rw|kab|kabupaten|kota|prov)\b.*"
    r"|[\s,;.(/-]*\d.*|\s*[,;(-].*)?\.?$"
)
_IN_ADDRESS = {
    "desa": rf"(?i)\b{DESA}\b{NAME}{_REST}",
    "kecamatan": rf"(?i)\b{KECAMATAN}\b{NAME}{_REST}",
    "regency": rf"(?i)\b(?:kab|kabupaten|kota)\b{NAME}{_REST}",
}
"""The places that an address marks."""
_SEVERAL = r"(?i)\b(dan|atau|serta|se)\b"
_WIDE = rf"(?i)\b(?:{DESA}|{KECAMATAN}|kel)\b"
_LEADING = ("nik", "name")
_PLACES = ("address", "kecamatan", "regency")
_WORK = ("segment", "occupation")
_WHERE = ("kecamatan", "desa", "rw", "rt")
WITHIN = (*_WORK, *_WHERE)
"""From the widest to the narrowest: a group row ends what the groups within it said. But where the first row of a
segment or a job stands right under a place, it is within the place."""
_OF_A_PAGE = (
    r"(?i)^\W*(?:(?:lanjutan|sambungan|halaman|hal|hlm|page|lembar|lbr)\b[\s.:-]*)*(?:ke\b[\s-]*)?"
    r"(?:\d{1,3}(?:\s*(?:dari|of|/)\s*\d{1,3})?)?\W*$"
)
"""What stands at the head or the foot of a page: a group goes on through it."""
_AT_WORK = (
    r"(?i)^\W*(?:pangkalan|pasar|jl|jln|jalan|jalur|trayek|jurusan|terminal|stasiun|pos|titik|lokasi|blok|simpang"
    r"|perempatan|pertigaan|alun|taman|paguyuban|komunitas|dermaga|pelabuhan|pantai)\b"
)
"""How a row begins that says where those below it work: their job goes on through it."""
_IN_A_GROUP = r"(?i)^\W*(?:poktan|gapoktan|kelompok|klp|kub|kwt|pokdakan|koperasi)\b"
"""The same of a group of farmers or fishers, unless the row names a place."""
_LASTING = ("person", "blank", "heading", "numbering", "total")
"""Rows that a group goes on through. A note or a signature ends it: what follows may be another place's."""


def is_group(under: pl.Expr) -> pl.Expr:
    """True for a row whose only words name a place or begin to, of each list in order.

    Needs `lead`, `nothing`, `has_nik` and `WORDS`.

    Words that cannot be read to the end ("DESA KALANGAN DAN PULOSARI") make a group too, one that gives nothing, so
    that the place before it does not run on; but not where they stand as a name or a NIK: then it may be a person. Nor
    do words in a column of places, which say where the person of the row above lives, unless nobody can stand there:
    they are the first of the list, or follow a group or a row that `under` is true for. The words of a segment or a job
    make a group where nothing else stands in the row, and a person or a group is next.
    """
    nik, name = pl.col("nik_text"), pl.col("name_text")
    said = word("said")
    alone = pl.all_horizontal(_only(field, said) for field in FIELDS)
    unnamed = nik.is_null() & name.is_null()
    begins = (unnamed & said.str.contains(BEGINS_LIKE_ONE)).fill_null(False)
    names_place = (begins | word("placed").str.contains(NAMES_A_PLACE).fill_null(False)) & alone
    among_places = pl.any_horizontal(pl.col(f"{field}_text").is_not_null() for field in _PLACES)
    may_go_on = (
        pl.when(pl.col("context").is_not_null()).then(_may_go_on_below(pl.col("context")))
        .when(under | (names_place & ~among_places)).then(pl.lit(False))
        .when(~pl.col("nothing") & ~names_place).then(pl.lit(True))
    )  # fmt: skip
    of_places = names_place & ~(among_places & may_go_on.forward_fill().over(_LIST).fill_null(False))
    elsewhere = pl.any_horizontal(pl.col(f"{field}_text").is_not_null() for field in FIELDS if field not in _LEADING)
    of_work = word("work").fill_null(False) & alone & ~elsewhere
    # Sub-headings may stand between a job and its people: JURU PARKIR, then "Pasar Bandung".
    between = ~pl.col("has_nik") & ~of_places & ~of_work & ~elsewhere & _at_work()
    told = pl.when(~pl.col("nothing") & ~under & ~between).then(pl.col("has_nik") | of_places | of_work)
    return of_places | (of_work & told.shift(-1).backward_fill().over(_LIST).fill_null(False))


def _may_go_on_below(kind: pl.Expr) -> pl.Expr:
    """Whether the address of a row may go on in the one below; null for a blank row, which tells nothing."""
    return pl.when(kind != "blank").then(~kind.is_in(["group", "heading", "numbering"]))


def _only(field: str, said: pl.Expr) -> pl.Expr:
    """The cell is blank or says no more than `said`."""
    return pl.col(f"{field}_text").str.ends_with(said).fill_null(True) | is_of_group(field)


def fill_from_groups(kinds: pl.DataFrame) -> pl.DataFrame:
    """`kinds` with kecamatan, desa, rw and rt of the group row above in the blank cells of people of the sheet.

    A segment and a job go before those of the titles, as `title_segment` and `title_occupation`: what the row says
    itself counts more than both. Behind words that end them (C. LINMAS) nothing is certain, the titles neither.
    """
    if not (kinds["row_kind"] == "group").any():
        return kinds
    read = with_group_words(kinds, pl.col("row_kind") == "group")
    return read.with_columns(given(field).alias(f"_{field}") for field in WITHIN).with_columns(
        *map(_filled, _WHERE), *map(_titled, _WORK)
    ).drop(WORDS, *(f"_{field}" for field in WITHIN))  # fmt: skip


def given(field: str) -> pl.Expr:
    """What a row says for the rows below: a value, "" where it ends the one before, null where it says nothing.

    Needs `WORDS`.
    """
    group = pl.col("row_kind") == "group"
    ended = ~pl.col("row_kind").is_in(_LASTING) & ~group & ~_is_of_a_page()
    if field in _WORK:
        ended &= ~((pl.col("row_kind") == "note") & _at_work())
    work = (word("work") & group).fill_null(False)
    below_places, right_below = _first_of_work(work, group & ~work)
    if field in _WORK:
        job = pl.lit(field == "occupation")
        value = word("job" if field == "occupation" else "segment")
        wide = below_places & group & ~work & word("said").str.contains(_WIDE)
        ends = ((work | (group & word("of_group"))) & job) | wide
    else:
        value, ends = _place(word("placed"), field)
        ends &= ~(work & right_below)
    return pl.when(group & value.is_not_null()).then(value).when(group & ends | ended).then(pl.lit(""))


def _says(pattern: str) -> pl.Expr:
    """True for a row whose first cell says so."""
    return pl.col("lead").str.contains(pattern).fill_null(False)


def _at_work() -> pl.Expr:
    return _says(_AT_WORK) | (_says(_IN_A_GROUP) & ~_says(_WIDE))


def _is_of_a_page() -> pl.Expr:
    """True for a note that says no more than the number of a page."""
    alone = pl.all_horizontal(_only(field, pl.col("lead")) for field in FIELDS)
    return (pl.col("row_kind") == "note") & alone & pl.col("lead").str.contains(_OF_A_PAGE).fill_null(False)


def _first_of_work(work: pl.Expr, places: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """By list, whether the first row of a segment or a job has a place above it, and no person between them."""
    ahead = ~work.cum_max().over(_LIST)
    person = pl.col("row_kind") == "person"
    since_place = pl.when(places).then(pl.lit(True)).when(person).then(pl.lit(False)).forward_fill().over(_LIST)
    first = work & ahead.shift(1).over(_LIST).fill_null(True)
    return (places & ahead).any().over(_LIST), (first & since_place.fill_null(False)).any().over(_LIST)


def telling_order(few: pl.DataFrame, plain: pl.Series) -> list[int]:
    """The places of the rows from which `given` knows whether a list's places or its segments are the wider.

    They are the first row of a segment or a job, and before it the last of a place and the last person; `plain` are the
    places of the persons who are not among `few`.
    """
    place, group = pl.col("place"), pl.col("row_kind") == "group"
    work = few.filter(group, word("work"))["place"].head(1)
    groups = few.filter(group, ~place.is_in(work.implode()))["place"]
    persons = pl.concat([plain, few.filter(pl.col("row_kind") == "person")["place"]]).sort()
    before = (rows.filter(rows < work[0]) if work.len() else rows for rows in (groups, persons))
    return [*work, *(row for rows in before for row in rows.tail(1))]


def _place(said: pl.Expr, field: str) -> tuple[pl.Expr, pl.Expr]:
    """The place that a group row names, and whether it ends the one before."""
    wider = [f for f in _GIVES if WITHIN.index(f) < WITHIN.index(field)]
    twice = [said.str.count_matches(rf"(?i)\b{word}\b") > 1 for word in (DESA, KECAMATAN, "rw", "rt")]
    unread = ~said.str.contains(NAMES_A_PLACE) | said.str.contains(_SEVERAL) | pl.any_horizontal(twice)
    dusun = said.str.contains(r"(?i)^(dusun|dsn|lingkungan)\b") & pl.lit(field in {"rw", "rt"})
    ends = pl.any_horizontal(unread, dusun, *(said.str.contains(_GIVES[name]) for name in wider))
    return pl.when(~unread).then(said.str.extract(_GIVES[field]).str.strip_chars()), ends


def _filled(field: str) -> pl.Expr:
    above = pl.col(f"_{field}").forward_fill().over(_LIST)
    blank = pl.col(f"{field}_text").is_null() & (pl.col("row_kind") == "person") & (above != "")
    return pl.when(blank).then(above).otherwise(f"{field}_text").alias(f"{field}_text")


def _titled(field: str) -> pl.Expr:
    above, job = (pl.col(f"_{name}").forward_fill().over(_LIST) for name in (field, "occupation"))
    said = (pl.col(f"_{field}") != "").fill_null(False).cum_max().over(_LIST)
    of_others = (above != "pekerja_rentan") & (job != "").fill_null(False) & pl.lit(field == "segment")
    own = pl.when((above != "") & ~of_others).then(above)
    return pl.when(said).then(own).otherwise(f"title_{field}").alias(f"title_{field}")


@cache
def _pairs() -> list[str]:
    """Kecamatan and desa of the official list, as their letters behind one another."""
    regions = reference("regions")
    wider = regions.filter(pl.col("level") == "kecamatan").select(parent="code", kecamatan="name")
    both = regions.join(wider, on="parent").select(letters_of(pl.concat_str("kecamatan", "name")).alias("pair"))
    return both["pair"].to_list()


def fill_from_titles(kinds: pl.DataFrame) -> pl.DataFrame:
    """`kinds` with the kecamatan and desa of titles and sheet names where the list names none itself.

    A sheet with group rows of desa or kecamatan has its desa from those alone, and with group rows of kecamatan its
    kecamatan too: a row outside every group is of no place that is certain. A title's desa holds beside a column of
    kecamatan only where that column says one kecamatan throughout that has such a desa: else the list is of several.
    An address that marks another desa, kecamatan or regency (Ds., Kec., Kab.) says where its row lives.
    """
    if kinds["title_kecamatan"].null_count() == kinds["title_desa"].null_count() == kinds.height:
        return kinds.drop(TITLED)
    kinds = with_group_words(kinds, pl.col("row_kind") == "group")
    people_below = (pl.col("row_kind") == "person").reverse().cum_max().reverse().over(_LIST)
    named = {field: (rows & people_below).any().over(_LIST) for field, rows in _grouped().items()}
    beside, pair = _beside_title()
    alike = ((~beside | pair.is_in(_pairs())).all() & (pair.filter(beside).n_unique() <= 1)).over(_LIST)
    in_address = _other_places_in_address(kinds["title_desa"].drop_nulls().unique())
    free = {
        "kecamatan": ~named["kecamatan"] & ~in_address["kecamatan"],
        "desa": ~named["desa"] & alike & ~in_address["desa"] & ~in_address["kecamatan"],
    }
    return kinds.with_columns(
        pl.when(unsaid & (pl.col("row_kind") == "person") & pl.col(f"{field}_text").is_null())
        .then(f"title_{field}")
        .otherwise(f"{field}_text")
        .alias(f"{field}_text")
        for field, unsaid in free.items()
    ).drop(WORDS, *TITLED)


TITLED = ("title_kecamatan", "title_desa")


def _other_places_in_address(titles: Iterable[str]) -> dict[str, pl.Expr]:
    """Whether an address marks a `desa` of the same regency that is not the title's, or a `kecamatan` or regency.

    `titles` are the desa that titles name.
    """
    said = {name: letters_of(pl.col("address_text").str.extract(pattern)) for name, pattern in _IN_ADDRESS.items()}
    beside = [pair for title in titles for pair in _desa_beside(title)]
    desa = pl.concat_str(letters_of(pl.col("title_desa")), said["desa"], separator=" ").is_in(beside)
    pair = pl.concat_str(said["kecamatan"], letters_of(pl.coalesce("title_desa", pl.lit(""))))
    kecamatan = said["kecamatan"].is_in(_official("kecamatan")) & pl.when(pl.col("title_desa").is_not_null()).then(
        ~pair.is_in(_pairs())
    ).otherwise(said["kecamatan"] != letters_of(pl.col("title_kecamatan")))
    regency = said["regency"].is_in(_official("regency")) & (said["regency"] != _home())
    return {"desa": desa.fill_null(False), "kecamatan": (kecamatan.fill_null(False) | regency.fill_null(False))}


@lru_cache(maxsize=1_000)
def _desa_beside(title: str) -> tuple[str, ...]:
    """The letters of a desa, and behind them those of each other desa of a regency that has it."""
    desa = reference("regions").filter(pl.col("level").is_in(["desa", "kelurahan"])).select(
        pl.col("code").str.head(len(HOME_REGENCY)).alias("regency"), letters_of(pl.col("name")).alias("key")
    )  # fmt: skip
    own = pl.Series([title]).to_frame("title").select(letters_of(pl.col("title"))).item()
    regencies = desa.filter(pl.col("key") == own)["regency"]
    others = desa.filter(pl.col("regency").is_in(regencies.implode()), pl.col("key") != own)["key"].unique()
    return tuple(f"{own} {other}" for other in others)


@cache
def _official(*levels: str) -> list[str]:
    """The letters of all names of these levels in the official list."""
    names = reference("regions").filter(pl.col("level").is_in(levels))["name"].str.replace(r"^(Kabupaten|Kota) ", "")
    return names.to_frame().select(letters_of(pl.col("name")))["name"].unique().to_list()


@cache
def _home() -> str:
    home = reference("regions").filter(pl.col("code") == HOME_REGENCY).select(letters_of(pl.col("name")))
    return str(home.item()).removeprefix("kabupaten")


def _grouped() -> dict[str, pl.Expr]:
    """True for a group row by which a list names its own kecamatan, or desa, where people follow."""
    said = word("said")
    group = (pl.col("row_kind") == "group") & ~word("work").fill_null(False)
    of_kecamatan = group & said.str.contains(rf"(?i)\b{KECAMATAN}\b")
    return {
        "kecamatan": of_kecamatan,
        "desa": of_kecamatan | (group & said.str.contains(_WIDE)),
    }


def _beside_title() -> tuple[pl.Expr, pl.Expr]:
    """True for a person whose own kecamatan stands beside the title's desa, and the letters of the two."""
    beside = pl.col("row_kind").eq("person") & pl.col("kecamatan_text").is_not_null()
    return beside, letters_of(pl.concat_str(pl.col("kecamatan_text").str.replace(_MARKED, ""), "title_desa"))


def titles_beside(kinds: pl.DataFrame, of_list: Sequence[str]) -> pl.DataFrame:
    """What the rows of a part of a list say of its titles, by list: `titles_hold` takes the parts together."""
    beside, pair = _beside_title()
    row = pl.col("source_row")
    first = {f"first_{field}": row.filter(rows.fill_null(False)).min() for field, rows in _grouped().items()}
    read = with_group_words(kinds, pl.col("row_kind") == "group")
    return read.group_by(of_list).agg(
        row.filter(pl.col("row_kind") == "person").max().alias("last_person"),
        (~beside | pair.is_in(_pairs())).all().alias("known"),
        pair.filter(beside).unique().alias("pairs"),
        **first,
    )


def titles_hold(parts: pl.DataFrame, of_list: Sequence[str]) -> pl.DataFrame:
    """By list, whether the `kecamatan` and the `desa` of its titles hold for it, as `fill_from_titles` has it."""
    named = {
        field: (pl.col(f"first_{field}").min() < pl.col("last_person").max()).fill_null(False)
        for field in ("kecamatan", "desa")
    }
    alike = pl.col("known").all() & (pl.col("pairs").list.explode().n_unique() <= 1)
    return parts.group_by(of_list).agg((~named["kecamatan"]).alias("kecamatan"), (~named["desa"] & alike).alias("desa"))
