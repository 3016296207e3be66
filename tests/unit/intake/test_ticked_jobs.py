"""Jobs that are ticked under their own words."""

import polars as pl
import pytest

from flows.intake.headings import find_headings
from flows.intake.spellings import Spellings
from flows.intake.ticked_jobs import from_ticks


def columns(above: list[str], below: list[str]) -> dict[str, int]:
    (found,) = find_headings([above, below, ["1", "Karto", "3504111209759001", "", "x", ""]], Spellings({}))
    return {field: place for field, place in found.columns.items() if field != "number"}


def test_jobs_below_a_cell_for_jobs_are_ticked() -> None:
    found = columns(["No", "Nama", "NIK", "Jenis Pekerjaan", "", ""], ["", "", "", "Petani", "Buruh Tani", "Lainnya"])
    assert found == {"name": 1, "nik": 2, "ticked_petani": 3, "ticked_buruh tani": 4, "ticked_lainnya": 5}


@pytest.mark.parametrize("below", [["Utama", "Sampingan", ""], ["Petani", "Lama Bekerja", "Tempat"]])
def test_other_parts_of_a_job_are_not(below: list[str]) -> None:
    found = columns(["No", "Nama", "NIK", "Pekerjaan", "", ""], ["", "", "", *below])
    assert not any(field.startswith("ticked_") for field in found)


@pytest.mark.parametrize(
    ("ticks", "job"),
    [
        (("v", "", ""), "petani"),
        ((None, "1", "-"), "buruh tani"),
        (("", "", "x"), None),
        (("v", "v", ""), None),
        (("", "0", None), None),
        (("lama sekali", "x", ""), "buruh tani"),
    ],
)
def test_the_one_job_that_is_ticked_counts(ticks: tuple[str | None, ...], job: str | None) -> None:
    names = [f"ticked_{said}_text" for said in ("petani", "buruh tani", "lainnya")]
    found = from_ticks(pl.DataFrame([ticks], schema=dict.fromkeys(names, pl.String), orient="row"))
    assert found.row(0, named=True) == {"occupation_text": job}
