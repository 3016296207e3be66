"""Laws: nothing dropped, order-independent, read back what was written. Every NIK is made up (serial 9001 to 9999)."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.cleaning.birth_dates import settle_birth_dates
from flows.cleaning.dates import read_dates
from flows.cleaning.nik import read_nik
from flows.cleaning.roster import clean
from flows.programme.money.budget import budget_totals
from flows.programme.money.contributions import share_of, with_contributions
from flows.review.duplicates import Resolved, one_row_per_nik
from schemas.senders.sender import Sender
from schemas.tables.cells import CELLS
from schemas.tables.roster import ROSTER
from schemas.text import letters_of, words, words_of
from tests.properties.waiting import within_quota

MONTH = date(2023, 9, 1)
RECEIVED = datetime(2023, 9, 2, tzinfo=UTC)
few = settings(max_examples=30, deadline=None)
many = settings(max_examples=100, deadline=None)

births = st.dates(date(1924, 1, 1), date(2006, 9, 1))
regions = st.sampled_from(["350401", "350411", "350419", "350506", "331502", "910411"])


@st.composite
def niks(draw: st.DrawFn) -> tuple[str, date, str]:
    """A valid synthetic NIK, with the birth date and sex it says."""
    born, sex = draw(births), draw(st.sampled_from("LP"))
    day = born.day + (40 if sex == "P" else 0)
    serial = draw(st.integers(9001, 9999))
    return f"{draw(regions)}{day:02d}{born:%m%y}{serial}", born, sex


# --- the NIK -------------------------------------------------------------------------------------------------------

NOISE = " .-_'`\u00a0\u200b\u200c\u200d\ufeff"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@few
@given(niks(), st.data())
def test_a_nik_with_reversible_noise_is_read_back(nik: tuple[str, date, str], data: st.DataObject) -> None:
    number, born, sex = nik
    noise = data.draw(st.lists(st.text(NOISE, max_size=2), min_size=17, max_size=17))
    prefix = data.draw(st.sampled_from(["", "NIK:", "nik ", "NIK = "]))
    damaged = prefix + noise[0] + "".join(digit + dirt for digit, dirt in zip(number, noise[1:], strict=True))
    if data.draw(st.booleans()):
        damaged = damaged.translate(FULL_WIDTH)
    cells = pl.DataFrame({"nik_text": [damaged], "nik_is_number": [False]})
    said = read_nik(cells, MONTH).row(0, named=True)
    assert (said["nik_form"], said["nik"], said["nik_key"]) == ("complete", number, int(number)), damaged
    assert (said["nik_birth_date"], said["nik_sex"]) == (born, sex)


@few
@given(st.lists(st.tuples(st.text(max_size=24), st.booleans()), min_size=1, max_size=8))
def test_any_cell_at_all_has_one_form(cells: list[tuple[str, bool]]) -> None:
    said = read_nik(
        pl.DataFrame(cells, schema={"nik_text": pl.String, "nik_is_number": pl.Boolean}, orient="row"), MONTH
    )
    assert said["nik_form"].null_count() == 0
    assert said["nik"].is_not_null().equals((said["nik_form"] == "complete").alias("nik")), said


@few
@given(
    st.lists(
        st.text("0123456789", min_size=1, max_size=22).filter(lambda text: len(text) != 16), min_size=1, max_size=8
    )
)
def test_digits_that_are_not_sixteen_are_never_complete(texts: list[str]) -> None:
    for number in (True, False):
        said = read_nik(pl.DataFrame({"nik_text": texts}).with_columns(nik_is_number=pl.lit(number)), MONTH)
        assert "complete" not in set(said["nik_form"]), said


# --- dates ---------------------------------------------------------------------------------------------------------

MONTHS = [
    "Januari",
    "Pebruari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "Nopember",
    "Desember",
]
SHORT = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des"]
WRITTEN: list[Callable[[date], str]] = [
    lambda day: f"{day.day:02d}-{day.month:02d}-{day.year}",
    lambda day: f"{day.day}/{day.month}/{day.year}",
    lambda day: f"{day.day}.{day.month:02d}.{day.year}",
    lambda day: f"{day.day} {day.month} {day.year}",
    lambda day: f"{day.day}/{day.month}/{day.year % 100:02d}",
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day.day:02d}-{SHORT[day.month - 1]}-{day.year % 100:02d}".upper(),
    lambda day: f"{day.day} {SHORT[day.month - 1]}. {day.year}",
    lambda day: day.isoformat(),
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day:%d%m%Y}",
    lambda day: f"{day:%d-%m-%Y} ({MONTH.year - day.year} th)",
    lambda day: f"{day.isoformat()} 00:00:00",
    lambda day: str((day - date(1899, 12, 30)).days),
    lambda day: f"Tulungagung, {day.day:02d}-{day.month:02d}-{day.year}",
    lambda day: f" '{day.day:02d}-{day.month:02d}-{day.year} ",
]


@few
@given(births)
def test_a_date_is_read_back_from_every_written_form(born: date) -> None:
    texts = [write(born) for write in WRITTEN]
    stated = read_dates(pl.DataFrame({"birth_date_text": texts}), MONTH)["stated_date"].to_list()
    assert dict(zip(texts, stated, strict=True)) == dict.fromkeys(texts, born)


@few
@given(st.lists(st.text(st.sampled_from("0123456789-/. ,aejmnst'"), max_size=14), min_size=1, max_size=8))
def test_any_cell_at_all_is_a_date_of_the_century_or_null(texts: list[str]) -> None:
    stated = read_dates(pl.DataFrame({"birth_date_text": texts}), MONTH)
    odd = stated.filter(~pl.col("stated_date").is_between(date(1900, 1, 1), date(2049, 12, 30)))
    assert odd.is_empty(), odd


@many
@given(births, births)
def test_the_settled_date_is_the_stated_one_or_the_niks(stated: date, nik: date) -> None:
    said = {"birth_date_text": "x", "stated_date": stated, "nik_birth_date": nik, "month_first": False}
    frame = pl.DataFrame([said]).with_columns(pl.lit(None, pl.Date).alias("date_if_nik"))
    row = settle_birth_dates(frame).row(0, named=True)
    assert row["birth_date"] == (stated if row["birth_date_from"] == "cell" else nik)
    assert row["birth_date_from"] in {"cell", "swapped", "nik"}
    assert (row["birth_date_from"] == "nik") == (abs(stated - nik) == timedelta(days=1462))


# --- words ---------------------------------------------------------------------------------------------------------


@many
@given(st.text(st.characters(max_codepoint=0x7E, include_characters="éÉñ’“\u00a0"), max_size=20))
def test_words_of_a_column_are_words_of_its_cells(text: str) -> None:
    column = pl.DataFrame({"text": [text]}).select(words_of(pl.col("text"))).item()
    assert column == words(text)


@many
@given(st.text(max_size=20))
def test_letters_are_letters_and_stay_so(text: str) -> None:
    once = pl.DataFrame({"text": [text]}).select(letters_of(pl.col("text")))
    assert once.select(letters_of(pl.col("text"))).equals(once)


# --- cleaning ------------------------------------------------------------------------------------------------------


FILES = pl.DataFrame(
    {
        "source_file": ["a.csv"],
        "sender": ["dishub"],
        "file_sha256": ["00"],
        "file_key": ["0123456789ab"],
        "first_seen": [RECEIVED],
    },
    schema_overrides={"first_seen": pl.Datetime("us", "UTC")},
)
OFFICE = Sender(sender="dishub", name="-", kind="opd", contact="-", sends="-", kecamatan_code="35.04.11")

rosters = st.lists(
    st.fixed_dictionaries(
        {
            "nik_text": st.one_of(niks().map(lambda nik: nik[0]), st.none(), st.sampled_from(["3,5E+15", "x", "0"])),
            "name_text": st.sampled_from(["Karto", "H. Soeparman, S.Pd.", "Alm. Karto", None, "Siti"]),
            "birth_date_text": st.one_of(births.map(str), st.sampled_from(["12/9/75", "entah", None])),
            "desa_text": st.sampled_from(["Kalangan", "Kalangann", "Wates", "Atlantis", None]),
            "kecamatan_text": st.sampled_from(["Ngunut", "Ngunt", "Campur Darat", None]),
            "occupation_text": st.sampled_from(["Buruh tani", "PNS", "entah", None]),
            "wage_text": st.sampled_from(["Rp 1.000.000", "x", None]),
            "sex_text": st.sampled_from(["L", "P", None]),
        }
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=12, deadline=None)
@given(rosters, st.randoms(use_true_random=False))
def test_cleaning_a_row_does_not_depend_on_the_rows_around_it(
    rows: list[dict[str, Any]], chance: random.Random
) -> None:
    """But for the order of day and month, which the column tells where the NIK does not: none here is month first."""
    base = {"source_file": "a.csv", "sheet": "", "sheet_number": 0, "nik_is_number": False}
    cells = pl.DataFrame([{**base, "source_row": place, **row} for place, row in enumerate(rows, 2)], schema=CELLS)
    order = list(range(cells.height))
    chance.shuffle(order)
    whole, shuffled = (clean(given_cells, FILES, {"dishub": OFFICE}, MONTH) for given_cells in (cells, cells[order]))
    assert shuffled.sort("source_row").equals(whole)
    assert clean(cells[:1], FILES, {"dishub": OFFICE}, MONTH).equals(whole[:1])


# --- one row per NIK -----------------------------------------------------------------------------------------------

SEGMENTS = {"perangkat_desa": 1, "non_asn": 2, "bpd": 3, "rt_rw": 4, "pekerja_rentan": 5}
accepted_rows = st.lists(
    st.fixed_dictionaries(
        {
            "nik_key": st.sampled_from([3504111209759001, 3504111209759002, 3504111209759003]),
            "segment": st.sampled_from(sorted(SEGMENTS)),
            "sender": st.sampled_from(["dishub", "dpmd"]),
            "received": st.sampled_from([RECEIVED, RECEIVED + timedelta(days=1)]),
            "completeness": st.integers(6, 8),
            "file_sha256": st.sampled_from(["aa", "bb"]),
            "sheet_number": st.integers(0, 1),
            "name_form": st.sampled_from(["KARTO WIBOWO", "KARTO", "SITI MARYAM", None]),
            "birth_date": st.sampled_from([date(1975, 9, 12), date(1980, 1, 1)]),
            "birth_date_from": st.sampled_from(["cell", "nik"]),
        }
    ),
    max_size=12,
)


def accepted(rows: list[dict[str, Any]]) -> pl.DataFrame:
    named = [
        {**row, "row_id": f"r{place}", "source_row": place, "precedence": SEGMENTS[row["segment"]]}
        for place, row in enumerate(rows)
    ]
    return pl.DataFrame(named, schema={**ROSTER, "precedence": pl.Int32})


def outcome(found: Resolved) -> tuple[list[str], list[tuple[Any, ...]], list[str]]:
    return sorted(found.winners["row_id"]), sorted(found.duplicates.rows()), sorted(found.conflicts["row_id"])


@few
@given(accepted_rows, st.randoms(use_true_random=False))
def test_the_winners_do_not_depend_on_the_order_of_rows(rows: list[dict[str, Any]], chance: random.Random) -> None:
    frame = accepted(rows)
    order = list(range(frame.height))
    chance.shuffle(order)
    assert outcome(one_row_per_nik(frame[order])) == outcome(one_row_per_nik(frame))


@few
@given(accepted_rows)
def test_winners_duplicates_and_conflicts_are_all_the_rows_once(rows: list[dict[str, Any]]) -> None:
    winners, duplicates, conflicts = outcome(one_row_per_nik(accepted(rows)))
    losers = [row[0] for row in duplicates]
    assert sorted([*winners, *losers, *conflicts]) == sorted(f"r{place}" for place in range(len(rows)))


@few
@given(accepted_rows)
def test_no_nik_wins_twice_and_every_loser_has_a_winner(rows: list[dict[str, Any]]) -> None:
    found = one_row_per_nik(accepted(rows))
    assert found.winners["nik_key"].is_unique().all()
    assert set(found.duplicates["winner_row_id"]) <= set(found.winners["row_id"])


@few
@given(accepted_rows)
def test_shards_agree_with_the_whole(rows: list[dict[str, Any]]) -> None:
    """A NIK's rows meet in one shard, so the shards together say what the whole says."""
    frame = accepted(rows)
    shards = [outcome(one_row_per_nik(frame.filter(pl.col("nik_key") % 2 == shard))) for shard in (0, 1)]
    together = tuple(sorted([*one, *other]) for one, other in zip(*shards, strict=True))
    assert together == outcome(one_row_per_nik(frame))


