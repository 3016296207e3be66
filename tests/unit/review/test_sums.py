"""What a sender's rows add up to, of all at once and of batches."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.review import sums as sums_module
from flows.review.sums import _FILLED, _REPEATABLE, FACTS, JUDGED_BY, sender_facts, sender_sums
from schemas.reference import reference
from schemas.tables.roster import ELIGIBILITY, ROSTER

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


SCHEMA = {name: dtype for name, dtype in {**ROSTER, **ELIGIBILITY}.items() if name in JUDGED_BY}


def received(*rows: Row) -> pl.DataFrame:
    """Rows, of which each has a NIK of its own unless it says which."""
    told = [{**FULL, "nik_key": 3504111209750000 + place, **row} for place, row in enumerate(rows, 9001)]
    return pl.DataFrame(told, schema=SCHEMA)


def sums_of(rows: pl.DataFrame) -> pl.DataFrame:
    """The sums of rows that are one batch."""
    return sender_sums({name: [frame.lazy()] for name, frame in sender_facts(rows).items()})


def sums(*rows: Row) -> Row:
    """What the rows of one sender add up to."""
    (found,) = sums_of(received(*rows)).to_dicts() or [{}]
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
    rows = received(*({"nik_key": 1, "sender": sender} for sender in ("dishub", "dpmd")))
    assert sums_of(rows)["repeated"].to_list() == [0, 0]


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


# --- in batches ----------------------------------------------------------------------------------------------------


def in_batches(rows: pl.DataFrame, batches: list[int]) -> pl.DataFrame:
    """The sums of rows of which each was in the batch of that number."""
    parts = rows.with_columns(pl.Series("batch", batches, dtype=pl.Int64)).partition_by("batch", include_key=False)
    facts = [sender_facts(part) for part in parts]
    return sender_sums({name: [fact[name].lazy() for fact in facts] for name in FACTS})


ANY_ROW = st.fixed_dictionaries(
    {
        "sender": st.sampled_from(["dishub", "dpmd"]),
        "segment": st.sampled_from(["bpd", None]),
        "nik_key": st.sampled_from([None, *range(1, 9)]),
        "nik_form": st.sampled_from(["complete", "blank", "serial_zero"]),
        "name": st.sampled_from(["Karto", None]),
        "birth_date": st.sampled_from([None, date(1980, 1, 1), date(1981, 1, 1), date(1980, 5, 6)]),
        "phone": st.sampled_from([None, "081", "0-82", "082", "083", "08123456789"]),
        "address": st.sampled_from(["Kantor", "Krajan"]),
    }
)


@settings(deadline=None, max_examples=150)
@given(data=st.data(), rows=st.lists(ANY_ROW, min_size=1, max_size=70), niks_at_once=st.integers(1, 100))
def test_batches_add_up_to_the_sums_of_all_rows(data: st.DataObject, rows: list[Row], niks_at_once: int) -> None:
    batches = data.draw(st.lists(st.integers(0, 5), min_size=len(rows), max_size=len(rows)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sums_module, "_NIKS_AT_ONCE", niks_at_once)
        assert in_batches(received(*rows), batches).to_dicts() == sums_of(received(*rows)).to_dicts()


@pytest.mark.parametrize("value", [{"phone": "0856 1000 2000"}, STATED, *new_years(1)])
def test_a_value_shared_by_one_row_of_each_batch(value: Row) -> None:
    rows = received(*[value] * 4, *[{"birth_date": date(1960, 2, day)} for day in range(1, 21)])
    assert in_batches(rows, [0, 1, 2, 3, *[0, 1, 2, 3] * 5])["fillers"].to_list() == [4]


def test_half_of_a_list_is_half_of_all_its_batches_together() -> None:
    rows = [*[{"address": "Kantor"}] * 30, *({"address": f"Dusun {place}"} for place in range(30))]
    shared, scattered = [0] * 20 + [1] * 10, [0] * 5 + [1] * 25
    assert in_batches(received(*rows), shared + scattered)["fillers"].to_list() == [30]
    assert in_batches(received(*rows, {}), shared + scattered + [0])["fillers"].to_list() == [0]
