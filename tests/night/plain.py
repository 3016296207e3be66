"""Real nights, one stage after another without Prefect, and a list of a few people for one of a second."""

import warnings
from pathlib import Path

from tests.benchmarks.night import NightRun, run_night
from tests.night.place import MONTH

HEADING = "No,NIK,Nama,Tgl Lahir,JK,Desa,Kecamatan,Pekerjaan\n"
NAMES = ("SUPARMAN", "SUGENG", "KARTO", "WAGIMAN", "SLAMET", "PAIJO", "TUKIMAN", "SARJONO", "MISDI", "KASIRAN")


def receive(home: Path, people: int, month: str = MONTH) -> None:
    """A list of so many synthetic farm hands, each born on a day of his own."""
    folder = home / "raw" / "rosters" / month / "dinas-pertanian"
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        f"{n},350411{1 + n % 28:02d}0170{9001 + n},{NAMES[n % 10]} {NAMES[n // 10 % 10]},{1 + n % 28:02d}-01-1970,"
        "L,Pulosari,Ngunut,buruh tani\n"
        for n in range(people)
    ]
    (folder / "buruh tani.csv").write_text(HEADING + "".join(rows))


def night(home: Path, month: str | None = MONTH) -> NightRun:
    """A night over `home`, as `flows/nightly.py` has it but without Prefect."""
    load()
    return run_night(home / "raw", home / "curated", month)


def load() -> None:
    """What a night needs, imported before it is timed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries, while they are imported
        import flows.tasks  # noqa: F401, PLC0415
        from flows.publishing.gate.gates import load_great_expectations  # noqa: PLC0415

        load_great_expectations()