@few
@given(accepted_rows)
def test_winners_among_themselves_all_win(rows: list[dict[str, Any]]) -> None:
    winners = one_row_per_nik(accepted(rows)).winners
    assert one_row_per_nik(winners).winners.equals(winners)


# --- money and places ----------------------------------------------------------------------------------------------

workforce = st.lists(st.sampled_from(sorted(SEGMENTS)), min_size=1, max_size=30)


def priced(segments: list[str]) -> pl.DataFrame:
    frame = pl.DataFrame({"segment": segments}).with_columns(wage_rp=pl.lit(None, pl.Int64))
    where = {"month": pl.lit(MONTH), "kecamatan_code": pl.lit("35.04.11"), "kecamatan_name": pl.lit("Ngunut")}
    return with_contributions(frame, MONTH).with_columns(**where)


@few
@given(workforce, workforce)
def test_contributions_add_up(some: list[str], others: list[str]) -> None:
    parts, whole = [priced(some), priced(others)], priced(some + others)
    assert pl.concat(parts).equals(whole)
    assert whole["contribution_rp"].sum() == sum(part["contribution_rp"].sum() for part in parts)
    assert whole["contribution_rp"].equals((whole["jkk_rp"] + whole["jkm_rp"]).alias("contribution_rp"))


@few
@given(workforce)
def test_totals_lose_no_rupiah_and_no_worker(segments: list[str]) -> None:
    workers = priced(segments).with_columns(pl.lit("35.04").alias("regency_code"))
    totals = budget_totals(workers)
    assert totals["workers"].sum() == workers.height
    for column in ("jkk_rp", "jkm_rp", "contribution_rp"):
        assert totals[column].sum() == workers[column].sum()


