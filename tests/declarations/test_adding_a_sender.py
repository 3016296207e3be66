"""The list "Adding a sender" in `schemas/README.md`, followed step by step with a list nobody declared."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

import schemas
import schemas.senders.sender as declarations
from flows.cli import app

HOME = Path(schemas.__path__[0])
SENDER = "dinas-antah"
HEADING = ("No", "Kode Warga", "Panggilan", "Lahir Pada", "Kelamin", "Ukuran Baju", "Kelurahan")
WOMEN = [
    (number, f"350411520975900{number}", "SITI AMINAH", "12-09-1975", "P", "XL", "Pulosari") for number in (1, 2, 3)
]
FILLED_IN = {"name": "Dinas Antah", "contact": "Sekretariat", "sends": "Its staff.", "default_segment": "non_asn"}


@dataclass
class Newcomer:
    """Somebody with a list in a folder of downloads, a folder of declarations, and what `payung` last said."""

    file: Path
    received: Path
    senders: Path
    said: str = ""
    exit_code: int | None = None

    def check(self, *options: str) -> int:
        done = CliRunner().invoke(app, ["check", "--month", "2023-09", *options, str(self.file)])
        self.said = done.output
        return done.exit_code

    def put(self) -> None:
        folder = self.received / "rosters" / "2023-09" / SENDER
        folder.mkdir(parents=True)
        self.file = self.file.rename(folder / self.file.name)

    def explain(self) -> None:
        assert self.check("--explain") == 2

    def save(self) -> None:
        found = re.search(r"^# schemas/senders/.*", self.said, re.DOTALL | re.MULTILINE)
        self._declaration().write_text(found[0] if found else "", encoding="utf-8")

    def fill_in(self) -> None:
        if self._declaration().exists():
            text = self._declaration().read_text(encoding="utf-8")
            for key, value in FILLED_IN.items():
                text = re.sub(rf"^{key}: ", f"{key}: {value} ", text, flags=re.MULTILINE)
            self._declaration().write_text(text, encoding="utf-8")

    def finish(self) -> None:
        self.exit_code = self.check()

    def _declaration(self) -> Path:
        return self.senders / f"{SENDER}.yml"


STEPS: dict[str, Callable[[Newcomer], None]] = {
    "raw/rosters/<YYYY-MM>/<sender>/": Newcomer.put,
    "payung check --explain FILE": Newcomer.explain,
    "schemas/senders/<sender>.yml": Newcomer.save,
    "name": Newcomer.fill_in,
    "payung check FILE": Newcomer.finish,
}
"""What a newcomer does in a step, by the first thing that the step names in backticks."""


def listed() -> list[str]:
    """The first thing in backticks of each numbered step, in the README's order."""
    section = (HOME / "README.md").read_text(encoding="utf-8").split("## Adding a sender")[1].split("\n## ")[0]
    steps = re.split(r"^\d\. ", section, flags=re.MULTILINE)[1:]
    return [re.findall(r"`([^`]+)`", step)[0] for step in steps]


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newcomer:
    folder = tmp_path / "senders"
    shutil.copytree(HOME / "senders", folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    read_afresh = declarations.senders.__wrapped__
    monkeypatch.setattr(declarations, "senders", lambda: read_afresh(folder))
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("DAFTAR PENERIMA",), HEADING, *WOMEN):
        sheet.append(row)
    file = tmp_path / "Unduhan" / "daftar.xlsx"
    file.parent.mkdir()
    book.save(file)
    return Newcomer(file, tmp_path / "raw", folder)


def test_every_step_is_one_that_this_test_can_follow() -> None:
    assert listed() == list(STEPS)
    assert 4 <= len(listed()) <= 7


def test_the_list_ends_with_a_clean_check(newcomer: Newcomer) -> None:
    for step in listed():
        STEPS[step](newcomer)
    assert newcomer.exit_code == 0, newcomer.said
    assert "3 baris data: 0 akan ditolak" in newcomer.said


@pytest.mark.parametrize("left_out", STEPS)
def test_no_step_can_be_left_out(newcomer: Newcomer, left_out: str) -> None:
    for step in listed():
        if step != left_out:
            STEPS[step](newcomer)
    assert newcomer.exit_code != 0


def test_a_list_whose_headings_stay_undeclared_is_of_no_use(newcomer: Newcomer) -> None:
    for step in listed()[:-1]:
        STEPS[step](newcomer)
    declaration = newcomer.senders / f"{SENDER}.yml"
    text = declaration.read_text(encoding="utf-8")
    declaration.write_text(text[: text.index("headings:")], encoding="utf-8")
    newcomer.finish()
    assert newcomer.exit_code == 2
