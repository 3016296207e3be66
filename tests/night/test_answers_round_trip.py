"""The round trip: from a real ledger the bills that BPJS would send, with discrepancies planted, and a night over them.

Three lists carry the bill of October, each in the layout of another office of BPJS; September is billed as owed.
"""

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from flows.cleaning.answers import NIK_LOST_DIGITS, NOBODY, TOTAL_ROW
from flows.publishing.parquet import read_table
from schemas.tables import TABLES
from schemas.tables.reconciliation import FINDINGS
from tests.night.plain import night

AUTUMN = "2023-10"
SEPTEMBER, OCTOBER = date(2023, 9, 1), date(2023, 10, 1)
SENDER = "dinas-pertanian"
STRANGER = "3504111205709998"

Row = dict[str, Any]


@dataclass
class Answers:
    """What BPJS and Dukcapil answer to two months of the ledger, and what must be found in it."""

    september: list[Row]
    october: list[Row]
    leavers: list[Row]
    lines: list[Row] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    planted: list[tuple[date, str, str, int]] = field(default_factory=list)

    def plant(self) -> None:
        """One of every class, each on workers of its own; the others are billed as owed."""
        paid, poor = (self._of(membership) for membership in ("PU", "BPU"))
        self._line(next(paid), "wrong_rate", rp=5_400)
        self._line(next(poor), "wrong_rate", rp=8_400)
        self._line(next(paid), "wrong_wage", rp=12_960, wage=2_400_000)
        self._line(next(poor), "wrong_wage", rp=18_800, wage=1_150_000)
        for worker in (next(paid), next(poor)):
            self._line(worker, None)
            self._line(worker, "billed_twice", at_stake=worker["contribution_rp"])
        for worker in (next(paid), next(poor)):
            self.planted.append((OCTOBER, "ours_not_billed", worker["nik"], -worker["contribution_rp"]))
        self._line(next(poor), "nik_corrected", billed_nik="3504111305709997")
        self._line(next(paid), "kpj_changed", billed_kpj="30999999999")
        dead = next(poor)
        self.dead = [dead["nik"]]
        self._line(dead, "billed_after_death", at_stake=dead["contribution_rp"])
        for worker in self.leavers[:2]:
            self._line(worker, "billed_after_exit", at_stake=worker["contribution_rp"])
        self._line({**self.leavers[2], "nik": STRANGER}, "on_bill_not_ours", at_stake=16_800, billed_kpj="30888888888")
        for worker in (*paid, *poor):
            self._line(worker, None)

    def _of(self, membership: str) -> Iterator[Row]:
        return iter([row for row in self.october if row["membership"] == membership])

    def _line(
        self, worker: Row, finding: str | None, rp: int | None = None, wage: int | None = None,
        billed_nik: str | None = None, billed_kpj: str | None = None, at_stake: int | None = None,
    ) -> None:  # fmt: skip
        owed = worker["contribution_rp"]
        amount = rp or owed
        self.lines.append({
            "nik": billed_nik or worker["nik"], "kpj": billed_kpj or number_of(worker["nik"]), "name": worker["name"],
            "wage": wage or worker["wage_base_rp"], "rp": amount, "membership": worker["membership"],
            "jkm": 6_800 if worker["membership"] == "BPU" else amount * 30 // 54,
        })  # fmt: skip
        if finding:
            stake = amount - owed if at_stake is None else at_stake
            self.planted.append((OCTOBER, finding, worker["nik"], stake))


def number_of(nik: str) -> str:
    """A member number for each NIK, with a zero before it."""
    return f"0{int(nik) % 9_999_999_967:010d}"


def rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".") + ",00"


