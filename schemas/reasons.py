"""The reason catalogue: every code a row or a file can carry, and what it says to the people who mend it.

`severity` decides what happens: `reject` sets the row (or the file) aside, `advise` publishes it with the code.
Sentences are for office clerks, in Indonesian; none repeats the cell, so none can leak it.
To add a row reason: add it here, then a rule of that name in `schemas/tables/roster.py`; a test holds both together.
"""

from dataclasses import dataclass
from typing import Literal

Level = Literal["row", "file"]
Severity = Literal["reject", "advise"]
Fixer = Literal["sender", "steward", "dukcapil", "bpjs"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One code: what is wrong (`sentence`), what to do (`fix`) and who does it (`fixer`)."""

    code: str
    level: Level
    severity: Severity
    sentence: str
    fix: str
    fixer: Fixer = "sender"


def _row(severity: Severity, code: str, sentence: str, fix: str, fixer: Fixer = "sender") -> Reason:
    return Reason(code, "row", severity, sentence, fix, fixer)


def _file(severity: Severity, code: str, sentence: str, fix: str, fixer: Fixer = "sender") -> Reason:
    return Reason(code, "file", severity, sentence, fix, fixer)


_FROM_KTP = "Ketik ulang NIK dari KTP atau KK; jadikan kolomnya berformat Teks."

_CATALOGUE = (
    # --- reject: the row is set aside -------------------------------------------------------------------------
    _row("reject", "NIK_MISSING", "NIK kosong.", "Isi NIK 16 angka dari KTP atau KK."),
    _row("reject", "NIK_FORMAT", "NIK bukan 16 angka.", _FROM_KTP),
    _row("reject", "NIK_SERIAL_ZERO", "Empat angka terakhir NIK 0000; nomor urut dimulai dari 0001.", _FROM_KTP),
    _row("reject", "NIK_DATE_IMPOSSIBLE", "Angka ke-7 sampai ke-12 NIK bukan tanggal yang ada.", _FROM_KTP),
    _row("reject", "NIK_PROVINCE_UNKNOWN", "Dua angka pertama NIK bukan kode provinsi.", _FROM_KTP),
    _row("reject", "NIK_TRUNCATED", "Angka terakhir NIK dihapus Excel menjadi 0.", _FROM_KTP),
    _row("reject", "NIK_SCIENTIFIC", "NIK berubah menjadi bentuk 3,50E+15; angkanya hilang.", _FROM_KTP),
    _row("reject", "NIK_TEMPORARY", "NIK sementara (diawali 0).", "Uruskan NIK tetap ke Dukcapil.", "dukcapil"),
    _row("reject", "NAME_MISSING", "Nama kosong.", "Isi nama sesuai KTP."),
    _row("reject", "BIRTH_DATE_UNREADABLE", "Tanggal lahir tidak terbaca.", "Tulis seperti 12-09-1975."),
    _row(
        "reject",
        "AGE_UNDER_MINIMUM",
        "Belum cukup umur pada bulan ini.",
        "Periksa tanggal lahir; bila benar, keluarkan dari daftar.",
    ),
    _row(
        "reject",
        "AGE_OVER_MAXIMUM",
        "Sudah 65 tahun atau lebih pada bulan ini.",
        "Periksa tanggal lahir; bila benar, ganti dengan peserta lain.",
    ),
    _row(
        "reject",
        "OUTSIDE_REGENCY",
        "Alamat di luar Kabupaten Tulungagung.",
        "Periksa alamat KTP; peserta harus penduduk Tulungagung.",
    ),
    _row("reject", "PLACE_UNKNOWN", "Desa atau kecamatan tidak dikenal.", "Tulis nama desa dan kecamatan sesuai KTP."),
    _row(
        "reject",
        "SEGMENT_UNKNOWN",
        "Kelompok peserta tidak diketahui.",
        "Tulis kelompoknya (perangkat desa, RT/RW, BPD, non-ASN, pekerja rentan) di judul daftar.",
    ),
    _row(
        "reject",
        "CIVIL_SERVANT",
        "Tercatat sebagai ASN, TNI, Polri atau pensiunan.",
        "Bila keliru, perbaiki pekerjaan; bila benar, keluarkan dari daftar.",
    ),
    _row(
        "reject",
        "DECEASED",
        "Tercatat sudah meninggal.",
        "Keluarkan dari daftar dan laporkan ke Disnakertrans untuk klaim ahli waris.",
        "steward",
    ),
    _row(
        "reject",
        "NIK_CONFLICT",
        "Satu NIK dipakai dua orang yang berbeda.",
        "Cocokkan NIK keduanya dengan KTP; perbaiki yang salah.",
        "steward",
    ),
    # --- advise: the row is published with the code -------------------------------------------------------------
    _row(
        "advise",
        "BIRTH_DATE_DIFFERS_FROM_NIK",
        "Tanggal lahir berbeda dengan NIK.",
        "Cocokkan tanggal lahir dan NIK dengan KTP.",
    ),
    _row(
        "advise",
        "BIRTH_DATE_DAY_MONTH_SWAPPED",
        "Hari dan bulan lahir tertukar; dibetulkan menurut NIK.",
        "Tulis tanggal lahir dengan urutan hari-bulan-tahun.",
    ),
    _row("advise", "BIRTH_DATE_FROM_NIK", "Tanggal lahir kosong; diambil dari NIK.", "Isi tanggal lahir sesuai KTP."),
    _row(
        "advise",
        "SEX_DIFFERS_FROM_NIK",
        "Jenis kelamin berbeda dengan NIK.",
        "Cocokkan NIK dan jenis kelamin dengan KTP; mungkin NIK milik orang lain.",
    ),
    _row(
        "advise",
        "NIK_FOREIGN_REGION",
        "NIK terbit di daerah lain.",
        "Tidak perlu diperbaiki bila alamat KTP di Tulungagung.",
        "steward",
    ),
    _row(
        "advise",
        "NIK_REGION_UNKNOWN",
        "Kode daerah NIK tidak ada dalam daftar sekarang.",
        "Cocokkan NIK dengan KTP.",
        "dukcapil",
    ),
    _row("advise", "NIK_IS_NKK", "NIK dan nomor KK sama atau tertukar.", "Cocokkan NIK dan nomor KK dengan kartunya."),
    _row(
        "advise",
        "AGE_NEAR_LIMIT",
        "Umur mendekati atau melewati batas.",
        "Siapkan pengganti atau pastikan tanggal lahir.",
        "steward",
    ),
    _row(
        "advise",
        "OCCUPATION_UNKNOWN",
        "Pekerjaan kosong atau tidak dikenal.",
        "Tulis pekerjaan dengan kata yang umum, misalnya buruh tani.",
    ),
    _row(
        "advise",
        "PLACE_GUESSED",
        "Nama desa ditebak dari ejaan yang mirip atau dari nama yang hanya satu.",
        "Tulis nama desa dan kecamatan sesuai KTP.",
    ),
    _row("advise", "WAGE_IMPLAUSIBLE", "Upah tidak masuk akal.", "Tulis upah sebulan dalam rupiah penuh."),
    _row(
        "advise",
        "LOOKALIKE",
        "Mirip dengan peserta lain yang NIK-nya berbeda.",
        "Pastikan bukan satu orang dengan dua NIK.",
        "steward",
    ),
    # --- files --------------------------------------------------------------------------------------------------
    _file(
        "reject",
        "FILE_UNREADABLE",
        "Berkas rusak atau bukan lembar kerja.",
        "Simpan ulang sebagai .xlsx lalu kirim lagi.",
    ),
    _file("reject", "FILE_ENCRYPTED", "Berkas memakai kata sandi.", "Hapus kata sandinya lalu kirim lagi."),
    _file("reject", "FILE_TOO_LARGE", "Berkas terlalu besar.", "Hapus gambar, atau kirim sebagai .csv."),
    _file("reject", "FILE_EMPTY", "Berkas kosong.", "Kirim ulang berkas yang berisi daftar."),
    _file(
        "reject",
        "HEADING_NOT_FOUND",
        "Baris judul kolom tidak ditemukan.",
        "Beri judul kolom seperti NIK, NAMA, TANGGAL LAHIR.",
    ),
    _file("reject", "COLUMN_MISSING", "Kolom wajib (NIK atau NAMA) tidak ada.", "Tambahkan kolom NIK dan NAMA."),
    _file(
        "advise",
        "COLUMN_UNRECOGNISED",
        "Ada kolom yang tidak dikenal; isinya tidak dipakai.",
        "Beri judul yang umum, atau minta pengelola mendaftarkan judul itu.",
        "steward",
    ),
    _file(
        "reject",
        "SENDER_UNKNOWN",
        "Folder pengirim tidak terdaftar.",
        "Pindahkan berkas ke folder yang benar, atau daftarkan pengirimnya.",
        "steward",
    ),
    _file(
        "reject",
        "NIK_COLUMN_DAMAGED",
        "Hampir semua NIK berakhir 0: Excel menghapus angka ke-16.",
        "Jadikan kolom NIK berformat Teks, ketik ulang NIK, lalu kirim lagi.",
    ),
    _file(
        "reject",
        "CORRECTION_UNMATCHED",
        "Lembar perbaikan ini milik berkas yang tidak ada di folder, atau yang sudah diganti.",
        "Taruh berkas asalnya, tanpa diubah, di folder yang sama; bila sudah ada daftar baru, hapus lembar ini.",
    ),
)

REASONS: dict[str, Reason] = {reason.code: reason for reason in _CATALOGUE}


def codes(*, level: Level, severity: Severity | None = None) -> tuple[str, ...]:
    """The codes of one level (and severity), in the catalogue's order."""
    return tuple(reason.code for reason in _CATALOGUE if reason.level == level and severity in {None, reason.severity})
