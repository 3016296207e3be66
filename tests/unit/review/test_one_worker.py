"""One row per NIK: which row stands for the worker, and what decided."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from flows.review.duplicates import Resolved, Ruled, one_row_per_nik, resent_rows
from schemas.tables.duplicates import DECIDED_BY, DUPLICATES
from schemas.tables.roster import ROSTER

EARLY, LATE = datetime(2023, 9, 1, tzinfo=UTC), datetime(2023, 9, 2, tzinfo=UTC)
KEY = 3504111209759001
Row = dict[str, Any]

BASE: Row = {
    "nik_key": KEY,
    "nik": str(KEY),
    "sender": "dishub",
    "regency_code": "35.04",
    "place_form": "resolved",
    "kecamatan_code": "35.04.11",
    "desa_code": "35.04.11.2012",
    "nik_region_form": "home",
    "source_file": "a.csv",
    "file_sha256": "aa",
    "sheet_number": 0,
    "source_row": 5,
    "received": EARLY,
    "completeness": 7,
    "name_form": "KARTO WIBOWO",
    "birth_date": date(1975, 9, 12),
    "birth_date_from": "cell",
    "segment": "pekerja_rentan",
    "precedence": 5,
}


def accepted(*rows: Row) -> pl.DataFrame:
    named = [{**BASE, "row_id": chr(ord("a") + place), **row} for place, row in enumerate(rows)]
    return pl.DataFrame(named, schema={**ROSTER, "precedence": pl.Int32})


def resolved(*rows: Row) -> Resolved:
    return one_row_per_nik(accepted(*rows))


ORDER: list[tuple[str, Row, Row]] = [
    ("segment_precedence", {"precedence": 1, "segment": "bpd"}, {}),
    ("received", {"received": LATE}, {}),
    ("completeness", {"completeness": 9}, {}),
    ("file_sha256", {"file_sha256": "99"}, {}),
    ("sheet", {"sheet_number": 0}, {"sheet_number": 1}),
    ("source_row", {"source_row": 4}, {}),
]  # criterion, what the better row has, what the worse has


OUTSIDE: Row = {"place_form": "outside", "kecamatan_code": None, "desa_code": None}
BLITAR: Row = {"regency_code": "35.05", "sender": "blitar-dishub", "nik_region_form": "foreign"}
HOMES: list[tuple[str, Row, Row]] = [
    ("a desa before a kecamatan", {**BLITAR}, {"desa_code": None}),
    ("a kecamatan before nothing", {**BLITAR, "desa_code": None}, {"place_form": "blank", "desa_code": None}),
    ("nothing before elsewhere", {**BLITAR, **OUTSIDE, "place_form": "blank"}, OUTSIDE),
    ("a guess is a claim", {**BLITAR, "place_form": "guessed"}, {"desa_code": None}),
    ("alike, the first issue of the NIK", {}, BLITAR),
    ("both elsewhere, the first issue of the NIK", OUTSIDE, {**BLITAR, **OUTSIDE}),
]  # what counts, what the better row has, what the worse has


@pytest.mark.parametrize(("better", "worse"), [pair for _, *pair in HOMES], ids=[name for name, *_ in HOMES])
@pytest.mark.parametrize("better_comes_first", [True, False])
def test_of_two_regencies_the_one_of_residence_covers(better: Row, worse: Row, better_comes_first: bool) -> None:
    """Residence goes before the segment, and before all that follows it."""
    one, two = {**better, "precedence": 5}, {**worse, "precedence": 1, "segment": "bpd", "received": LATE}
    found = resolved(*((one, two) if better_comes_first else (two, one)))
    assert found.winners["segment"].to_list() == ["pekerja_rentan"]
    assert found.duplicates.select("kind", "decided_by").rows() == [("across_regencies", "residence")]


def test_residence_decides_nothing_within_a_regency() -> None:
    found = resolved({"place_form": "blank", "desa_code": None, "precedence": 1, "segment": "bpd"}, {})
    assert found.duplicates.select("kind", "decided_by").rows() == [("across_segments", "segment_precedence")]


def test_two_regencies_that_claim_a_stranger_alike_are_settled_as_any_two_senders() -> None:
    foreign = {"nik_region_form": "foreign"}
    found = resolved(foreign, {**BLITAR, "received": LATE})
    assert found.duplicates.select("row_id", "kind", "decided_by").rows() == [("a", "across_regencies", "received")]


def test_every_criterion_of_the_order_is_tested() -> None:
    assert ("identical_file", "ruling", "residence", *(criterion for criterion, *_ in ORDER)) == DECIDED_BY


@pytest.mark.parametrize("better_comes_first", [True, False])
@pytest.mark.parametrize(("criterion", "better", "worse"), ORDER)
def test_one_criterion_decides_when_all_else_is_equal(
    criterion: str, better: Row, worse: Row, better_comes_first: bool
) -> None:
    rows = [{"row_id": "winner", **better}, {"row_id": "loser", **worse}]
    found = resolved(*(rows if better_comes_first else reversed(rows)))
    assert found.winners["row_id"].to_list() == ["winner"]
    assert found.duplicates.select("row_id", "winner_row_id", "decided_by").rows() == [("loser", "winner", criterion)]


@pytest.mark.parametrize("place", range(len(ORDER) - 1))
def test_an_earlier_criterion_beats_all_later_ones(place: int) -> None:
    criterion, better, worse = ORDER[place]
    winner, loser = {"row_id": "winner", **better}, {"row_id": "loser", **worse}
    for _, later_better, later_worse in ORDER[place + 1 :]:
        winner, loser = {**later_worse, **winner}, {**later_better, **loser}
    found = resolved(loser, winner)
    assert found.duplicates.select("winner_row_id", "decided_by").rows() == [("winner", criterion)], found.duplicates


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ({"segment": "bpd", "precedence": 3, "sender": "dpmd"}, "across_segments"),
        ({"sender": "dpmd", "source_row": 6}, "across_senders"),
        ({"source_row": 6}, "within_sender"),
        ({"source_file": "b.csv", "file_sha256": "bb"}, "within_sender"),
    ],
)
def test_kind_of_a_duplicate(other: Row, kind: str) -> None:
    assert resolved({}, other).duplicates["kind"].to_list() == [kind]


def test_rows_of_different_niks_are_left_alone() -> None:
    found = resolved({}, {"nik_key": KEY + 1})
    assert (found.winners.height, found.duplicates.height, found.conflicts.height) == (2, 0, 0)


def test_three_rows_of_one_worker_leave_two_duplicates_of_the_same_winner() -> None:
    found = resolved({"source_row": 6}, {}, {"source_row": 7})
    assert found.duplicates.select("row_id", "winner_row_id").rows() == [("a", "b"), ("c", "b")]


@pytest.mark.parametrize(("name", "same"), [("KARTO WIBOWO", True), ("KARTO WIBOWOO", False), (None, False)])
def test_same_name_compares_normal_forms(name: str | None, same: bool) -> None:
    assert resolved({}, {"source_row": 6, "name_form": name}).duplicates["same_name"].to_list() == [same]


STRANGER: Row = {"source_row": 6, "name_form": "SITI MARYAM", "birth_date": date(1980, 1, 1)}


def test_two_plainly_different_people_are_both_set_aside() -> None:
    found = resolved({}, STRANGER)
    assert sorted(found.conflicts["row_id"]) == ["a", "b"]
    assert (found.winners.height, found.duplicates.height) == (0, 0)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"birth_date": BASE["birth_date"]}, "an equal stated birth date makes a nickname likelier"),
        ({"name_form": "KARTO WIBOWOO"}, "a slip of the hand"),
        ({"name_form": "KARTO"}, "a name left out"),
        ({"name_form": "WIBOWO KARTO"}, "names in another order"),
    ],
)
def test_what_is_no_conflict(other: Row, why: str) -> None:
    found = resolved({}, {**STRANGER, **other})
    assert (found.conflicts.height, found.duplicates.height) == (0, 1), why


def test_a_birth_date_taken_from_the_nik_is_no_agreement() -> None:
    found = resolved({}, {**STRANGER, "birth_date": BASE["birth_date"], "birth_date_from": "nik"})
    assert sorted(found.conflicts["row_id"]) == ["a", "b"]


def test_one_stranger_sets_every_row_of_the_nik_aside() -> None:
    found = resolved({}, {"source_row": 6}, {**STRANGER, "source_row": 7})
    assert sorted(found.conflicts["row_id"]) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("other", "conflict"),
    [
        ({"birth_date": date(1988, 3, 25)}, True),
        ({"birth_date": date(1988, 3, 25), "file_sha256": "bb"}, False),  # another office may have the date wrong
        ({"birth_date": date(1988, 9, 25)}, False),  # slips of the hand leave a part
        ({"birth_date": date(1988, 12, 9)}, False),
        ({"birth_date": date(1970, 1, 1)}, False),  # nobody knows it
        ({"birth_date": date(1988, 3, 25), "birth_date_from": "nik"}, False),
    ],
)
def test_namesakes_of_a_file_who_were_given_one_nik_are_two_people(other: Row, conflict: bool) -> None:
    found = resolved({}, {"source_row": 9, **other})
    assert found.conflicts.height == (2 if conflict else 0)
    assert found.duplicates.height == (0 if conflict else 1)


def test_a_conflict_of_one_nik_does_not_touch_another() -> None:
    found = resolved({}, STRANGER, {"nik_key": KEY + 1}, {"nik_key": KEY + 1, "source_row": 6})
    assert (found.winners["row_id"].to_list(), found.duplicates["row_id"].to_list()) == (["c"], ["d"])


def test_no_rows_give_no_winners() -> None:
    found = resolved()
    assert (found.winners.height, found.duplicates.height, found.conflicts.height) == (0, 0, 0)


def test_duplicates_keep_their_contract() -> None:
    DUPLICATES.model.validate(resolved({}, {"source_row": 6}).duplicates)


# --- what stewards ruled -------------------------------------------------------------------------------------------

OTHER: Row = {"nik_key": KEY + 1, "nik": str(KEY + 1)}


def ruled(*rows: Row, kept: list[str] | None = None, same: list[tuple[str, str]] | None = None) -> Resolved:
    persons = pl.DataFrame(same or [], schema={"nik": pl.String, "right_nik": pl.String}, orient="row")
    return one_row_per_nik(accepted(*rows), Ruled(pl.Series("row_id", kept or [], pl.String), persons))


@pytest.mark.parametrize(("criterion", "better", "worse"), ORDER)
def test_a_kept_row_beats_every_criterion(criterion: str, better: Row, worse: Row) -> None:
    found = ruled({"row_id": "best", **better}, {"row_id": "kept", **worse}, kept=["kept"])
    assert found.winners["row_id"].to_list() == ["kept"], criterion
    assert found.duplicates.select("row_id", "winner_row_id", "decided_by").rows() == [("best", "kept", "ruling")]


def test_a_kept_row_settles_a_conflict() -> None:
    found = ruled({}, STRANGER, {"source_row": 7}, kept=["b"])
    assert (found.winners["row_id"].to_list(), found.conflicts.height) == (["b"], 0)
    assert found.duplicates.select("row_id", "decided_by").rows() == [("a", "ruling"), ("c", "ruling")]


def test_keeping_a_row_of_one_nik_leaves_the_conflict_of_another() -> None:
    found = ruled({}, STRANGER, OTHER, {**STRANGER, **OTHER}, kept=["a"])
    assert sorted(found.conflicts["row_id"]) == ["c", "d"]


def test_rows_of_the_other_nik_lose_to_the_right_one_whatever_they_are() -> None:
    better: Row = {**OTHER, "precedence": 1, "segment": "bpd", "received": LATE, "completeness": 9}
    found = ruled({}, better, {"source_row": 6}, same=[(str(KEY + 1), str(KEY))])
    assert found.winners["row_id"].to_list() == ["a"]
    assert found.duplicates.select("row_id", "winner_row_id", "kind", "decided_by").rows() == [
        ("b", "a", "across_segments", "ruling"),
        ("c", "a", "within_sender", "source_row"),
    ]


def test_one_person_under_two_names_is_no_conflict_once_it_is_ruled() -> None:
    found = ruled({}, {**STRANGER, **OTHER}, same=[(str(KEY + 1), str(KEY))])
    assert (found.winners["row_id"].to_list(), found.conflicts.height) == (["a"], 0)


def test_where_the_right_nik_is_disputed_the_rows_of_the_other_wait_with_it() -> None:
    found = ruled({}, STRANGER, {**OTHER, "source_row": 7}, same=[(str(KEY + 1), str(KEY))])
    assert (sorted(found.conflicts["row_id"]), found.winners.height) == (["a", "b", "c"], 0)


def test_a_kept_row_of_the_other_nik_does_not_stand_for_the_person() -> None:
    found = ruled({}, OTHER, {**OTHER, "source_row": 7}, kept=["c"], same=[(str(KEY + 1), str(KEY))])
    assert found.winners["row_id"].to_list() == ["a"]


# --- files received twice ------------------------------------------------------------------------------------------


def test_a_row_of_a_resent_file_is_a_duplicate_of_its_twin() -> None:
    roster = accepted({"row_id": "key1-0-5"}).drop("precedence")
    copies = pl.DataFrame({"source_file": ["copy.csv"], "sender": ["dpmd"], "file_key": ["key2"], "same_as": ["a.csv"]})
    row = resent_rows(roster, copies).row(0, named=True)
    assert {
        name: row[name]
        for name in ("row_id", "winner_row_id", "kind", "decided_by", "same_name", "source_file", "sender")
    } == {
        "row_id": "key2-0-5",
        "winner_row_id": "key1-0-5",
        "kind": "resent",
        "decided_by": "identical_file",
        "same_name": True,
        "source_file": "copy.csv",
        "sender": "dpmd",
    }


def test_a_file_received_three_times_has_two_rows_for_each_of_its_own() -> None:
    copies = pl.DataFrame(
        {"source_file": ["b.csv", "c.csv"], "sender": ["dpmd"] * 2, "file_key": ["k2", "k3"], "same_as": ["a.csv"] * 2}
    )
    roster = accepted({"row_id": "k1-0-5"}, {"row_id": "k1-0-6", "source_row": 6}).drop("precedence")
    assert sorted(resent_rows(roster, copies)["row_id"]) == ["k2-0-5", "k2-0-6", "k3-0-5", "k3-0-6"]


def test_conflicting_rows_come_with_their_reason() -> None:
    assert set(resolved({}, STRANGER).conflicts["code"]) == {"NIK_CONFLICT"}
