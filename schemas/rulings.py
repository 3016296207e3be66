"""What a steward can rule: the kinds, the columns of a file of rulings, and the reasons that a person may waive.

A ruling is one row of a file in `raw/decisions/`. Its headings are the names of `HEADINGS`, or the Indonesian labels
beside them; a row whose ruling is blank is a question still open.
"""

from dataclasses import dataclass

import polars as pl

from schemas.reasons import codes


@dataclass(frozen=True, slots=True)
class Kind:
    """`needs` are the columns that say what the ruling is about; `said` tells a steward what follows from it.

    `second_person`: the ruling gives cover, or takes somebody else's word for an office's, so another person than the
    one who decided must have approved it.
    """

    name: str
    needs: tuple[str, ...]
    said: str
    second_person: bool = False


_KINDS = (
    Kind("keep_row", ("row_id",), "Baris ini yang mewakili NIK-nya; baris lain dengan NIK yang sama menjadi ganda."),
    Kind(
        "same_person",
        ("nik", "other_nik"),
        "Kedua NIK milik satu orang. NIK ialah yang benar; baris dengan NIK lain menjadi ganda. Tukar bila perlu.",
        second_person=True,
    ),
    Kind("not_same_person", ("nik", "other_nik"), "Kedua NIK milik dua orang; pasangan ini tidak ditanyakan lagi."),
    Kind(
        "waive_reason",
        ("code",),
        "Alasan pada kolom Kode dikesampingkan: untuk semua baris NIK itu, atau bila NIK kosong untuk ID baris itu.",
        second_person=True,
    ),
    Kind("exclude_row", ("row_id",), "Baris ini dikeluarkan dari daftar."),
    Kind(
        "exclude_file",
        ("file",),
        "Berkas ini tidak dibaca: tulis tempatnya di bawah raw/, atau SHA-256-nya bila hanya isi yang ini.",
    ),
    Kind(
        "accept_value",
        ("row_id", "column", "value"),
        "Sel pada Kolom itu dibaca sebagai Isi yang benar; tulis - untuk mengosongkannya.",
        second_person=True,
    ),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}

HEADINGS = {
    "ruling": "Keputusan",
    "row_id": "ID baris",
    "nik": "NIK",
    "other_nik": "NIK lain",
    "file": "Berkas",
    "code": "Kode",
    "column": "Kolom",
    "value": "Isi yang benar",
    "reason": "Alasan",
    "decided_by": "Diputuskan oleh",
    "approved_by": "Disetujui oleh",
    "decided_on": "Tanggal keputusan",
    "expires_on": "Berlaku sampai",
}
"""The columns of a file of rulings, and how the template titles them."""

RULINGS = pl.Schema(
    {
        "source_file": pl.String(),
        "source_row": pl.UInt32(),
        "trouble": pl.String(),  # why nothing of the file can be read; then the row stands for the file
        "nik_is_number": pl.Boolean(),
        "other_nik_is_number": pl.Boolean(),
        **dict.fromkeys(HEADINGS, pl.String()),
    }
)
"""What intake hands to review: one ruling a row, as text."""

WAIVABLE_REJECTS = {
    "AGE_UNDER_MINIMUM": "batas umur diatur daerah dan dapat diberi dispensasi",
    "AGE_OVER_MAXIMUM": "peserta lama dapat diteruskan dengan keputusan",
    "OUTSIDE_REGENCY": "penduduk yang baru pindah dapat dibuktikan dengan KTP",
    "PLACE_UNKNOWN": "alamat dapat dipastikan tanpa nama desa yang terdaftar",
    "CIVIL_SERVANT": "kata pada pekerjaan dapat berarti lain",
    "DECEASED": "Alm. dapat ditulis untuk orang tuanya",
    "LEFT_PROGRAMME": "keterangannya dapat berarti lain, atau orangnya kembali",
    "DEATH_ON_RECORD": "orang yang hidup dapat keliru tercatat meninggal; KTP dan orangnya yang membuktikan",
    "NIK_NOT_IN_DUKCAPIL": "orangnya ada dengan KTP itu; data Dukcapil dapat terlambat",
}
"""Reasons that set a row aside and that a person may waive, and why: what the row lacks can be vouched for.

Not the others. Without a usable NIK, a name, a segment or a readable birth date nobody can be named, priced or dated:
there `accept_value` says what the cell should be. NIK_CONFLICT is settled by `keep_row`, EXCLUDED_BY_DECISION by
taking the ruling back. DEATH_ON_RECORD is waived for a person: every word of the death is taken back for as long as the
ruling holds, and that of a roster for good."""

WAIVABLE = frozenset({*WAIVABLE_REJECTS, *codes(level="row", severity="advise")} - {"LOOKALIKE"})
"""Advice may be waived too, for it keeps nobody out; LOOKALIKE is about a pair, which `not_same_person` answers."""

QUESTIONS = {
    "nik_conflict": ("keep_row", "exclude_row"),
    "lookalike": ("same_person", "not_same_person"),
    "nik_proposal": ("accept_value", "exclude_row"),
    "set_aside": ("waive_reason", "exclude_row"),
    "not_applied": tuple(KINDS),
}
"""What a night asks of a steward, and the rulings that can answer it. not_applied: a ruling that came to nothing."""
