"""What disagrees between a bill and the ledger, in a sentence for whoever takes it up with BPJS."""

import polars as pl

from schemas.text import thousands

UNBILLED = "Terlindungi pada bulan ini, tetapi tidak ada di tagihan; pastikan ia terdaftar."
_RELIEF = "; keringanan 50 % tidak berlaku bagi iuran yang dibayar APBN/APBD (PP 50/2025)"
"""Members who pay for themselves are billed half in some months; those whom public money pays for are not."""


def rupiah(amount: str) -> pl.Expr:
    """`16800` as Rp16.800."""
    sign = pl.when(pl.col(amount) < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.format("{}Rp{}", sign, thousands(pl.col(amount).abs()))


def evidence_of_covered() -> pl.Expr:
    """The sentence of a line about a covered worker, by its `finding`."""
    amounts = pl.format("ditagih {}, seharusnya {}", rupiah("billed_rp"), rupiah("our_contribution_rp"))
    place = pl.format("{} {} baris {}", "first_source_file", "first_sheet", "first_source_row")
    half = (pl.col("our_membership") == "BPU") & (pl.col("billed_rp") * 2 == pl.col("our_contribution_rp"))
    by_number = (pl.col("member_nik") == pl.col("our_nik")).fill_null(False)
    whose = (
        pl.when(by_number).then(pl.lit("Nomor peserta ini milik NIK")).otherwise(pl.lit("NIK-nya diperbaiki menjadi"))
    )
    corrected = pl.format("{} {}; tagihan memakai NIK {}", whose, "our_nik", "nik")
    said = {
        "billed_twice": pl.format("Orang dan bulan yang sama juga ditagih di {}", place.str.replace("  ", " ")),
        "nik_corrected": pl.when("other_amount").then(pl.format("{}; {}", corrected, amounts)).otherwise(corrected),
        "wrong_wage": pl.format(
            "Upah di tagihan {}, dasar upah program {}; {}",
            rupiah("wage_base_rp"), rupiah("our_wage_base_rp"), amounts,
        ),
        "wrong_rate": pl.concat_str(
            pl.lit("Iuran berbeda: "), amounts, pl.when(half).then(pl.lit(_RELIEF)).otherwise(pl.lit(""))
        ),
        "kpj_changed": pl.format("Nomor peserta di tagihan {}; yang terakhir dijawab {}", "kpj", "newest_kpj"),
    }  # fmt: skip
    return pl.concat_str(_by_finding(said), pl.lit("."))


def evidence_of_nobody() -> pl.Expr:
    """The sentence of a line about nobody covered, by its `finding`."""
    died = pl.col("died_on").dt.strftime("%d-%m-%Y")
    nik = pl.when(pl.col("nik").is_null()).then(pl.lit("NIK di baris ini tidak terbaca")).otherwise(
        pl.lit("NIK ini tidak terlindungi pada bulan ini")
    )  # fmt: skip
    said = {
        "billed_after_death": pl.coalesce(
            pl.format("Meninggal pada {}; tidak ditagih lagi mulai bulan berikutnya.", died),
            pl.lit("Diketahui meninggal; tanggalnya belum diketahui."),
        ),
        "billed_after_exit": pl.format(
            "Terakhir terlindungi bulan {}; sejak itu keluar dari program.",
            pl.col("last_month").dt.strftime("%m-%Y"),
        ),
        "on_bill_not_ours": pl.format("{}, dan nomor pesertanya bukan milik peserta bulan ini.", nik),
    }
    return _by_finding(said)


def _by_finding(said: dict[str, pl.Expr]) -> pl.Expr:
    return pl.coalesce(pl.when(pl.col("finding") == name).then(sentence) for name, sentence in said.items())
