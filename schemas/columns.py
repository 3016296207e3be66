"""Every column of every published table, declared once.

A table (`schemas/tables`) names its columns; type, label, description, unit and privacy class come from here and
travel into the pandera model, the Parquet schema, the data dictionary and the report.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

Privacy = Literal["open", "pseudonym", "personal"]
"""open: about nobody. pseudonym: about one worker, without saying who. personal: names or finds a person."""

STRINGS = pl.List(pl.String)
ROWS_BY_REASON = pl.List(pl.Struct({"why": pl.String, "rows": pl.Int64}))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `label` is what an Indonesian reader sees, `description` what an analyst needs to know.

    `of_old` is what held in every snapshot that is too old to have the column; null: nobody can say.
    """

    name: str
    dtype: pl.DataType | type[pl.DataType]
    label: str
    description: str
    unit: str = ""
    privacy: Privacy = "open"
    of_old: str | None = None


_DECLARED = (
    # time, place, programme
    Column("month", pl.Date, "Bulan", "Month covered, as its first day.", "month"),
    Column("year", pl.Int32, "Tahun", "Budget year.", "year"),
    Column("segment", pl.String, "Segmen", "Segment code: perangkat_desa, rt_rw, bpd, non_asn, pekerja_rentan."),
    Column("membership", pl.String, "Kepesertaan", "PU (wage earner) or BPU (not a wage earner)."),
    Column("funding_source", pl.String, "Sumber dana", "Public money that pays: ADD, APBD or DBHCHT."),
    Column(
        "occupation", pl.String, "Pekerjaan", "Occupation code (schemas/reference/occupations.csv); null if unknown."
    ),
    Column(
        "regency_code",
        pl.String,
        "Kode kabupaten",
        "Regency whose programme it is: that of the office that sent the row.",
        of_old="35.04",
    ),
    Column("kecamatan_code", pl.String, "Kode kecamatan", "Kecamatan of residence; null outside the regency."),
    Column("kecamatan_name", pl.String, "Kecamatan", "Official name of the kecamatan."),
    Column("desa_code", pl.String, "Kode desa", "Desa or kelurahan of residence; null where the list names none."),
    Column("desa_name", pl.String, "Desa", "Official name of the desa or kelurahan."),
    # the worker
    Column("worker_id", pl.String, "ID pekerja", "Keyed pseudonym of the NIK: w1_ and 26 characters.", "", "pseudonym"),
    Column("sex", pl.String, "Jenis kelamin", "L (male) or P (female).", "", "pseudonym"),
    Column(
        "age_band", pl.String, "Kelompok umur", "Age on the first day of the month, in bands.", "years", "pseudonym"
    ),
    Column("nik", pl.String, "NIK", "National identity number, 16 digits.", "", "personal"),
    Column(
        "nkk",
        pl.String,
        "Nomor KK",
        "Family card number, 16 digits; null where the cell does not hold them all.",
        "",
        "personal",
    ),
    Column("nik_text", pl.String, "NIK (seperti dikirim)", "The NIK cell as it came.", "", "personal"),
    Column("name", pl.String, "Nama", "Name as sent, outer spaces removed.", "", "personal"),
    Column("birth_date", pl.Date, "Tanggal lahir", "Birth date used for the age.", "day", "personal"),
    Column("address", pl.String, "Alamat", "Address below the desa, as sent.", "", "personal"),
    Column("phone", pl.String, "Nomor HP", "Telephone number as sent.", "", "personal"),
    # money
    Column("wage_base_rp", pl.Int64, "Dasar upah", "Wage base the contribution is reckoned on.", "Rp a month"),
    Column("jkk_rp", pl.Int64, "Iuran JKK", "Work-accident contribution.", "Rp a month"),
    Column("jkm_rp", pl.Int64, "Iuran JKM", "Death-benefit contribution.", "Rp a month"),
    Column("contribution_rp", pl.Int64, "Iuran", "JKK and JKM together.", "Rp a month"),
    Column(
        "months_in_a_row",
        pl.Int32,
        "Bulan berturut-turut",
        "Covered months without a gap, this one included.",
        "months",
    ),
    Column(
        "full_death_benefit",
        pl.Boolean,
        "Santunan kematian penuh",
        "True when heirs would be paid the whole death benefit; false: the burial part alone "
        "(schemas/reference/death_benefit_terms.csv).",
    ),
    Column("advice", STRINGS, "Catatan", "Warning codes of the row that won; empty when there is nothing to say."),
    Column("workers", pl.Int64, "Pekerja", "Covered workers.", "people"),
    Column("quota_workers", pl.Int64, "Kuota", "Workers the decree allows; null where no quota is declared.", "people"),
    Column("covered_workers", pl.Int64, "Terlindungi", "Workers covered in the newest month of the year.", "people"),
    Column("ceiling_rp", pl.Int64, "Pagu", "Budget ceiling; null where none is declared.", "Rp a year"),
    Column(
        "committed_rp", pl.Int64, "Terpakai", "Contributions computed for the months of the year so far.", "Rp a year"
    ),
    Column(
        "projected_rp",
        pl.Int64,
        "Proyeksi",
        "Committed and adjusted, and the newest month again for each funded month still to come; where "
        "nobody was covered in it, nothing is to come.",
        "Rp a year",
    ),
    Column(
        "remaining_rp", pl.Int64, "Sisa pagu", "Ceiling less projected; null where no ceiling is declared.", "Rp a year"
    ),
    Column("months_funded", pl.Int32, "Bulan didanai", "Months of the year that the decree pays for.", "months"),
    Column(
        "adjusted_rp",
        pl.Int64,
        "Penyesuaian",
        "Corrections of closed months, booked here: below zero is money to come back.",
        "Rp",
    ),
    Column("computed_rp", pl.Int64, "Iuran dihitung", "Contributions that Payung computes.", "Rp a month"),
    Column("billed_rp", pl.Int64, "Ditagih", "What BPJS Ketenagakerjaan bills.", "Rp a month"),
    Column("paid_rp", pl.Int64, "Dibayar", "What was paid.", "Rp"),
    # members, claims
    Column("kpj", pl.String, "KPJ", "Member number at BPJS Ketenagakerjaan.", "", "personal"),
    Column("died_on", pl.Date, "Tanggal meninggal", "Day of death; null where nobody has told it.", "day", "personal"),
    # senders and files
    Column("sender", pl.String, "Pengirim", "Office that sent the row: its folder name below raw/rosters/<month>."),
    Column("files", pl.Int64, "Berkas", "Files of the sender that count for the month.", "files"),
    Column("last_received", pl.Datetime("us", "UTC"), "Terakhir diterima", "When its newest file was first seen."),
    Column("carried_forward", pl.Boolean, "Data lama dipakai", "True when an earlier month's list stands in."),
    Column("missing", pl.Boolean, "Belum mengirim", "True when an expected sender has no list at all."),
    Column("rows_read", pl.Int64, "Baris dibaca", "Data rows: covered + waiting + duplicate + rejected.", "rows"),
    Column("ignored_rows", ROWS_BY_REASON, "Baris dilewati", "Rows that are not data, counted by why.", "rows"),
    Column("covered", pl.Int64, "Terlindungi", "Rows that became a covered worker.", "rows"),
    Column("waiting", pl.Int64, "Menunggu", "Rows of workers above the quota.", "rows"),
    Column("duplicate", pl.Int64, "Ganda", "Rows of workers already counted by another row.", "rows"),
    Column("rejected", pl.Int64, "Ditolak", "Rows set aside until they are mended.", "rows"),
    Column("with_advice", pl.Int64, "Dengan catatan", "Rows not rejected that carry a warning.", "rows"),
    Column(
        "score",
        pl.Float64,
        "Nilai mutu",
        "Weighted mean of the five parts (see: Score of a sender); null where no row was read.",
        "0 to 100",
    ),
    Column(
        "completeness",
        pl.Float64,
        "Kelengkapan",
        "Share of the cells that the segment asks for that are filled.",
        "0 to 100",
    ),
    Column(
        "validity",
        pl.Float64,
        "Kebenaran",
        "Share of the rows without a reason that sets them aside or that the sender can mend.",
        "0 to 100",
    ),
    Column(
        "uniqueness",
        pl.Float64,
        "Keunikan",
        "Share of the rows that do not repeat a NIK of the same sender and segment; other senders do not count.",
        "0 to 100",
    ),
    Column(
        "timeliness",
        pl.Float64,
        "Ketepatan waktu",
        "Points for when the first list of the month came; 0 where it is missing.",
        "0 to 100",
    ),
    Column(
        "default_values",
        pl.Float64,
        "Bebas isian asal",
        "Share of the rows without a cell that looks made up to fill it; 100 is none.",
        "0 to 100",
    ),
    Column("source_file", pl.String, "Berkas", "File, relative to raw/.", "", "personal"),
    Column("file_sha256", pl.String, "SHA-256", "Hash of the file's bytes; null when too large to read."),
    Column("sheet", pl.String, "Lembar", "Sheet name; empty for delimited files.", "", "personal"),
    Column("source_row", pl.UInt32, "Baris", "Row number as the spreadsheet shows it, from 1."),
    Column(
        "first_seen",
        pl.Datetime("us", "UTC"),
        "Diterima",
        "First night the file's hash was seen, else its modification time.",
    ),
    Column("size", pl.Int64, "Ukuran", "Size of the file.", "bytes"),
    Column(
        "status",
        pl.String,
        "Status",
        "Row: covered, waiting, duplicate, rejected. File: read, resent, set_aside, carried_forward.",
    ),
    Column("code", pl.String, "Kode", "Reason code (schemas/reasons.yml)."),
    Column("sheets", STRINGS, "Lembar", "Sheets found, in the workbook's order.", "", "personal"),
    Column("heading", pl.String, "Judul kolom", "What was taken for what, sheet by sheet.", "", "personal"),
    # rows and what was decided about them
    Column("row_id", pl.String, "ID baris", "Stable name of a received row: file key, sheet number, row."),
    Column("severity", pl.String, "Tingkat", "reject: the row is set aside. advise: published with the code."),
    Column("column", pl.String, "Kolom", "Column the reason is about."),
    Column(
        "original",
        pl.String,
        "Isi sel",
        "The cell as it came; of a reason from outside, what was told.",
        "",
        "personal",
    ),
    Column("winner_row_id", pl.String, "Baris yang dipakai", "The row that stands for this worker."),
    Column("kind", pl.String, "Jenis", "What kind of duplicate, or of change."),
    Column("decided_by", pl.String, "Penentu", "First criterion of the order in which the two rows differ."),
    Column("same_name", pl.Boolean, "Nama sama", "True when both rows have the same normalised name."),
    Column("before", pl.String, "Sebelum", "Value in the month before."),
    Column("after", pl.String, "Sesudah", "Value in this month."),
    Column("position", pl.Int64, "Urutan", "Place on the waiting list of the segment and funding source, from 1."),
    Column("nik_a", pl.String, "NIK A", "NIK of the first row of the pair.", "", "personal"),
    Column("nik_b", pl.String, "NIK B", "NIK of the second row of the pair.", "", "personal"),
    Column("row_id_a", pl.String, "ID baris A", "First row of the pair."),
    Column("row_id_b", pl.String, "ID baris B", "Second row of the pair."),
    Column("evidence", pl.String, "Bukti", "Why the two may be one person, in a sentence.", "", "personal"),
    Column("ruling", pl.String, "Keputusan", "What a steward ruled."),
    Column("reason", pl.String, "Alasan", "Why it was ruled so.", "", "personal"),
    Column("approved_by", pl.String, "Disetujui oleh", "Who approved the ruling.", "", "personal"),
    Column("decided_on", pl.Date, "Tanggal", "Day of the ruling.", "day"),
    Column("expires_on", pl.Date, "Berlaku sampai", "Last day on which the ruling holds.", "day"),
    Column("rows_touched", STRINGS, "Baris", "row_id of the rows the ruling touched."),
)

