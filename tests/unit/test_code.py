"""The program by its content."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import code


def digest(root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(code, "files", lambda package: root / package)
    code._program.cache_clear()
    return code.code_sha256.__wrapped__()


def made_by(root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    digest(root, monkeypatch)
    return code.made_by.__wrapped__()


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What is known of the program of a test is of that test alone."""
    yield
    code._program.cache_clear()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    for name in ("flows/a.py", "schemas/reference/b.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1")
    return tmp_path


@pytest.mark.parametrize("name", ["flows/a.py", "schemas/reference/b.csv", "flows/new.py"])
def test_another_line_anywhere_is_another_program(program: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(program, monkeypatch)
    assert digest(program, monkeypatch) == before
    (program / name).write_text("2")
    assert digest(program, monkeypatch) != before


def test_what_python_compiles_on_its_way_does_not_count(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(program, monkeypatch)
    (program / "flows" / "__pycache__").mkdir()
    (program / "flows" / "__pycache__" / "a.cpython-311.pyc").write_bytes(b"1")
    assert digest(program, monkeypatch) == before


def test_a_file_renamed_is_another_program(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(program, monkeypatch)
    (program / "flows" / "a.py").rename(program / "flows" / "c.py")
    assert digest(program, monkeypatch) != before


def test_one_office_declared_anew_is_another_program_that_reads_the_lists_of_others_the_same(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = program / "schemas" / "senders" / "dishub.yml"
    declared.parent.mkdir()
    before, made_before = digest(program, monkeypatch), made_by(program, monkeypatch)
    declared.write_text("sender: dishub")
    assert digest(program, monkeypatch) != before
    assert made_by(program, monkeypatch) == made_before


@pytest.mark.parametrize("name", ["flows/a.py", "schemas/reference/b.csv", "schemas/senders/sender.py"])
def test_a_line_of_the_program_reads_all_lists_anew(program: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made_by(program, monkeypatch)
    (program / name).parent.mkdir(exist_ok=True)
    (program / name).write_text("2")
    assert made_by(program, monkeypatch) != before


def test_so_does_another_release_of_a_library(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made_by(program, monkeypatch)
    monkeypatch.setattr(code, "version", lambda name: f"{name} 99")
    assert made_by(program, monkeypatch) != before
