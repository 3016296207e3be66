"""The program by its content."""

from pathlib import Path

import pytest

from flows.publishing import code


def digest(root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(code, "files", lambda package: root / package)
    return code.code_sha256.__wrapped__()


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