def book(path: Path, *sheets: Sequence[Sequence[Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"Sheet{number + 1}")
        for row in rows:
            sheet.append(list(row))
    made.remove(made.worksheets[0])
    made.save(path)


def text(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(rows)


def send_bills(folder: Path, answers: Answers) -> None:
    """As BPJS sends them: PU under a title with a total, a part of BPU as numbers without one, the rest as text."""
    paid = [line for line in answers.lines if line["membership"] == "PU"]
    poor = [line for line in answers.lines if line["membership"] == "BPU"]
    as_numbers = [line for line in poor if not line["nik"].endswith("0")][:100]
    rest = [line for line in poor if line not in as_numbers]
    heading = ["NO", "NIK", "NO_KPJ", "NAMA_TK", "UPAH", "IURAN_JKK", "IURAN_JKM", "TOTAL_IURAN"]
    listed = [
        [str(n), line["nik"], line["kpj"], line["name"], str(line["wage"]), str(line["rp"] - line["jkm"]),
         str(line["jkm"]), str(line["rp"])]
        for n, line in enumerate(paid, 1)
    ]  # fmt: skip
    book(
        folder / "rincian iuran.xlsx",
        [["BPJS KETENAGAKERJAAN KC BLITAR"], ["RINCIAN IURAN BULAN OKTOBER 2023"], ["NPP : 12345678"], [], heading,
         *listed, ["JUMLAH", *[""] * 6, str(sum(line["rp"] for line in paid))], [], ["Blitar, 05-11-2023"]],
        [["Petunjuk"], ["Bayar sebelum tanggal 15"]],
    )  # fmt: skip
    moment = datetime(2023, 10, 1)  # noqa: DTZ001 - a cell has no time zone
    book(
        folder / "bpu 1.xlsx",
        [["No KTP", "KPJ", "Nama", "Periode", "Upah", "JKK", "JKM"],
         *([int(line["nik"]), int(line["kpj"]), line["name"], moment, line["wage"], line["rp"] - line["jkm"],
            line["jkm"]] for line in as_numbers)],
    )  # fmt: skip
    text(
        folder / "bpu 2.csv",
        [["NOMOR_IDENTITAS", "NO PESERTA", "NAMA_LENGKAP", "BLTH", "NILAI_IURAN", "UPAH"],
         *([line["nik"], line["kpj"], line["name"], "10-2023", rupiah(line["rp"]), rupiah(line["wage"])]
           for line in rest)],
    )  # fmt: skip
    shutil.copy(folder / "bpu 2.csv", folder / "bpu 2 (1).csv")
    book(
        folder / "tagihan 2023-09.xlsx",
        [["NIK", "KPJ", "NAMA", "TOTAL IURAN"],
         *([row["nik"], number_of(row["nik"]), row["name"], row["contribution_rp"]] for row in answers.september)],
    )  # fmt: skip


def send_the_rest(raw: Path, answers: Answers) -> None:
    """Member numbers, a payment, an answer of Dukcapil, and a letter that holds no answer."""
    people = {row["nik"]: row["name"] for row in (*answers.september, *answers.october)}
    members = [[nik, number_of(nik), name, "01-09-2023"] for nik, name in people.items()]
    half = len(members) // 2
    book(raw / "bpjs" / "kpj" / "peserta.xlsx", [["NIK", "KPJ", "NAMA LENGKAP", "TANGGAL KEPESERTAAN"], *members[:half],
                                                [3.50411e15, "30777777777", "RUSAK", ""]])  # fmt: skip
    text(raw / "bpjs" / "kpj" / "peserta.csv", [["NOMOR IDENTITAS", "NO. PESERTA", "NAMA"],
                                               *(row[:3] for row in members[half:])])  # fmt: skip
    paid = ["230912345", "09-2023", "12-10-2023", "Rp 1.500.000", "DBHCHT"]
    book(raw / "bpjs" / "bukti bayar.xlsx", [["KODE IURAN", "BLTH", "TGL BAYAR", "JUMLAH BAYAR", "SUMBER DANA"], paid])
    matched = [answers.dead[0], "Sesuai (100)", "11 - Meninggal Dunia", "17-09-2023"]
    heading = ["NIK", "NAMA_LGKP", "HASIL", "TGL MENINGGAL"]
    book(raw / "dukcapil" / "hasil.xlsx", [["HASIL PEMADANAN, TANGGAL 20-10-2023"], [], heading, matched])
    book(raw / "bpjs" / "surat.xlsx", [["Dengan hormat,"], ["terlampir tagihan."]])


def of_october(workers: pl.DataFrame) -> tuple[list[list[str]], pl.DataFrame]:
    """The sender's list of October, without the three last of its people, and those."""
    listed = workers.filter(pl.col("sender") == SENDER).sort("worker_id")
    stay, leave = listed.head(listed.height - 3), listed.tail(3)
    rows = stay.select(
        "nik", "name", pl.col("birth_date").dt.strftime("%d-%m-%Y"), "sex", "desa_name", "kecamatan_name"
    ).rows()
    heading = ["NIK", "Nama", "Tgl Lahir", "JK", "Desa", "Kecamatan", "Pekerjaan"]
    return [heading, *([*map(str, row), "buruh tani"] for row in rows)], leave


@dataclass(frozen=True)
class Settled:
    """What was planted, and the snapshot of the night that heard it."""

    home: Path
    answers: Answers
    folder: Path

    def __getitem__(self, name: str) -> pl.DataFrame:
        return read_table(self.folder, TABLES[name])


@pytest.fixture(scope="module")
def settled(small_month: Path, tmp_path_factory: pytest.TempPathFactory) -> Settled:
    """September and October published, then answered, and October run once more."""
    home = tmp_path_factory.mktemp("answers") / "home"
    shutil.copytree(small_month, home)
    first = read_table(night(home).folder, TABLES["workers"])
    rows, leave = of_october(first)
    folder = home / "raw" / "rosters" / AUTUMN / SENDER
    folder.mkdir(parents=True)
    text(folder / "oktober.csv", rows)
    workers = read_table(night(home, AUTUMN).folder, TABLES["workers"])
    october = workers.filter(pl.col("month") == OCTOBER)
    left = leave.join(october, on="worker_id", how="anti")
    assert left.height == 3
    september = workers.filter(pl.col("month") == SEPTEMBER)
    answers = Answers(september.to_dicts(), october.to_dicts(), left.to_dicts())
    answers.plant()
    (home / "raw" / "bpjs").mkdir()
    send_bills(home / "raw" / "bpjs", answers)
    send_the_rest(home / "raw", answers)
    return Settled(home, answers, night(home, AUTUMN).folder)


def test_each_discrepancy_is_found_with_its_class_and_amount_and_nothing_else(settled: Settled) -> None:
    found = settled["reconciliation"]
    told = found.select("month", "finding", "nik", "at_stake_rp").rows()
    assert sorted(told) == sorted(settled.answers.planted), found
    assert {finding for _, finding, _, _ in told} == set(FINDINGS)


def test_a_finding_names_the_line_as_the_spreadsheet_shows_it(settled: Settled) -> None:
    wrong = settled["reconciliation"].filter(pl.col("finding") == "wrong_rate", pl.col("segment") != "pekerja_rentan")
    row = wrong.row(0, named=True)
    cell = openpyxl.load_workbook(settled.home / "raw" / row["source_file"])[row["sheet"]].cell(row["source_row"], 2)
    assert cell.value == row["nik"]
    assert row["evidence"] == "Iuran berbeda: ditagih Rp5.400, seharusnya Rp10.800."


def test_every_row_and_file_is_accounted_for(settled: Settled) -> None:
    files = settled["answer_files"]
    unused = files["unused_rows"].list.eval(pl.element().struct.field("rows").sum()).list.first().fill_null(0)
    assert (files["rows_read"] == files["rows_used"] + unused).all()
    told = {row["source_file"]: (row["kind"], bool(row["trouble"]), row["unused_rows"]) for row in files.to_dicts()}
    assert told == {
        "bpjs/bpu 1.xlsx": ("bill", False, []),
        "bpjs/bpu 2 (1).csv": ("bill", False, []),
        "bpjs/bpu 2.csv": (None, True, []),
        "bpjs/bukti bayar.xlsx": ("payment", False, []),
        "bpjs/kpj/peserta.csv": ("members", False, []),
        "bpjs/kpj/peserta.xlsx": ("members", False, [{"why": NIK_LOST_DIGITS, "rows": 1}]),
        "bpjs/rincian iuran.xlsx": (
            "bill",
            False,
            [{"why": TOTAL_ROW, "rows": 1}, {"why": NOBODY, "rows": 1}],
        ),
        "bpjs/surat.xlsx": (None, True, []),
        "bpjs/tagihan 2023-09.xlsx": ("bill", False, []),
        "dukcapil/hasil.xlsx": ("dukcapil", False, []),
    }


def test_what_was_answered_is_kept(settled: Settled) -> None:
    paid = settled["payments"].drop("source_file", "sheet", "source_row").rows()
    assert paid == [(SEPTEMBER, "DBHCHT", "230912345", date(2023, 10, 12), 1_500_000)]
    (dead,) = settled["dukcapil_results"].to_dicts()
    assert (dead["nik"], dead["outcome"], dead["died_on"]) == (*settled.answers.dead, "deceased", date(2023, 9, 17))
    assert (dead["name_match"], dead["answered_on"]) == (True, date(2023, 10, 20))
    bills = settled["bills"]
    assert bills.height == len(settled.answers.lines) + len(settled.answers.september)
    ours = bills.join(settled["workers"], on=["month", "worker_id"])
    assert (ours["nik"] == ours["nik_right"]).all()
    assert ours.height > 0.9 * bills.height


def test_a_night_later_the_bills_are_as_they_were_and_one_taken_away_is_gone(settled: Settled, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(settled.home, home, symlinks=True)
    (home / "raw" / "bpjs" / "tagihan 2023-09.xlsx").unlink()
    later = night(home, AUTUMN).folder
    bills = settled["bills"].filter(pl.col("month") == OCTOBER)
    assert read_table(later, TABLES["bills"]).equals(bills)
    assert read_table(later, TABLES["reconciliation"]).equals(settled["reconciliation"])
