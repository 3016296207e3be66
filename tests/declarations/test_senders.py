"""Sender declarations: complete, strict, and pointing at what is declared."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import schemas.senders.sender as declarations
from schemas.reference import reference
from schemas.senders.sender import DeclarationError, Sender, read_sender, senders
from schemas.tables.cells import HEADING_FIELDS

FOLDER = Path(declarations.__file__).parent
KECAMATAN = [
    "tulungagung",
    "boyolangu",
    "kedungwaru",
    "ngantru",
    "kauman",
    "pagerwojo",
    "sendang",
    "karangrejo",
    "gondang",
    "sumbergempol",
    "ngunut",
    "pucanglaban",
    "rejotangan",
    "kalidawir",
    "besuki",
    "campurdarat",
    "bandung",
    "pakel",
    "tanggunggunung",
]
OFFICES = [
    "dpmd",
    "bkpsdm",
    "disnakertrans",
    "dinas-pertanian",
    "dinas-perikanan",
    "satpol-pp",
    "disperindag",
    "dishub",
    "dinas-pendidikan",
    "dinas-kesehatan",
    "dinas-sosial",
    "dinas-pupr",
    "dinas-lingkungan-hidup",
    "dinas-perkim",
    "dinas-dukcapil",
    "diskominfo",
    "dinas-koperasi",
    "dinas-peternakan",
    "dinas-ketahanan-pangan",
    "disbudpar",
    "dinas-kbpppa",
    "dinas-perpustakaan",
    "dpmptsp",
    "bappeda",
    "bapenda",
    "bpkad",
    "bpbd",
    "bakesbangpol",
    "inspektorat",
    "sekretariat-daerah",
    "sekretariat-dprd",
    "rsud-dr-iskak",
    "rsud-campurdarat",
]
GOOD: dict[str, Any] = {"sender": "dinas-contoh", "name": "Contoh", "kind": "opd", "contact": "-", "sends": "-"}


def declared(folder: Path, name: str = "dinas-contoh", **changes: Any) -> Path:
    path = folder / f"{name}.yml"
    given = {key: value for key, value in {**GOOD, **changes}.items() if value is not ...}
    path.write_text(yaml.safe_dump(given), encoding="utf-8")
    return path


def test_all_offices_and_kecamatan_are_declared() -> None:
    assert set(senders()) >= {*OFFICES, *(f"kecamatan-{name}" for name in KECAMATAN)}


def test_nineteen_kecamatan_and_thirty_three_offices() -> None:
    assert (len(KECAMATAN), len(OFFICES)) == (19, 33)


@pytest.mark.parametrize("sender", senders().values(), ids=lambda sender: sender.sender)
def test_a_sender_points_at_what_is_declared(sender: Sender) -> None:
    codes = set(reference("regions")["code"])
    assert sender.kecamatan_code is None or sender.kecamatan_code in codes
    assert set(sender.headings.values()) <= HEADING_FIELDS


@pytest.mark.parametrize("name", KECAMATAN)
def test_a_kecamatan_lives_in_itself(name: str) -> None:
    code = senders()[f"kecamatan-{name}"].kecamatan_code
    (found,) = (row["name"] for row in reference("regions").to_dicts() if row["code"] == code)
    assert found.lower() == name


@pytest.mark.parametrize("name", OFFICES)
def test_an_office_of_the_regency_lives_in_no_kecamatan(name: str) -> None:
    assert senders()[name].kecamatan_code is None


def test_the_template_can_be_copied_and_used(tmp_path: Path) -> None:
    text = (FOLDER / "_template.yml").read_text(encoding="utf-8").replace("sender: _template", "sender: dinas-baru")
    (tmp_path / "dinas-baru.yml").write_text(text, encoding="utf-8")
    assert read_sender(tmp_path / "dinas-baru.yml").name == "Nama resmi kantor"


def test_the_template_shows_every_key() -> None:
    template = yaml.safe_load((FOLDER / "_template.yml").read_text(encoding="utf-8"))
    assert set(template) == set(Sender.model_fields)


def test_the_template_is_no_sender(tmp_path: Path) -> None:
    declared(tmp_path, "_template")
    declared(tmp_path)
    assert list(senders(tmp_path)) == ["dinas-contoh"]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"warna": "biru"}, "warna"),
        ({"contact": ...}, "contact"),
        ({"kind": "desa"}, "kind"),
        ({"kecamatan_code": "3504.11"}, "kecamatan_code"),
        ({"valid_for_months": 25}, "valid_for_months"),
        ({"default_segment": "petani"}, "default_segment"),
        ({"segments": [{"words": "bpd", "segment": "petani"}]}, "segments.0.segment"),
        ({"segments": [{"words": "bpd", "segment": "bpd", "warna": 1}]}, "segments.0.warna"),
        ({"sender": "dinas-lain"}, "sender"),
        ({"sender": "Dinas Contoh"}, "sender"),
        ({"headings": {"nomor warga": "nikk"}}, "headings"),
        ({"values": {"nik": "3504"}}, "values.nik"),
        ({"sheets": "Data"}, "sheets"),
    ],
)
def test_a_declaration_that_cannot_be_used_names_file_and_key(
    tmp_path: Path, changes: dict[str, Any], key: str
) -> None:
    with pytest.raises(DeclarationError, match=rf"dinas-contoh\.yml: key '{key}"):
        read_sender(declared(tmp_path, **changes))


@pytest.mark.parametrize("text", ["a: [", "- a\n- b\n", "", "sender: dinas\tcontoh: x"])
def test_what_is_no_declaration_names_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "dinas-contoh.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"dinas-contoh\.yml"):
        read_sender(tmp_path / "dinas-contoh.yml")


def test_one_bad_declaration_stops_them_all(tmp_path: Path) -> None:
    declared(tmp_path)
    declared(tmp_path, "dinas-lain", sender="dinas-lain", warna="biru")
    with pytest.raises(DeclarationError, match=r"dinas-lain\.yml"):
        senders(tmp_path)
