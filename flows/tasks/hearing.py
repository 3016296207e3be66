"""What people outside the offices have said: the rulings of stewards."""

import polars as pl

from flows.intake.rulings import read_rulings
from flows.night import Night
from flows.review.rulings.heard import accepted_values, heard
from flows.tasks.steps import step
from schemas.answers import AID_READ, CLAIMS_READ
from schemas.tables import TABLES


@step("hear the stewards' rulings")
def hear_rulings(night: Night) -> int:
    """The rulings in `raw/decisions`, those refused at once marked as such. Returns rulings heard."""
    rulings = heard(read_rulings(night.raw), night.first_day)
    night.save("rulings", rulings)
    night.save("accepted_values", accepted_values(rulings))
    return rulings.height


@step("hear the answers from outside")
def hear_answers(night: Night) -> int:
    """What Dukcapil and BPJS Ketenagakerjaan have answered. Returns answers heard."""
    for table in ("dukcapil_results", "members"):
        night.keep(table, TABLES[table].empty())
    night.save("claims_read", pl.DataFrame(schema=CLAIMS_READ))
    night.save("aid_read", pl.DataFrame(schema=AID_READ))
    return 0
