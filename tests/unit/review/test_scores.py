"""The score of a sender, part by part."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from flows.review.scores import _FILLED, _REPEATABLE, JUDGED_BY, sender_sums, with_scores
from schemas.reference import reference
from schemas.tables.received_files import RECEIVED_FILES
from schemas.tables.roster import ELIGIBILITY, ROSTER
from schemas.tables.senders import SCORE_PARTS, SENDERS

MONTH = date(2023, 9, 1)
Row = dict[str, Any]

FULL: Row = {
    "sender": "dishub",
    "segment": "pekerja_rentan",
    "nik_form": "complete",
    "nik_birth_date": date(1975, 9, 12),
    "name": "Karto",
    "name_form": "KARTO",
    "birth_date": date(1975, 9, 12),
    "birth_date_from": "cell",
    "birth_date_text": "12-09-1975",
    "sex_text": "L",
    "desa_text": "Pulosari",
    "kecamatan_text": "Ngunut",
    "occupation": "buruh-tani",
    "occupation_text": "buruh tani",
    "phone": None,
    "address": None,
    "residence_required": True,
    "occupation_required": True,
}


def sums(*rows: Row) -> Row:
    """What the rows of one sender add up to; each has a NIK of its own unless it says which."""
    schema = {name: dtype for name, dtype in {**ROSTER, **ELIGIBILITY}.items() if name in JUDGED_BY}
    given = [{**FULL, "nik_key": 3504111209750000 + place, **row} for place, row in enumerate(rows, 9001)]
    (found,) = sender_sums(pl.DataFrame(given, schema=schema)).to_dicts() or [{}]
    return found


# --- completeness --------------------------------------------------------------------------------------------------


def test_every_declared_field_can_be_told_filled() -> None:
    assert list(_FILLED) == reference("score_fields")["field"].to_list()


def test_a_field_is_required_by_a_flag_of_the_segment() -> None:
    assert set(reference("score_fields")["required_by"].drop_nulls()) <= set(ELIGIBILITY)


@pytest.mark.parametrize(
    ("row", "wanted", "filled"),
    [
        ({}, 7, 7),
        ({"nik_form": "blank", "nik_key": None}, 7, 6),
        ({"name": None}, 7, 6),
        ({"birth_date_text": None}, 7, 6),
        ({"birth_date_text": "entah"}, 7, 7),  # filled; that nobody can read it is a matter of validity
        ({"sex_text": None}, 7, 6),
        ({"desa_text": None}, 7, 6),
        ({"desa_text": None, "desa_code": "35.04.11.2012"}, 7, 7),  # the address said it
        ({"kecamatan_text": None, "kecamatan_code": "35.04.11"}, 7, 7),  # the office is that kecamatan's
        ({"occupation": None, "occupation_text": None}, 7, 6),
        ({"occupation_text": None}, 7, 7),  # the titles said it
        ({"occupation": None, "occupation_text": None, "position_text": "Ketua"}, 7, 7),
        ({"residence_required": False, "desa_text": None, "kecamatan_text": None}, 5, 5),
        ({"occupation_required": False, "occupation": None, "occupation_text": None}, 6, 6),
        ({"segment": None, "residence_required": None, "occupation_required": None}, 4, 4),
    ],
)
def test_cells_that_should_be_filled_and_are(row: Row, wanted: int, filled: int) -> None:
    found = sums(row)
    assert (found["wanted"], found["filled"]) == (wanted, filled)


# --- uniqueness ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "repeated"),
    [
        ([{}, {}], 0),
        ([{"nik_key": 1}, {"nik_key": 1}, {"nik_key": 1}], 2),
        ([{"nik_key": 1}, {"nik_key": 1, "segment": "bpd"}], 0),  # two posts
        ([{"nik_key": None}, {"nik_key": None}], 0),
        ([{"nik_key": 1, "segment": None}, {"nik_key": 1, "segment": None}], 1),
    ],
)
def test_rows_that_name_a_nik_again(rows: list[Row], repeated: int) -> None:
    assert sums(*rows)["repeated"] == repeated


def test_another_senders_rows_do_not_count() -> None:
    rows = pl.DataFrame(
        [{**FULL, "nik_key": 1, "sender": sender} for sender in ("dishub", "dpmd")],
        schema={name: dtype for name, dtype in {**ROSTER, **ELIGIBILITY}.items() if name in JUDGED_BY},
    )
    assert sender_sums(rows)["repeated"].to_list() == [0, 0]


# --- default values ------------------------------------------------------------------------------------------------


def test_every_declared_value_can_be_counted() -> None:
    assert list(_REPEATABLE) == reference("filler_repeats")["value"].to_list()


@pytest.mark.parametrize(
    ("filler", "near"),
    [
        ({"nik_form": "serial_zero"}, {"nik_form": "truncated"}),
        ({"phone": "0812-3456-789"}, {"phone": "0812-3465-789"}),
        ({"phone": "00000000"}, {"phone": "-"}),
        ({"phone": "085888888888"}, {"phone": "085888880888"}),
        ({"name_form": "X"}, {"name_form": "XENA"}),
        ({"name_form": "XXXX"}, {"name_form": "NI NYOMAN"}),
        ({"name_form": "NN"}, {"name_form": "NAMA SAKTI"}),
    ],
)
def test_a_cell_typed_to_fill_it(filler: Row, near: Row) -> None:
    assert (sums(filler)["fillers"], sums(near)["fillers"]) == (1, 0)


STATED: Row = {"birth_date": date(1980, 5, 6), "nik_birth_date": date(1975, 9, 12)}
BORNE_OUT: Row = {"birth_date": date(1980, 1, 1), "nik_birth_date": date(1980, 1, 1)}


def new_years(count: int) -> list[Row]:
    return [{"birth_date": date(1960 + place, 1, 1)} for place in range(count)]


@pytest.mark.parametrize(
    ("fillers", "near"),
    [
        ([STATED] * 4, [STATED] * 3),
        ([STATED] * 4, [BORNE_OUT] * 9),  # what the identity card says is nobody's invention
        ([STATED] * 4, [{**STATED, "birth_date_from": "nik"}] * 9),
        (new_years(4), new_years(3)),
        (new_years(4), [{"birth_date": date(1960 + place, 1, 2)} for place in range(4)]),
        ([{"phone": "0856 1000 2000"}] * 4, [{"phone": "0856 1000 2000"}] * 3),
        ([{"address": "Kantor"}] * 20, [{"address": "Kantor"}] * 19),
        ([{"address": "Kantor"}] * 20, [{"address": "Krajan"}] * 20 + [{}] * 21),
    ],
)
def test_a_value_that_too_many_rows_share(fillers: list[Row], near: list[Row]) -> None:
    assert (sums(*fillers)["fillers"], sums(*near)["fillers"]) == (len(fillers), 0)


def test_in_a_long_list_a_date_may_fall_together_more_often() -> None:
    others = [{"birth_date": date(1940, 1, 2), "nik_birth_date": date(1940, 1, 2)}] * 3_000
    assert sums(*[STATED] * 5, *others)["fillers"] == 0


def test_a_row_with_two_fillers_counts_once() -> None:
    assert sums({"nik_form": "serial_zero", "name_form": "XXX"})["fillers"] == 1


def test_the_same_telephone_in_another_dress_is_the_same() -> None:
    dresses = ["0856-1000-2000", "0856 1000 2000", "(0856)10002000", "085610002000"]
    assert sums(*({"phone": phone} for phone in dresses))["fillers"] == 4


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_rows_changes_nothing(order: int) -> None:
    rows: list[Row] = [{"nik_key": 1}, {"nik_key": 1, "name": None}, *[STATED] * 4, {"phone": "08123456789"}]
    assert sums(*rows[::order]) == {"sender": "dishub", "wanted": 49, "filled": 48, "repeated": 1, "fillers": 5}


def test_no_rows_add_up_to_nothing() -> None:
    assert sums() == {}


# --- the score -----------------------------------------------------------------------------------------------------


def scored(
    came: datetime | None = datetime(2023, 8, 20, tzinfo=UTC),
    read: int = 10,
    faulty: int = 0,
    counted: Row | None = None,
    **heard: Any,
) -> Row:
    """The row of a sender, of whom `read` rows were read in a file that came then."""
    base = {"month": MONTH, "sender": "dishub", "files": 1, "last_received": came, "carried_forward": False,
            "missing": False, "rows_read": read, "covered": read, "waiting": 0, "duplicate": 0, "rejected": 0,
            "with_advice": 0}  # fmt: skip
    dtypes = {name: SENDERS.dtypes[name] for name in base}
    files = [{"sender": "dishub", "status": "read", "first_seen": came}] if came else []
    given = {"sender": "dishub", "wanted": 7 * read, "filled": 7 * read, "repeated": 0, "fillers": 0, **(counted or {})}
    table = with_scores(
        pl.DataFrame([{**base, **heard}], schema=dtypes),
        pl.DataFrame(files, schema=RECEIVED_FILES.dtypes),
        pl.DataFrame({"sender": ["dishub"], "faulty": [faulty]}, schema={"sender": pl.String, "faulty": pl.UInt32}),
        pl.DataFrame([given] if read else [], schema=dict.fromkeys(given, pl.UInt32) | {"sender": pl.String}),
    )
    SENDERS.model.validate(table)
    return table.row(0, named=True)


def test_the_weights_are_of_the_parts_and_come_to_a_hundred() -> None:
    weights = reference("score_parts")
    assert set(weights["part"]) == set(SCORE_PARTS)
    assert weights["weight"].sum() == 100
    assert weights["weight"].min() > 0  # type: ignore[operator]


def test_a_list_without_a_fault_scores_a_hundred() -> None:
    assert {part: scored()[part] for part in ("score", *SCORE_PARTS)} == dict.fromkeys(("score", *SCORE_PARTS), 100.0)


@pytest.mark.parametrize(
    ("part", "given"),
    [
        ("completeness", {"counted": {"filled": 35}}),
        ("validity", {"faulty": 5}),
        ("uniqueness", {"counted": {"repeated": 5}}),
        ("default_values", {"counted": {"fillers": 5}}),
        ("timeliness", {"came": datetime(2023, 9, 20, tzinfo=UTC)}),
    ],
)
def test_a_part_at_a_half_takes_half_of_its_weight(part: str, given: dict[str, Any]) -> None:
    weight = dict(reference("score_parts").select("part", "weight").iter_rows())[part]
    found = scored(**given)
    assert found[part] == 50.0
    assert found["score"] == pytest.approx(100 - weight / 2)
    assert [other for other in SCORE_PARTS if other != part and found[other] != 100] == []


@pytest.mark.parametrize(
    ("came", "points"),
    [
        (datetime(2023, 9, 1, 16, 59, tzinfo=UTC), 100),  # the last minute of the first day in Tulungagung
        (datetime(2023, 9, 1, 17, 0, tzinfo=UTC), 75),
        (datetime(2023, 9, 15, 12, tzinfo=UTC), 75),
        (datetime(2023, 9, 16, 12, tzinfo=UTC), 50),
        (datetime(2023, 10, 1, 12, tzinfo=UTC), 50),
        (datetime(2023, 10, 2, 12, tzinfo=UTC), 25),
    ],
)
def test_points_for_the_day_the_list_came(came: datetime, points: int) -> None:
    assert scored(came)["timeliness"] == points


def test_an_older_list_that_stands_in_is_late_whenever_it_came() -> None:
    assert scored(None, carried_forward=True)["timeliness"] == 25


def test_a_missing_list_is_never_in_time_and_has_no_score_without_rows() -> None:
    found = scored(None, read=0, missing=True, files=0, covered=0)
    assert (found["timeliness"], found["score"]) == (0, None)
    assert [found[part] for part in SCORE_PARTS if part != "timeliness"] == [None] * 4


def test_rows_of_a_damaged_file_are_scored_though_the_list_is_missing() -> None:
    found = scored(None, faulty=10, missing=True, files=0, covered=0, rejected=10)
    assert (found["validity"], found["timeliness"], found["score"]) == (0, 0, 45.0)


def test_a_sender_nobody_waits_for_is_not_late_and_the_mean_is_of_the_other_parts() -> None:
    found = scored(None, counted={"filled": 0})
    assert (found["timeliness"], found["score"]) == (None, pytest.approx(100 * 65 / 85, abs=0.05))


def test_one_row_is_enough_for_a_score() -> None:
    assert scored(read=1)["score"] == 100


def test_a_list_in_which_everything_is_wrong_scores_nothing_but_its_day() -> None:
    wrong = {"counted": {"filled": 0, "repeated": 10, "fillers": 10}, "faulty": 10}
    assert scored(**wrong)["score"] == 15  # type: ignore[arg-type]


def test_the_points_of_timeliness_fall_with_the_days() -> None:
    steps = reference("timeliness").filter(pl.col("standing") == "received").sort("within_days", nulls_last=True)
    assert steps["points"].is_sorted(descending=True)
    assert steps["within_days"].null_count() == 1
