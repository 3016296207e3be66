"""Words of a heading that are said of others than the person of the row: heirs, spouses, former holders, boats."""

import re
from collections.abc import Sequence

from flows.intake.spellings import Spellings
from schemas.text import words

_OTHER_PEOPLE = re.compile(r"\b(waris|ibu|ayah|orang tua|suami|istri|pasangan|anak|tanggungan|keluarga)\b")
"""Words over a list of others than workers."""
_OF_OTHERS = re.compile(
    r"\b(waris|ibu(?! rumah)|ayah|orang tua|suami|istri|pasangan|anak(?! buah)|tanggungan|(kepala|anggota) keluarga"
    r"|pendata|enumerator|saksi|di ?ganti(kan)?|sebelumnya"
    r"|(ketua|koordinator) (poktan|gapoktan|pokdakan|kub|kwt|kelompok|regu|rombongan|paguyuban))\b"
)
"""Words of a cell that is divided below into what is said of others than the person of the row."""
_HOLDERS_BEFORE = re.compile(
    r"\b(ketua|kepala|pejabat|pengurus|perangkat|petugas|pegawai|anggota|peserta|rt|rw|bpd|kasun|kadus|yang) lama\b"
    r"|\b(yang|yg) (sudah |telah )?(berhenti|diberhentikan|keluar|mengundurkan diri|meninggal|purna tugas|pensiun)\b"
)
"""Who held a post before; LAMA BEKERJA is how long somebody works."""
_OF_THE_LIST = re.compile(r"(data |identitas |calon )*(peserta|pekerja|pemohon|pendaftar|tenaga kerja)\b(?! dan\b)")
"""Words that begin what is said of whom the list is about, whatever follows in brackets."""
_OF_A_THING = re.compile(
    r"^((data|informasi|identitas|nama|alamat|lokasi|tempat|unit|asal) )*(kapal|perahu|lapak|kios|toko|warung|pasar"
    r"|usaha|tambak|lahan|sawah|kebun|kerja|bekerja|tugas|kantor|instansi|lembaga|sekolah|posyandu|kelompok|paguyuban"
    r"|koperasi|perusahaan)\b"
)
"""The same of a thing or an office: its name, place and telephone are not the person's."""
OF_THE_PERSON = frozenset(
    {
        *("nik", "nkk", "name", "first_name", "middle_name", "last_name", "phone"),
        *("address", "dusun", "rt", "rw", "rt_rw", "desa", "kecamatan", "regency"),
    }
)
"""Fields that somebody else, or a thing, may have as well."""


def stands_over_others(text: str) -> bool:
    """Whether the words over a list that stands beside another are those of others than workers."""
    return bool(_OTHER_PEOPLE.search(words(text)))


def speaks_of_others(text: str) -> bool:
    """Whether the words of a heading are about others than the person of the row: NIK ISTRI/SUAMI.

    Words that begin with those the list is of are about them: PESERTA (ISTRI).
    """
    said = words(text)
    own = _OF_THE_LIST.match(said) and not _HOLDERS_BEFORE.search(said)
    return not own and bool(_OF_OTHERS.search(said) or _HOLDERS_BEFORE.search(said))


def is_of_others(over: Sequence[str], lowest: str, spellings: Spellings) -> bool:
    """Whether the words `lowest` of a column are said of others by one of the cells `over` it, which it divides."""
    own = spellings.meaning(lowest) if over else None
    if own is None:
        return False
    of_a_thing = own.field in OF_THE_PERSON and any(_OF_A_THING.search(words(text)) for text in over)
    return of_a_thing or any(map(speaks_of_others, over))
