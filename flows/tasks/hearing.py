"""What people outside the offices have said: the rulings of stewards."""

from flows.intake.rulings import read_rulings
from flows.night import Night
from flows.review.rulings.heard import accepted_values, heard
from flows.tasks.steps import step


@step("hear the stewards' rulings")
def hear_rulings(night: Night) -> int:
    """The rulings in `raw/decisions`, those refused at once marked as such. Returns rulings heard."""
    rulings = heard(read_rulings(night.raw), night.first_day)
    night.save("rulings", rulings)
    night.save("accepted_values", accepted_values(rulings))
    return rulings.height
