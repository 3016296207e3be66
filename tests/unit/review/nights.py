"""Months one after another, as the review of a night sees them: rows, rulings, answers, and what was known before."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import polars as pl

from flows.cleaning.roster import clean
from flows.review.deaths import standing_deaths
from flows.review.eligibility import with_eligibility
from flows.review.judgement import Judged, Told, judge_rows
from flows.review.rules import rejected
from schemas.answers import CLAIMS_READ
from schemas.senders.sender import Sender
from schemas.tables.cells import CELLS
from schemas.tables.death_notices import DEATH_NOTICES
from schemas.tables.dukcapil_results import DUKCAPIL_RESULTS
from tests.unit.review.rulings.said import Said, hear

AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (date(2023, month, 1) for month in range(8, 13))
NIK, OTHER = "3504111209759001", "3504111209759002"
_FILES = pl.DataFrame(
    [("a.csv", "dishub", "00", "f", datetime(2023, 9, 1, tzinfo=UTC), None)],
    schema={"source_file": pl.String, "sender": pl.String, "file_sha256": pl.String, "file_key": pl.String,
            "first_seen": pl.Datetime("us", "UTC"), "code": pl.String},
    orient="row",
)  # fmt: skip
_OFFICE = Sender(sender="dishub", name="-", kind="opd", contact="-", sends="-")
_CELLS = {
    "source_file": "a.csv", "sheet": "", "sheet_number": 0, "source_row": 2, "nik_is_number": False,
    "nkk_is_number": False, "nik_text": NIK, "name_text": "KARTO", "birth_date_text": "12-09-1975", "sex_text": "L",
    "desa_text": "Pulosari", "kecamatan_text": "Ngunut", "occupation_text": "buruh tani",
    "segment_text": "pekerja rentan",
}  # fmt: skip


@cache
def _person() -> pl.DataFrame:
    return clean(pl.DataFrame([_CELLS], schema=CELLS), _FILES, {"dishub": _OFFICE}, SEPTEMBER)


def rows(*people: dict[str, Any], month: date) -> pl.DataFrame:
    """A roster of people with whom nothing is wrong but what is said of them."""
    named = [{"row_id": f"r{place}", **person} for place, person in enumerate(people)]
    said = [_person().with_columns(**{name: pl.lit(cell) for name, cell in person.items()}) for person in named]
    return with_eligibility(pl.concat([_person().clear(), *said]), month)


def alm(nik: str | None = NIK, **more: Any) -> dict[str, Any]:
    """A row whose name begins with Alm."""
    return {"nik": nik, "name": "Alm. KARTO", "deceased_in": "name", **more}


def alive(nik: str = NIK, **more: Any) -> dict[str, Any]:
    """A row that says nothing of a death."""
    return {"nik": nik, **more}


def claim(**said: Any) -> dict[str, Any]:
    """A claim on JKM, not paid yet, unless it says otherwise."""
    return {"programme": "jkm", "nik": NIK, "name": "KARTO", "claim_status": "reported", "source_file": "c", **said}


def answer(outcome: str, **said: Any) -> dict[str, Any]:
    """What Dukcapil answers of the NIK."""
    return {"nik": NIK, "outcome": outcome, **said}


@dataclass
class Nights:
    """Nights that follow one another: each knows the notices that the one before left."""

    before: pl.DataFrame = field(default_factory=DEATH_NOTICES.empty)
    judged: Judged | None = None

    def night(
        self,
        month: date,
        *people: dict[str, Any],
        rulings: tuple[Said, ...] = (),
        claims: tuple[dict[str, Any], ...] = (),
        results: tuple[dict[str, Any], ...] = (),
    ) -> "Nights":
        told = Told(
            pl.DataFrame(claims, schema=CLAIMS_READ), pl.DataFrame(results, schema=DUKCAPIL_RESULTS.dtypes), self.before
        )
        heard = hear(*rulings, month=month)
        self.roster = rows(*people, month=month)
        self.judged = judge_rows(self.roster, _FILES, heard, told, month)
        self.before = DEATH_NOTICES.arrange(self.judged.notices)
        DEATH_NOTICES.model.validate(self.before)
        return self

    @property
    def accepted(self) -> list[str]:
        """The NIKs of rows that nothing sets aside."""
        assert self.judged
        refused = rejected(self.judged.log)
        return self.roster.filter(~pl.col("row_id").is_in(refused.implode()))["nik"].to_list()

    @property
    def codes(self) -> list[str]:
        assert self.judged
        return sorted(set(self.judged.log.filter(pl.col("severity") == "reject")["code"]))

    @property
    def deaths(self) -> list[tuple[Any, ...]]:
        """NIK, teller, day, month told and first month without cover of each death that stands."""
        found = standing_deaths(self.before).sort("nik")
        return found.select("nik", "told_by", "died_on", "told_in", "closed_from").rows()

    @property
    def rulings(self) -> list[str]:
        assert self.judged
        return self.judged.decisions.sort("source_row")["status"].to_list()