@many
@given(st.integers(0, 100_000_000), st.integers(0, 1_000_000))
def test_a_share_is_never_more_than_half_a_rupiah_off(base: int, ppm: int) -> None:
    share = pl.DataFrame({"base": [base], "ppm": [ppm]}).select(share_of("base", "ppm")).item()
    assert -500_000 < share * 1_000_000 - base * ppm <= 500_000


@few
@given(st.lists(st.sampled_from(["petani-tembakau", "buruh-tani", None]), min_size=1, max_size=12), st.data())
def test_a_quota_divides_the_workers_and_loses_none(occupations: list[str | None], data: st.DataObject) -> None:
    frame = (
        pl.DataFrame({"occupation": occupations}, schema={"occupation": pl.String})
        .with_row_index("place")
        .select(
            pl.format("w{}", "place").alias("worker_id"),
            pl.format("r{}", "place").alias("row_id"),
            "occupation",
            pl.lit("35.04").alias("regency_code"),
            pl.lit("pekerja_rentan").alias("segment"),
            pl.lit("DBHCHT").alias("funding_source"),
            pl.lit(RECEIVED).alias("received"),
        )
    )
    before = data.draw(st.lists(st.sampled_from(frame["worker_id"].to_list()), unique=True))
    covered = frame.filter(pl.col("worker_id").is_in(before)).select(
        "worker_id", "regency_code", "segment", "funding_source"
    )
    inside, waiting = within_quota(frame, MONTH, covered)
    assert sorted([*inside["worker_id"], *waiting["worker_id"]]) == sorted(frame["worker_id"])
