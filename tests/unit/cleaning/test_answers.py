"""Rows of answers typed, and why one cannot be used."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.cleaning.answers import (
    ANOTHER_KIND,
    NIK_LOST_DIGITS,
    NIK_NOT_WHOLE,
    NO_AMOUNT,
    NO_KPJ,
    NO_MONTH,
    NO_NIK,
    NO_OUTCOME,
    NO_PROGRAMME,
    NOBODY,
    TOTAL_ROW,
    newest_members,
    newest_results,
    row_account,
    understood,
)
from schemas.answers import KINDS, answer_cells

NIK, OTHER = "3504111209759001", "3504111209759002"
KPJ = "20000000001"
SEPTEMBER = date(2023, 9, 1)


def read(kind: str, *rows: dict[str, Any], titles: str = "Sheet1\na") -> pl.DataFrame:
    """The rows of a file, given by field; `number` marks a NIK that stood in its cell as a number."""
    shape = answer_cells(KINDS[kind])
    cells = [
        {
            "source_file": f"{KINDS[kind].folder}/a.csv", "sheet": "L1", "source_row": place, "titles": titles,
            "nik_is_number": row.get("number", False), "of_another_kind": row.get("elsewhere", False),
            "lead": row.get("lead"), **{f"{field}_text": row.get(field) for field in KINDS[kind].fields},
        }
        for place, row in enumerate(rows, 2)
    ]  # fmt: skip
    found = understood(pl.DataFrame(cells, schema=shape), KINDS[kind])
    assert found.drop("why").schema == KINDS[kind].read
    return found


def one(kind: str, titles: str = "Sheet1\na", **row: Any) -> dict[str, Any]:
    return read(kind, row, titles=titles).row(0, named=True)


def why(kind: str, **row: Any) -> str | None:
    said: str | None = one(kind, **row)["why"]
    return said


# --- Dukcapil ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("Ditemukan", "found"), ("11", "found"), ("11 - Data ditemukan", "found"), ("AKTIF", "found"),
        ("Meninggal Dunia", "deceased"), ("11 / meninggal", "deceased"), ("12", "duplicate"), ("Ganda", "duplicate"),
        ("13 - NIK tidak terdapat di database", "not_found"), ("Tidak Ditemukan", "not_found"), ("14", "inactive"),
        ("NON-AKTIF", "inactive"), ("Tidak aktif", "inactive"), ("15", "malformed"), ("Format NIK salah", "malformed"),
    ],
)  # fmt: skip
def test_an_outcome_is_said_by_code_or_in_words(said: str, outcome: str) -> None:
    assert one("dukcapil", nik=NIK, outcome=said)["outcome"] == outcome


@pytest.mark.parametrize("said", ["Tidak meninggal", "belum meninggal", "Bukan almarhum", "Tdk wafat"])
def test_who_is_not_dead_is_not_taken_for_dead(said: str) -> None:
    assert why("dukcapil", nik=NIK, outcome=said) == NO_OUTCOME
    assert one("dukcapil", nik=NIK, outcome=f"Hidup, {said}")["outcome"] == "found"


def test_matches_stand_under_their_own_heading_or_under_the_name_of_the_field() -> None:
    found = one(
        "dukcapil", nik=NIK, name="Sesuai (100)", birth_date_match="Tidak Sesuai", sex_match="1", address="Jl. Suka 1",
        birth_place="TIDAK SESUAI",
    )  # fmt: skip
    said = [found[f"{field}_match"] for field in ("name", "birth_date", "birth_place", "sex", "address")]
    assert said == [True, False, False, True, None]
    assert (found["outcome"], found["why"]) == ("found", None)


def test_a_name_is_no_answer_even_where_it_sounds_like_one() -> None:
    assert one("dukcapil", nik=NIK, name="YA TIDAK", outcome="11")["name_match"] is None


def test_a_day_of_death_says_that_the_person_died() -> None:
    found = one("dukcapil", nik=NIK, outcome="11", died_on="5 Agustus 2023")
    assert (found["outcome"], found["died_on"]) == ("deceased", date(2023, 8, 5))


def test_a_day_of_death_after_the_answer_is_no_day() -> None:
    row = {"nik": NIK, "outcome": "meninggal", "answered_on": "12-09-2023"}
    assert one("dukcapil", **row, died_on="12-09-2023")["died_on"] == date(2023, 9, 12)
    found = one("dukcapil", **row, died_on="10-03-2032")
    assert (found["outcome"], found["died_on"]) == ("deceased", None)


@pytest.mark.parametrize("titles", ["HASIL PADAN\nTanggal: 12-09-2023\nL1\na", "L1\nhasil 2023-09-12"])
def test_the_day_of_the_answer_may_stand_in_the_titles(titles: str) -> None:
    assert one("dukcapil", titles, nik=NIK, outcome="11")["answered_on"] == date(2023, 9, 12)
    assert one("dukcapil", titles, nik=NIK, outcome="11", answered_on="13/9/23")["answered_on"] == date(2023, 9, 13)


def test_two_days_in_the_titles_are_none() -> None:
    titles = "Periode 01-09-2023 s.d. 30-09-2023\na"
    assert one("dukcapil", titles, nik=NIK, outcome="11")["answered_on"] is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, NO_NIK), ({"nik": "-"}, NO_NIK), ({"nik": "belum ada"}, NO_NIK), ({"nik": "3504"}, NIK_NOT_WHOLE),
        ({"nik": "3504111209759010", "number": True}, NIK_LOST_DIGITS), ({"nik": "3,50411E+15"}, NIK_LOST_DIGITS),
        ({"nik": "9107010101900004", "number": True}, NIK_LOST_DIGITS), ({"nik": NIK}, NO_OUTCOME),
        ({"nik": NIK, "outcome": "entah"}, NO_OUTCOME), ({"nik": NIK, "elsewhere": True}, ANOTHER_KIND),
        ({"nik": "46731", "lead": "JUMLAH", "outcome": "11"}, TOTAL_ROW),
        ({"nik": f"'{NIK} ", "outcome": "11"}, None), ({"nik": "3504111209759010", "outcome": "11"}, None),
        ({"nik": NIK, "number": True, "outcome": "11"}, None),
    ],
)  # fmt: skip
def test_an_answer_about_no_whole_nik_is_not_used(row: dict[str, Any], said: str | None) -> None:
    assert why("dukcapil", **row) == said


def test_of_two_answers_the_later_counts_and_an_undated_one_before_all() -> None:
    rows = [
        {"nik": NIK, "outcome": "13", "answered_on": "12-09-2023"},
        {"nik": NIK, "outcome": "11", "answered_on": "13-09-2023"},
        {"nik": NIK, "outcome": "14"},
        {"nik": OTHER, "outcome": "14"},
        {"nik": OTHER, "outcome": "12"},
    ]
    found = newest_results(read("dukcapil", *rows).drop("why"))
    assert dict(found.select("nik", "outcome").rows()) == {NIK: "found", OTHER: "duplicate"}
    assert dict(newest_results(found[::-1]).select("nik", "outcome").rows()) == {NIK: "found", OTHER: "duplicate"}


def test_of_one_answer_in_two_files_the_later_by_name_counts() -> None:
    made = read("dukcapil", {"nik": NIK, "outcome": "13"}, {"nik": NIK, "outcome": "11"}).drop("why")
    named = made.with_columns(pl.Series("source_file", ["dukcapil/b.csv", "dukcapil/a.csv"]))
    assert newest_results(named)["outcome"].to_list() == ["not_found"]


# --- members, bills, payments --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kpj", "read_as"),
    [(KPJ, KPJ), ("2000 0000 001", KPJ), ("'20000000001", KPJ), ("12345678", "12345678"), ("1234567", None),
     ("12345678901234", None), ("2E+10", None), ("-", None)],
)  # fmt: skip
def test_a_member_number_has_eight_to_thirteen_digits(kpj: str, read_as: str | None) -> None:
    found = one("members", nik=NIK, kpj=kpj, member_from="1 Sept 2023")
    assert (found["kpj"], found["why"]) == (read_as, None if read_as else NO_KPJ)
    assert found["member_from"] == SEPTEMBER


def test_a_membership_told_twice_is_one_and_another_number_is_another() -> None:
    rows = [
        {"nik": NIK, "kpj": KPJ, "name": name, "member_from": day} for name, day in (("B", "1-9-2023"), ("A", None))
    ]
    found = newest_members(read("members", *rows, {"nik": NIK, "kpj": "20000000002"}).drop("why"))
    assert sorted(found.select("kpj", "name").rows()) == [(KPJ, "B"), ("20000000002", None)]


@pytest.mark.parametrize(
    ("money", "billed"),
    [
        ({"billed": "16.800"}, 16_800), ({"billed": "Rp16.800,00"}, 16_800), ({"billed": "16800"}, 16_800),
        ({"jkk": "10.000", "jkm": "6.800"}, 16_800), ({"jkk": "10000", "jkm": "6800", "billed": "16.900"}, 16_900),
        ({"billed": "12038.538586"}, 12_038), ({"billed": "-16.800"}, -16_800), ({"billed": "0"}, 0),
        ({"billed": "lunas"}, None), ({"jkk": "10.000"}, None), ({"billed": "16,8"}, None),
        ({"billed": "Rp 16.80"}, None), ({"billed": "5061.6"}, 5_061), ({"billed": "500,00"}, 500),
    ],
)  # fmt: skip
def test_a_line_is_billed_its_total_or_both_parts(money: dict[str, str], billed: int | None) -> None:
    found = one("bill", nik=NIK, kpj=KPJ, month="09-2023", **money)
    assert (found["billed_rp"], found["why"]) == (billed, None if billed is not None else NO_AMOUNT)


@pytest.mark.parametrize(
    "said",
    ["09-2023", "9/2023", "092023", "92023", "202309", "2023-09", "2023-09-01", "01-09-2023", "Sep 2023", "SEP-23",
     "September 2023", "1 September 2023", "45170"],
)  # fmt: skip
def test_a_month_is_read_however_it_is_written(said: str) -> None:
    assert one("bill", nik=NIK, billed="1", month=said)["month"] == SEPTEMBER


@pytest.mark.parametrize(
    "titles",
    [
        "RINCIAN IURAN\nBULAN IURAN : SEPTEMBER 2023\nTanggal cetak 05-10-2023\nL1\na",
        "Tanggal cetak 05-10-2023\nBLTH 202309\nL1\na",
        "Nomor 188/45/2023\nPeriode: 01-09-2023 s.d. 30-09-2023\na",
        "TAGIHAN\nSheet1\ntagihan_2023-09", "TAGIHAN\nSEP 2023\ntagihan 10-2023", "L1\ntagihan 092023 (1)",
    ],
)  # fmt: skip
def test_a_month_may_stand_in_the_titles(titles: str) -> None:
    assert one("bill", titles, nik=NIK, billed="1")["month"] == SEPTEMBER
    assert one("bill", titles, nik=NIK, billed="1", month="08-2023")["month"] == date(2023, 8, 1)


@pytest.mark.parametrize("titles", ["TAGIHAN 2023\na", "Agustus 2023 dan September 2023\na", "Nomor 188/45/2023\na"])
def test_a_month_is_not_guessed(titles: str) -> None:
    found = one("bill", titles, nik=NIK, billed="1")
    assert (found["month"], found["why"]) == (None, NO_MONTH)


def test_what_is_billed_counts_even_where_the_nik_is_damaged() -> None:
    rows: list[dict[str, Any]] = [
        {"nik": "3504111209759010", "number": True},
        {"nik": "3,50411E+15"},
        {"kpj": KPJ},
        {"nik": "350411"},
        {},
    ]
    found = read("bill", *({"month": "09-2023", "billed": "16.800", **row} for row in rows))
    assert found.select("nik", "kpj", "why").rows() == [
        (None, None, None), (None, None, None), (None, KPJ, None), (None, None, NOBODY), (None, None, NOBODY)
    ]  # fmt: skip


def test_a_payment_says_for_which_month_and_of_which_money() -> None:
    found = one(
        "payment", payment_code="2309", month="Sep 2023", paid_on="12/10/2023", paid="Rp 1.500.000,-",
        funding_source="DBH CHT 2023",
    )  # fmt: skip
    assert [found[name] for name in ("payment_code", "month", "paid_on", "paid_rp", "funding_source")] == [
        "2309", SEPTEMBER, date(2023, 10, 12), 1_500_000, "DBHCHT"
    ]  # fmt: skip
    assert why("payment", paid="1.000", payment_code="1") == NO_MONTH
    assert why("payment", month="09-2023", payment_code="1") == NO_AMOUNT
    assert why("payment", month="09-2023", paid="9.000", lead="Jumlah") == TOTAL_ROW


# --- claims and aid ------------------------------------------------------------------------------------------------


def test_a_claim_with_its_days_and_its_status() -> None:
    found = one(
        "claims", nik=NIK, kpj=KPJ, programme="JKM", event_on="12-09-2023", paid_on="2-10-2023", claimed="42.000.000",
        heir="SITI", claim_id="K1", name="KARTO",
    )  # fmt: skip
    said = [
        found[name] for name in ("programme", "event_on", "paid_on", "claimed_rp", "claim_status", "heir", "claim_id")
    ]
    assert said == ["jkm", date(2023, 9, 12), date(2023, 10, 2), 42_000_000, "paid", "SITI", "K1"]


@pytest.mark.parametrize(
    ("row", "status"),
    [({"status": "Belum dibayar"}, "reported"), ({"status": "Belum dibayarkan"}, "reported"),
     ({"status": "belum lunas"}, "reported"), ({"status": "DIBAYAR"}, "paid"), ({"status": "Ditolak"}, "refused"),
     ({}, "reported"), ({"status": "Ditolak", "paid_on": "1-9-2023"}, "refused")],
)  # fmt: skip
def test_the_status_of_a_claim(row: dict[str, str], status: str) -> None:
    assert one("claims", nik=NIK, programme="JKK", **row)["claim_status"] == status


def test_the_programme_may_stand_in_the_titles() -> None:
    assert one("claims", "DAFTAR KLAIM JKM 2023\na", nik=NIK)["programme"] == "jkm"
    assert one("claims", "DAFTAR KLAIM JKM 2023\na", nik=NIK, programme="Beasiswa")["programme"] == "scholarship"
    assert one("claims", "DAFTAR KLAIM\na", nik=NIK)["why"] == NO_PROGRAMME
    assert why("claims", programme="JKM", name="KARTO") == NOBODY


def test_aid_is_named_by_its_column_or_its_title() -> None:
    row = {"nik": NIK, "amount": "Rp 5 juta", "item": "mesin jahit", "received_on": "12.09.2023"}
    found = one("aid", "BANTUAN USAHA PMI PURNA\nL1\na", **row)
    assert [found[name] for name in ("programme", "amount_rp", "item", "received_on")] == [
        "BANTUAN USAHA PMI PURNA", 5_000_000, "mesin jahit", date(2023, 9, 12)
    ]  # fmt: skip
    assert one("aid", **row, programme="KUBE")["programme"] == "KUBE"
    assert why("aid", amount="1") == NO_NIK


# --- what became of the rows ---------------------------------------------------------------------------------------


def test_every_row_is_used_or_counted_by_why() -> None:
    rows = [{"nik": NIK, "outcome": "11"}, {}, {"nik": "3504"}, {"nik": "3505"}]
    assert row_account(read("dukcapil", *rows)) == {
        "rows_read": 4,
        "rows_used": 1,
        "unused_rows": [{"why": NIK_NOT_WHOLE, "rows": 2}, {"why": NO_NIK, "rows": 1}],
        "first_unused": "L1 baris 3",
    }