COLUMNS: dict[str, Column] = {column.name: column for column in _DECLARED}

_FIELD_LABELS = {
    "desa": "Desa",
    "kecamatan": "Kecamatan",
    "regency": "Kabupaten",
    "birth_place": "Tempat lahir",
    "rt": "RT",
    "rw": "RW",
    "wage": "Upah",
    "position": "Jabatan",
    "status": "Status pegawai",
    "note": "Keterangan",
    "number": "Nomor urut",
    "first_name": "Nama depan",
    "middle_name": "Nama tengah",
    "last_name": "Nama belakang",
    "name_nik": "Nama dan NIK",
    "birth_month": "Bulan lahir",
    "birth_year": "Tahun lahir",
    "dusun": "Dusun",
    "rt_rw": "RT/RW",
    "male": "Laki-laki",
    "female": "Perempuan",
    "life_status": "Status hidup",
    "occupation_code": "Kode pekerjaan KTP",
    "death_date": "Tanggal meninggal",
    "exit_date": "Tanggal berhenti",
    "proposed": "Diusulkan",
    "servant": "ASN, TNI atau Polri",
    "wage_thousands": "Upah (ribuan rupiah)",
    "ignored": "Tidak dipakai",
}


CORRECTED = "corrected_"
"""What stands before a field whose column says how it should be, where another says how it was."""


TICKED = "ticked_"
"""What stands before the words for a job whose column is ticked for those who have it."""


def field_label(field: str) -> str:
    """What an Indonesian reader sees for a cell of a roster: that of the column of the same name, else its own."""
    if field.startswith(TICKED):
        return f"{COLUMNS['occupation'].label}: {field.removeprefix(TICKED)}"
    if field.startswith(CORRECTED):
        return f"{field_label(field.removeprefix(CORRECTED))} (perbaikan)"
    return _FIELD_LABELS.get(field) or COLUMNS[field].label
