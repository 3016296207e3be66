"""What waits for a steward: asked once, with what he needs to see, and never what is answered."""

from typing import Any

import polars as pl
import pytest

from flows.review.rulings.questions import WHO, open_questions
from schemas.reasons import FROM_OUTSIDE
from schemas.rulings import QUESTIONS, WAIVABLE_REJECTS
from schemas.tables import TABLES
from tests.unit.review.rulings.said import NIK, OTHER, Said, hear, keep

PEOPLE = pl.DataFrame(
    [
        ("a", NIK, "Karto", "dishub", "rosters/2023-09/dishub/a.xlsx", "Sheet1", 5),
        ("b", NIK, "Siti", "dpmd", "rosters/2023-09/dpmd/b.xlsx", "Data", 9),
        ("c", OTHER, "Sri", "dpmd", "rosters/2023-09/dpmd/b.xlsx", "Data", 10),
        ("d", None, None, "dpmd", "rosters/2023-09/dpmd/b.xlsx", "Data", 11),
    ],
    schema={**dict.fromkeys(WHO, pl.String), "source_row": pl.UInt32},
    orient="row",
)
PAIR = (NIK, OTHER, "a", "c", 0.95, "Nama dan tanggal lahir sama.")


def asked(
    *reasons: tuple[str, str],
    original: str = "x",
    proposals: dict[str, str] | None = None,
    rulings: tuple[Said, ...] = (),
    ruled: str | None = None,
    pairs: bool = False,
) -> list[dict[str, Any]]:
    log = pl.DataFrame(
        [(row, code, "advise" if code == "PLACE_GUESSED" else "reject", "nik", original) for row, code in reasons],
        schema=TABLES["reason_log"].dtypes,
        orient="row",
    )
    alike = pl.DataFrame([(*PAIR, ruled)] if pairs else [], schema=TABLES["lookalikes"].dtypes, orient="row")
    decisions = hear(*rulings).with_columns(pl.col("status").fill_null("applied"), pl.col("why").fill_null("."))
    found = open_questions(PEOPLE, log, decisions, alike, proposals or {})
    TABLES["open_questions"].model.validate(found)
    return found.rows(named=True)


def test_no_problem_is_no_question() -> None:
    assert asked() == []


def test_each_row_of_a_conflict_is_a_line_that_shows_the_others() -> None:
    first, second = asked(("a", "NIK_CONFLICT"), ("b", "NIK_CONFLICT"))
    assert [(line["question"], line["row_id"], line["nik"]) for line in (first, second)] == [
        ("nik_conflict", "a", NIK),
        ("nik_conflict", "b", NIK),
    ]
    assert all(name in first["context"] for name in ("Karto", "Siti", "dpmd/b.xlsx baris 9"))


@pytest.mark.parametrize("code", sorted(WAIVABLE_REJECTS))
def test_a_row_set_aside_for_what_may_be_waived_is_asked_about(code: str) -> None:
    (line,) = asked(("a", code), ("a", "PLACE_GUESSED"), original="12-09-1950")
    assert (line["question"], line["code"], line["nik"], line["row_id"]) == ("set_aside", code, NIK, "a")
    assert "12-09-1950" in line["context"]
    assert ("Isi sel" in line["context"]) is (code not in FROM_OUTSIDE)


@pytest.mark.parametrize("other", ["NIK_FORMAT", "NAME_MISSING", "NIK_COLUMN_DAMAGED", "EXCLUDED_BY_DECISION"])
def test_a_row_that_no_waiver_would_help_is_not(other: str) -> None:
    assert asked(("a", "AGE_OVER_MAXIMUM"), ("a", other)) == []


def test_two_reasons_that_may_be_waived_are_two_questions() -> None:
    assert [line["code"] for line in asked(("a", "AGE_OVER_MAXIMUM"), ("a", "DECEASED"))] == [
        "AGE_OVER_MAXIMUM",
        "DECEASED",
    ]


def test_a_nik_that_a_cell_may_mean_is_proposed() -> None:
    (line,) = asked(("d", "NIK_FORMAT"), original="35O4111209759001", proposals={"35O4111209759001": NIK})
    assert (line["question"], line["column"], line["value"], line["row_id"]) == ("nik_proposal", "nik", NIK, "d")
    assert asked(("d", "NIK_FORMAT"), original="entah", proposals={"35O4111209759001": NIK}) == []


def test_a_pair_that_looks_alike_is_asked_about_until_it_is_ruled() -> None:
    (line,) = asked(pairs=True)
    assert (line["question"], line["nik"], line["other_nik"]) == ("lookalike", NIK, OTHER)
    assert [word for word in ("Nama dan tanggal lahir sama.", "Sri") if word not in line["context"]] == []
    assert asked(pairs=True, ruled="not_same_person") == []


def test_a_ruling_that_came_to_nothing_is_asked_for_again_with_its_why() -> None:
    old = keep("a", decided_on="2023-01-01", expires_on="2023-02-01")
    (line,) = asked(rulings=(old, keep("b")))
    assert (line["question"], line["row_id"], line["name"]) == ("not_applied", "a", "Karto")
    assert [word for word in ("keep_row", "Sri Lestari", "tidak berlaku") if word not in line["context"]] == []


def test_a_file_of_rulings_that_cannot_be_read_is_told() -> None:
    (line,) = asked(rulings=({"ruling": None, "trouble": "Berkas rusak.", "decided_by": None},))
    assert "Berkas rusak." in line["context"]


def test_every_question_can_be_answered_and_is_asked_here() -> None:
    lines = [
        *asked(("a", "NIK_CONFLICT")),
        *asked(("a", "DECEASED")),
        *asked(("d", "NIK_FORMAT"), proposals={"x": NIK}),
        *asked(pairs=True),
        *asked(rulings=(keep("a", reason=None),)),
    ]
    assert {line["question"] for line in lines} == set(QUESTIONS)
