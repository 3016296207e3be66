"""What people outside the offices have said: the rulings of stewards."""

import polars as pl

from flows.intake.rulings import read_rulings
from flows.night import Night
from flows.review.rulings.heard import accepted_values, heard
from flows.tasks.steps import step


@step("hear the stewards' rulings")
def hear_rulings(night: Night) -> int:
    """The rulings in `raw/decisions`, those refused at once marked as such. Returns rulings heard."""
    return leave_rulings(night, read_rulings(night.raw)).height


def leave_rulings(night: Night, read: pl.DataFrame) -> pl.DataFrame:
    """The rulings as they are heard in the night's month, left for its steps."""
    rulings = heard(read, night.first_day)
    night.save("rulings", rulings)
    night.save("accepted_values", accepted_values(rulings))
    return rulings
