"""Lookalikes: who is proposed as one person under two NIKs, who is not, and in what words."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.review.lookalikes import candidates, likely
from flows.review.lookalikes import pairs as pairs_module
from flows.review.lookalikes.candidates import CROWDED, NARROWER, groups
from flows.review.lookalikes.crowd import crowd_of
from flows.review.lookalikes.findings import BIRTH, NAME, NIK, OTHERS, PLACE
from flows.review.lookalikes.pairs import find_lookalikes, lookalike_reasons
from flows.review.lookalikes.weighing import SCORE_FROM
from schemas.tables.lookalikes import LOOKALIKES
from schemas.tables.roster import ROSTER
from tests.benchmarks.pairs import labelled, pairs_among

Row = dict[str, Any]
KARTO: Row = {
    "nik": "3504111209759123",
    "name_form": "KARTO WIBOWO",
    "birth_date": date(1975, 9, 12),
    "nik_birth_date": date(1975, 9, 12),
    "sex": "L",
    "kecamatan_code": "35.04.11",
    "desa_code": "35.04.11.2007",
}
MOVED: Row = {"kecamatan_code": "35.04.02", "desa_code": "35.04.02.2001"}


def winners(*rows: Row) -> pl.DataFrame:
    named = [
        {**row, "row_id": row.get("row_id", f"row-{place}"), "nik_key": int(row["nik"])}
        for place, row in enumerate(rows)
    ]
    return pl.DataFrame(named, schema=ROSTER)


def town(people: int, names: Sequence[str] = ("SITI AMINAH", "SLAMET", "SUTRISNO", "SITI AISYAH", "RINI")) -> list[Row]:
    """People of common names who have nothing else in common: NIKs, days and desa of their own."""
    return [
        {
            **KARTO,
            "row_id": f"town-{number}",
            "nik": f"35040{1 + number % 9}0101{60 + number % 30}{9001 + number // 9:04}",
            "name_form": names[number % len(names)],
            "birth_date": date(1960 + number % 30, 1 + number % 12, 1 + number % 28),
            "nik_birth_date": date(1960 + number % 30, 1, 1),
            "kecamatan_code": f"35.04.{1 + number % 9:02}",
            "desa_code": f"35.04.{1 + number % 9:02}.{2001 + number // 9 % 10}",
        }
        for number in range(people)
    ]


def found(second: Row, first: Row | None = None, beside: Sequence[Row] = ()) -> pl.DataFrame:
    """What is proposed of KARTO (or `first`) and a second row that differs from it as said."""
    one = {**KARTO, **(first or {})}
    pairs = pairs_among(winners(one, {**one, "nik": "3504111209759877", **second}, *beside))
    return pairs.filter(pl.col("row_id_a").str.starts_with("row-") & pl.col("row_id_b").str.starts_with("row-"))


def evidence(second: Row, first: Row | None = None) -> str:
    pairs = found(second, first)
    assert pairs.height == 1, pairs
    return str(pairs["evidence"][0])


def born(nik_date: date, cell: date | None = None) -> Row:
    return {"nik_birth_date": nik_date, "birth_date": cell or nik_date}


EXCHANGED = "NIK berbeda karena dua angka tertukar"

# --- proposed ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        (
            {"nik": "3504111209759183"},
            "Nama dan tanggal lahir sama; NIK berbeda satu angka (angka ke-15); desa sama.",
        ),
        (
            {"nik": "3504111209759132"},
            f"Nama dan tanggal lahir sama; {EXCHANGED} (angka ke-15 dan sesudahnya); desa sama.",
        ),
        ({"nik": "3504111209759124"}, "Nama dan tanggal lahir sama; NIK berurutan; desa sama."),
        ({"nik": "3504121209759123"}, "Nama dan tanggal lahir sama; NIK berbeda satu angka (angka ke-6); desa sama."),
        ({}, "Nama dan tanggal lahir sama; NIK tidak mirip; desa sama."),
        (
            {"nik": "3504111219759123", "nik_birth_date": date(1975, 12, 12)},
            "Nama dan tanggal lahir sama; NIK berbeda satu angka (angka ke-9); desa sama.",
        ),
        (
            {"nik": "3504110912759123", **born(date(1975, 12, 9))},
            "Nama sama; hari dan bulan lahir tertukar; NIK tidak mirip; desa sama.",
        ),
        (
            {"nik": "3504111309759123", **born(date(1975, 9, 13))},
            "Nama sama; tanggal lahir berbeda satu angka; NIK berbeda satu angka (angka ke-8); desa sama.",
        ),
        (
            {"nik": "3504112109759123", **born(date(1975, 9, 21))},
            f"Nama sama; tanggal lahir berbeda satu angka; {EXCHANGED} (angka ke-7 dan sesudahnya); desa sama.",
        ),
        ({"birth_date": date(1979, 3, 4)}, "Nama sama; tanggal lahir sama menurut NIK; NIK tidak mirip; desa sama."),
        (
            {"name_form": "WIBOWO KARTO"},
            "Nama sama dengan ejaan atau urutan lain; tanggal lahir sama; NIK tidak mirip; desa sama.",
        ),
        (
            {"name_form": "KARRTO WIBOWWO"},
            "Nama sama dengan ejaan atau urutan lain; tanggal lahir sama; NIK tidak mirip; desa sama.",
        ),
        (
            {"name_form": "KARTOWIBOWO"},
            "Nama sama dengan ejaan atau urutan lain; tanggal lahir sama; NIK tidak mirip; desa sama.",
        ),
        (
            {"name_form": "KARTO WIBWO"},
            "Nama hampir sama (satu huruf berbeda); tanggal lahir sama; NIK tidak mirip; desa sama.",
        ),
        (
            {"name_form": "KARTO W"},
            "Nama yang satu lebih pendek (nama yang umum); tanggal lahir sama; NIK tidak mirip; desa sama.",
        ),
        (
            {"desa_code": "35.04.11.2009"},
            "Nama dan tanggal lahir sama; NIK tidak mirip; kecamatan sama.",
        ),
        ({"desa_code": None, "kecamatan_code": None}, "Nama dan tanggal lahir sama; NIK tidak mirip."),
    ],
)  # fmt: skip
def test_what_is_proposed_and_in_what_words(second: Row, sentence: str) -> None:
    assert evidence(second) == sentence


def test_one_family_card_or_telephone_and_another_sex_are_told() -> None:
    shared = {"nkk": "3504110101100001", "phone": "081200001111"}
    said = evidence({**shared, "sex": "P"}, shared)
    assert said.endswith("desa sama; nomor KK sama; nomor telepon sama; jenis kelamin berbeda.")


def test_a_rare_long_name_is_enough_where_everything_else_says_nothing() -> None:
    long = {"name_form": "KARTO WIBOWO NOTOPRODJO"}
    assert found({**MOVED, "nik": "3171011209759001"}, long).height == 1
    assert found({**MOVED, "nik": "3171011209759001"}, {"name_form": "KARTO"}).is_empty()


def test_a_common_name_speaks_for_the_same_desa_only() -> None:
    people = town(3000)
    common = {"name_form": "SLAMET"}
    assert found(MOVED, common, people).is_empty()
    assert found({"nik": "3504111209759183"}, common, people).height == 1


def test_a_slip_between_neighbours_needs_a_name_that_nobody_bears() -> None:
    first, people = {"name_form": "SUTRISNO WIBOWO"}, town(50)
    mistyped = {"nik": "3504111209759124", "name_form": "SUTRSNO WIBOWO"}
    assert found(mistyped, first, people).height == 1
    assert found(mistyped, first).is_empty()


# --- not proposed --------------------------------------------------------------------------------------------------

TWINS: list[tuple[str, str]] = [
    ("SITI AMINAH", "SITI AISYAH"),
    ("SITI AMINAH", "SITI ALIMAH"),
    ("SLAMET RIYADI", "SLAMET RIYANTO"),
    ("HASAN", "HUSEN"),
    ("RINA LESTARI", "RINI LESTARI"),
    ("SUTRISNO", "SUTRISNA"),
    ("ANDI WIBOWO", "ANDRI WIBOWO"),
    ("WATI", "YATI"),
    ("BUDI SANTOSO", "BUDIONO"),
    ("KARTO WIBOWO", "JOKO SUSILO"),
]


@pytest.mark.parametrize("card", ["3504110101100001", None])
@pytest.mark.parametrize("serial", ["9124", "9125", "9126"])
@pytest.mark.parametrize(("one", "other"), TWINS)
def test_twins_are_not_proposed(one: str, other: str, serial: str, card: str | None) -> None:
    twin = {"nik": f"350411120975{serial}", "name_form": other}
    assert found(twin, {"name_form": one, "nkk": card, "phone": "081200001111"}).is_empty()


def test_twins_of_two_sexes_are_not_proposed() -> None:
    sister = {"nik": "3504115209759001", "sex": "P", "name_form": "SUTRISNAH"}
    assert found(sister, {"name_form": "SUTRISNO", "nkk": "3504110101100001"}).is_empty()
    assert found({**sister, "name_form": "KARTO WIBOWATI"}).is_empty()


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (
            {"nik": "3504112403779124", "name_form": "SUGENG WIBOWO", **born(date(1977, 3, 24))},
            "brothers share a name, a card and a serial one apart",
        ),
        ({"nik": "3504110310999001", **born(date(1999, 10, 3))}, "a son has his father's name"),
        (
            {"nik": "3504111209959001", **born(date(1995, 9, 12))},
            "a son has his father's birthday: a digit of the year",
        ),
        ({"name_form": "SUGENG RAHARJO"}, "born on one day in one desa"),
        ({**born(date(1982, 4, 30)), "nik": "3504113004829001"}, "namesakes of one desa"),
    ],
)
def test_kin_and_neighbours_are_not_proposed(second: Row, why: str) -> None:
    assert found({"nkk": "3504110101100001", **second}, {"nkk": "3504110101100001"}).is_empty(), why


def test_namesakes_of_one_birthday_in_two_kecamatan_are_not_proposed() -> None:
    for name in ("SLAMET", "SUTRISNO", "SITI AMINAH"):
        away = {**MOVED, "nik": "3504021209759007"}
        assert found(away, {"name_form": name}, town(3000)).is_empty(), name


def test_whoever_does_not_know_the_birthday_is_not_everybody_else() -> None:
    """1 January is what lists say of a day that nobody knows."""
    new_year = born(date(1970, 1, 1))
    heap = [{**row, **new_year, "name_form": f"ORANG {number:03}X"} for number, row in enumerate(town(600))]
    one = {"name_form": "SLAMET", **new_year, "nik": "3504110101709123"}
    assert found({"nik": "3504110101709877"}, one, heap).is_empty()
    assert found({"nik": "3504110101709877"}, one).height == 1


def test_names_with_nothing_in_common_are_never_proposed() -> None:
    shared = {"nkk": "3504110101100001", "phone": "081200001111"}
    assert found({"nik": "3504111209759183", "name_form": "BAMBANG SURYADI", **shared}, shared).is_empty()


# --- the table -----------------------------------------------------------------------------------------------------


def test_the_lower_nik_comes_first_and_the_likeliest_pair() -> None:
    other = {**KARTO, "name_form": "BAMBANG SURYADI", "birth_date": date(1980, 2, 2), "nik": "3504110202809500"}
    pairs = pairs_among(
        winners(
            {**other, "row_id": "d", **MOVED}, {**other, "row_id": "c", "nik": "3504110202809200"},
            {**KARTO, "row_id": "b", "nik": "3504111209759183"}, {**KARTO, "row_id": "a"},
        )
    )  # fmt: skip
    assert pairs.select("row_id_a", "row_id_b").rows() == [("a", "b"), ("c", "d")], pairs
    assert pairs["score"].is_sorted(descending=True)
    assert pairs["ruling"].null_count() == 2


def test_no_people_and_one_person_give_an_empty_table() -> None:
    assert pairs_among(winners()).equals(LOOKALIKES.empty())
    assert pairs_among(winners(KARTO)).equals(LOOKALIKES.empty())


def test_three_rows_of_one_person_make_three_pairs_and_three_reasons() -> None:
    rows = [{**KARTO, "nik": f"35041112097591{last}3"} for last in (2, 4, 8)]
    pairs = pairs_among(winners(*rows))
    assert pairs.height == 3
    reasons = lookalike_reasons(pairs)
    assert reasons.rows() == [(f"row-{number}", "LOOKALIKE") for number in range(3)]


def test_every_finding_is_told_or_says_nothing() -> None:
    told = [finding for group in (NAME, BIRTH, NIK, PLACE, OTHERS) for finding in group]
    assert [finding.code for finding in told if not finding.words] == ["unknown"]


NAMES = ("KARTO WIBOWO", "KARTO WIBWO", "WIBOWO", "SLAMET", "SITI AMINAH", "SITI AMINNAH", "S AMINAH", "KARTO")
person = st.fixed_dictionaries(
    {
        "name_form": st.sampled_from(NAMES),
        "serial": st.integers(9001, 9040),
        "day": st.integers(1, 12),
        "month": st.integers(1, 12),
        "year": st.sampled_from([1965, 1975, 1976]),
        "desa_code": st.sampled_from(["35.04.11.2007", "35.04.11.2009", "35.04.02.2001", None]),
        "sex": st.sampled_from(["L", "P"]),
    }
)


def drawn(people: list[Row]) -> list[Row]:
    """Each drawn person as a winner, one a NIK."""
    rows = {}
    for one in people:
        day, desa = date(one["year"], one["month"], one["day"]), one["desa_code"]
        head = f"350411{day.day + (40 if one['sex'] == 'P' else 0):02}{day:%m%y}"
        nik = f"{head}{one['serial']}"
        rows[nik] = {**KARTO, **born(day), "row_id": nik, "nik": nik, "name_form": one["name_form"], "sex": one["sex"],
                     "desa_code": desa, "kecamatan_code": desa and desa[:8]}  # fmt: skip
    return list(rows.values())


@settings(deadline=None)
@given(st.lists(person, max_size=25), st.randoms(use_true_random=False))
def test_pairs_are_unordered_unique_scored_and_whatever_the_order_of_rows(people: list[Row], rng: Random) -> None:
    rows = drawn(people)
    pairs = pairs_among(winners(*rows))
    LOOKALIKES.model.validate(pairs)
    assert pairs.filter(pl.col("nik_a") >= pl.col("nik_b")).is_empty()
    assert pairs.select("nik_a", "nik_b").is_unique().all()
    assert pairs["score"].is_between(SCORE_FROM, 1).all()
    rng.shuffle(rows)
    assert pairs_among(winners(*rows)).equals(pairs)


def test_a_sentence_quotes_no_name_and_no_nik() -> None:
    rng = Random(1)
    rows = drawn(
        [
            {"name_form": rng.choice(NAMES), "serial": rng.randint(9001, 9040), "day": rng.randint(1, 12),
             "month": rng.randint(1, 12), "year": 1975, "desa_code": "35.04.11.2007", "sex": "L"}
            for _ in range(300)
        ]
    )  # fmt: skip
    said = " ".join(pairs_among(winners(*rows))["evidence"]).upper()
    assert said
    assert not [word for name in NAMES for word in name.split() if len(word) > 1 and word in said]
    assert not [row["nik"] for row in rows if row["nik"][6:] in said]


# --- in parts ------------------------------------------------------------------------------------------------------


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(person, max_size=25), st.data(), st.integers(1, 30))
def test_winners_in_parts_give_the_pairs_of_all(
    tmp_path_factory: pytest.TempPathFactory, people: list[Row], data: st.DataObject, at_once: int
) -> None:
    rows = drawn(people)
    places = data.draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows)))
    parts = [
        winners(*(row for row, place in zip(rows, places, strict=True) if place == part)).lazy() for part in range(4)
    ]
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((candidates, "_ROWS_AT_ONCE"), (candidates, "_WIDE_AT_ONCE"), (likely, "_PAIRS_AT_ONCE"),
                             (pairs_module, "_PAIRS_AT_ONCE")):  # fmt: skip
            patch.setattr(module, name, at_once)
        found = find_lookalikes(parts, tmp_path_factory.mktemp("parts"))
    assert found.equals(pairs_among(winners(*rows)))
    assert find_lookalikes(parts[::-1], tmp_path_factory.mktemp("back")).equals(found)


def test_a_register_in_parts_gives_the_pairs_of_all(tmp_path: Path) -> None:
    """Enough people for common words, of whom two in a hundred are there twice."""
    register = labelled(2_000, 4, seed=5)
    whole = pairs_among(register)
    assert whole.height > 15
    parts = [register.filter(pl.col("nik_key") % 7 == part).lazy() for part in range(7)]
    assert find_lookalikes(parts, tmp_path).equals(whole)


# --- crowds --------------------------------------------------------------------------------------------------------


def namesakes(count: int, **said: Any) -> list[Row]:
    """People of one name and one birth date, every one in a kecamatan of their own and with a NIK from there."""
    return [
        {**KARTO, **born(date(1975, 9, 12)), "row_id": f"crowd-{place}", "nik": f"35{place:04}1209759{100 + place}",
         "kecamatan_code": f"35.{place:02}.01", "desa_code": f"35.{place:02}.01.2001", **said}
        for place in range(1, count + 1)
    ]  # fmt: skip


def groups_of(folder: Path, *rows: Row) -> dict[int, int]:
    """How many rows are brought together with so many others."""
    folder.mkdir()
    crowd = crowd_of([winners(*rows).lazy()], folder)
    found = [group["others"].to_list() for group in groups(crowd, crowd.columns(NARROWER))]
    return Counter(others for group in found for others in group)


def test_a_crowd_is_not_compared_but_for_those_of_one_place(tmp_path: Path) -> None:
    assert max(groups_of(tmp_path / "few", *namesakes(CROWDED))) == CROWDED - 1
    beyond = namesakes(CROWDED + 1, name_form="KARTO")
    assert not groups_of(tmp_path / "many", *beyond)
    beyond[4] = {**beyond[4], "kecamatan_code": beyond[7]["kecamatan_code"]}
    assert set(groups_of(tmp_path / "two of one place", *beyond)) == {1}


def test_numbers_leave_out_no_pair_that_would_be_proposed() -> None:
    """What is asked of numbers before texts are read is less than what is asked of the pair in the end."""
    register = labelled(2_000, 4, seed=6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likely, "bits_needed", lambda _: 0.0)
        patch.setattr(likely, "_one_name", lambda: pl.col("key").is_not_null())
        patch.setattr(likely, "_would_do", lambda *_: pl.Series([True]))
        everybody = pairs_among(register)
    assert pairs_among(register).equals(everybody)
