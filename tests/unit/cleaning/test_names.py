"""Names: as sent, in a plain form for comparing, and whether the person is said to be dead."""

from typing import Any

import polars as pl
import pytest

from flows.cleaning.names import read_names


def read(name: str | None, note: str | None = None) -> dict[str, Any]:
    frame = pl.DataFrame(
        {"name_text": [name], "note_text": [note]}, schema={"name_text": pl.String, "note_text": pl.String}
    )
    return read_names(frame).row(0, named=True)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Suparman", "SUPARMAN"),
        ("siti  aminah", "SITI AMINAH"),
        ("H. Suparman", "SUPARMAN"),
        ("Hj. Siti Aminah", "SITI AMINAH"),
        ("Drs. H. Suparman, M.Si.", "SUPARMAN"),
        ("Suparman, S.Pd.", "SUPARMAN"),
        ("SUPARMAN S.Pd", "SUPARMAN S PD"),  # a degree without a comma stays
        ("KH. Suparman", "SUPARMAN"),
        ("Bpk Suparman", "SUPARMAN"),
        ("Hadi", "HADI"),  # nearly titles
        ("Irwan", "IRWAN"),
        ("Drajat", "DRAJAT"),
        ("Moch. Suparman", "MUHAMMAD SUPARMAN"),
        ("Moh. Suparman", "MUHAMMAD SUPARMAN"),
        ("Mohammad Suparman", "MUHAMMAD SUPARMAN"),
        ("M. Suparman", "MUHAMMAD SUPARMAN"),
        ("Mohan", "MOHAN"),  # nearly Moh.
        ("Soeparman", "SUPARMAN"),
        ("Djoko Tjahjono", "JOKO CAHJONO"),
        ("Suparman bin Karto", "SUPARMAN KARTO"),
        ("Aminah binti Karto", "AMINAH KARTO"),
        ("Bintiono", "BINTIONO"),  # nearly binti
        ("Nurul Qomari'ah", "NURUL QOMARIAH"),
        ("SUPARMAN-KARTO", "SUPARMAN KARTO"),
        (None, None),
    ],
)
def test_the_form_for_comparing(name: str | None, form: str | None) -> None:
    assert read(name)["name_form"] == form


def test_a_name_is_kept_as_sent_with_single_spaces() -> None:
    assert read("Drs.  H. Soeparman,  M.Si.")["name"] == "Drs. H. Soeparman, M.Si."


@pytest.mark.parametrize(
    "name",
    [
        "Alm. Suparman",
        "ALM SUPARMAN",
        "(Alm) Suparman",
        "Suparman (Alm.)",
        "Suparman, alm",
        "Almh. Aminah",
        "almarhum Karto",
        "Almarhumah Aminah",
    ],
)
def test_a_name_may_say_that_its_bearer_died(name: str) -> None:
    assert read(name)["deceased_in"] == "name", name


@pytest.mark.parametrize("name", ["Alma", "Almas Karto", "Salma", "Almira Alm", "Halim", "Palmo", None])
def test_names_that_only_begin_like_alm(name: str | None) -> None:
    expected = "name" if name == "Almira Alm" else None
    assert read(name)["deceased_in"] == expected, name


@pytest.mark.parametrize("name", ["Suparman bin Alm. Karto", "SUPARMAN BIN ALM KARTO", "Aminah binti (Alm) Karto"])
def test_a_dead_father_does_not_make_the_worker_dead(name: str) -> None:
    assert not read(name)["deceased_in"], name


@pytest.mark.parametrize(
    ("note", "deceased"),
    [
        ("meninggal dunia", True),
        ("Sudah wafat 2022", True),
        ("almarhum", True),
        ("meninggalkan desa", False),
        ("pindah", False),
        (None, False),
    ],
)
def test_a_note_may_say_that_the_person_died(note: str | None, deceased: bool) -> None:
    assert read("Suparman", note)["deceased_in"] == ("note" if deceased else None)


@pytest.mark.parametrize("name", ["Binti Munawaroh Almh.", "Dewi Binti (Almh)", "Suparman bin Karto (Alm)"])
def test_alm_elsewhere_beside_bin_is_the_persons_until_the_sender_says_otherwise(name: str) -> None:
    assert read(name)["deceased_in"] == "name", name
