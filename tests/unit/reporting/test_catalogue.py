"""The reason catalogue as people read it."""

import re

import pytest
from rich.console import Console, RenderableType
from typer.testing import CliRunner

from flows.cli import app
from flows.reporting.catalogue import catalogue, one_in_full
from schemas.reasons import REASONS, Reason


def shown(part: RenderableType, width: int) -> str:
    console = Console(width=width, highlight=False)
    with console.capture() as captured:
        console.print(part)
    return captured.get()


def said(text: str) -> str:
    """The words, without rules and line breaks."""
    return " ".join(re.sub(r"[^\w\s.,:;()'/+→…-]", " ", text).split())


@pytest.mark.parametrize("width", [80, 120, 160])
def test_every_code_stands_whole_on_a_line_and_every_word_of_it_is_there(width: int) -> None:
    found = shown(catalogue(REASONS.values()), width)
    lines = found.splitlines()
    assert max(map(len, lines)) <= width
    for reason in REASONS.values():
        place = next(number for number, line in enumerate(lines) if re.search(rf"\b{reason.code}\b", line))
        row = " ".join(lines[place : place + 6])
        assert [word for word in said(f"{reason.sentence} {reason.fix}").split() if word not in row] == [], row


@pytest.mark.parametrize("reason", REASONS.values(), ids=lambda reason: reason.code)
@pytest.mark.parametrize("width", [80, 160])
def test_one_reason_is_told_in_full(reason: Reason, width: int) -> None:
    found = said(shown(one_in_full(reason), width))
    for words in (reason.code, reason.sentence, reason.fix, *reason.example.split(" → ")):
        assert said(words) in found


def test_the_command_lists_them_by_what_they_cause() -> None:
    done = CliRunner().invoke(app, ["reasons"])
    assert done.exit_code == 0
    order = ["Baris ditolak", "NIK_MISSING", "Baris diterima dengan catatan", "LOOKALIKE", "Berkas tidak dipakai"]
    assert sorted(order, key=done.output.index) == order


@pytest.mark.parametrize("code", ["NIK_FORMAT", "nik_format"])
def test_the_command_tells_one_code(code: str) -> None:
    done = CliRunner().invoke(app, ["reasons", code])
    assert done.exit_code == 0
    assert REASONS["NIK_FORMAT"].example.split(" → ")[0] in done.output
    assert "NIK_MISSING" not in done.output


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("NIK_FORMATS", "near it: NIK_FORMAT"),
        ("ZZZ", "see: payung reasons"),
        ("3504110101909001", "no reason is called …"),
    ],
)
def test_a_code_that_is_none_is_an_error_that_helps(code: str, words: str) -> None:
    done = CliRunner().invoke(app, ["reasons", code])
    assert done.exit_code == 1
    assert words in done.stderr
