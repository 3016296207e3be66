"""Rulings beside tonight's rows: what each is about, what became of it, and what follows for rows and persons."""

import polars as pl

from flows.review.duplicates import Ruled
from flows.review.rulings.contradictions import (
    contradicted,
    keeper_claims,
    person_claims,
    right_nik,
    row_claims,
    waiver_claims,
)
from schemas.tables.decisions import DECISIONS

APPLIED = "Diterapkan."
_DANGLING = {
    "keep_row": "Baris ini tidak ada lagi malam ini; bila berkasnya dikirim ulang, putuskan lagi.",
    "exclude_row": "Baris ini tidak ada lagi malam ini; bila berkasnya dikirim ulang, putuskan lagi.",
    "accept_value": "Baris ini tidak ada lagi malam ini; bila berkasnya dikirim ulang, putuskan lagi.",
    "waive_reason": "Malam ini tidak ada baris itu, atau alasan itu tidak diberikan kepadanya.",
    "exclude_file": "Berkas ini tidak ada di antara yang diterima untuk bulan ini.",
    "same_person": "Salah satu dari kedua NIK tidak ada malam ini.",
    "not_same_person": "Salah satu dari kedua NIK tidak ada malam ini.",
}
_NOT_STANDING = "Baris ini disisihkan karena alasan lain, sehingga tidak dapat mewakili NIK-nya."
_NOBODY_STANDS = "Salah satu dari kedua NIK tidak punya baris yang diterima malam ini."
_NO_PAIR = "Pasangan ini malam ini tidak diajukan sebagai orang yang mirip."

_IN_CLOSED_MONTH = "Diterapkan pada bulan yang sudah ditutup; koreksinya ada di adjustments."

_TOUCHED = {"decision_id": pl.String, "row_id": pl.String}


def settle_rows(
    rulings: pl.DataFrame,
    roster: pl.DataFrame,
    log: pl.DataFrame,
    files: pl.DataFrame,
    dead: pl.Series | None = None,
) -> pl.DataFrame:
    """The rulings heard (`flows.review.rulings.heard.heard`), each with its status beside tonight's rows.

    Dangling, when what it is about is not there; contradicted, when another that is not dangling says otherwise; else
    applied. `rows_touched` are the rows it is about. `roster` has tonight's rows, `log` the reasons that they were
    given, `files` a row a file received with its `code`, `dead` the NIKs whose death is on record: to waive that is
    about the record, whether tonight has rows of the NIK or not.
    """
    if rulings.is_empty():
        return rulings
    in_force = rulings.filter(pl.col("status").is_null())
    niks = roster.select("row_id", "nik")
    touched = _touched(in_force, niks, log)
    there = pl.col("decision_id").is_in(touched["decision_id"].implode()) | _excluded(files) | _of_the_dead(dead)
    against = contradicted(_claims(in_force.filter(there), touched, niks))
    rows = touched.group_by("decision_id").agg(pl.col("row_id").unique().sort().alias("rows_touched"))
    judged = rulings.drop("rows_touched").join(rows, on="decision_id", how="left").join(
        against, on="decision_id", how="left", suffix="_against"
    )  # fmt: skip
    missing = pl.col("ruling").replace_strict(_DANGLING, default=None, return_dtype=pl.String)
    cases = (
        (pl.col("status").is_not_null(), pl.col("status"), pl.col("why")),
        (~there, pl.lit("dangling"), missing),
        (pl.col("why_against").is_not_null(), pl.lit("contradicted"), pl.col("why_against")),
        (pl.lit(True), pl.lit("applied"), pl.lit(APPLIED)),
    )
    return _as_table(
        judged.with_columns(
            pl.coalesce(pl.when(holds).then(status) for holds, status, _ in cases).alias("status"),
            pl.coalesce(pl.when(holds).then(why) for holds, _, why in cases).alias("why"),
        )
    )


def without_waived(log: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The reason log without the reasons that rulings waive."""
    waived = (
        _applied(decisions, "waive_reason").select("code", pl.col("rows_touched").alias("row_id")).explode("row_id")
    )
    return log.join(waived, on=["row_id", "code"], how="anti", maintain_order="left")


def waived_niks(rulings: pl.DataFrame, code: str, roster: pl.DataFrame) -> pl.Series:
    """The NIKs for which rulings that hold, or before they are settled may hold, waive a reason."""
    holds = pl.col("status").fill_null("applied") == "applied"
    waivers = rulings.filter(holds, pl.col("ruling") == "waive_reason", pl.col("code") == code)
    rows = waivers.filter(pl.col("nik").is_null()).select("row_id").join(roster.select("row_id", "nik"), on="row_id")
    return pl.concat([waivers["nik"], rows["nik"]]).drop_nulls().unique().sort()


def excluded_rows(decisions: pl.DataFrame) -> pl.DataFrame:
    """`row_id` and `code` of the rows that rulings set aside."""
    excluded = _applied(decisions, "exclude_row").select("row_id").unique(maintain_order=True)
    return excluded.with_columns(pl.lit("EXCLUDED_BY_DECISION").alias("code"))


def settle_persons(decisions: pl.DataFrame, accepted: pl.DataFrame) -> tuple[pl.DataFrame, Ruled]:
    """The decisions, and what they say of who stands for whom, once it is known which rows are `accepted`.

    A row that is set aside stands for nobody, and a person whose right NIK has no accepted row would vanish if the rows
    of the other NIK were counted as its duplicates: such a ruling is dangling. The rows touched are those of the NIK
    that the kept row stands for, or those of the other NIK.
    """
    rows = accepted.select("row_id", "nik")
    same = _applied(decisions, "same_person")
    links = dict(same.select("other_nik", "nik").iter_rows())
    persons = pl.DataFrame(
        [(nik, right_nik(nik, links)) for nik in links], schema={"nik": pl.String, "right_nik": pl.String}, orient="row"
    )
    niks = rows["nik"].implode()
    persons = persons.filter(pl.col("nik").is_in(niks) & pl.col("right_nik").is_in(niks))
    kept = _applied(decisions, "keep_row").select("decision_id", "row_id").join(rows, on="row_id")
    touched = pl.concat([
        kept.select("decision_id", "nik").join(rows, on="nik").select("decision_id", "row_id"),
        same.filter(pl.col("other_nik").is_in(persons["nik"].implode())).select("decision_id", "other_nik").join(
            rows, left_on="other_nik", right_on="nik").select("decision_id", "row_id"),
    ])  # fmt: skip
    whys = {"keep_row": _NOT_STANDING, "same_person": _NOBODY_STANDS}
    return _narrowed(decisions, touched, whys), Ruled(kept["row_id"], persons)


def rule_on_pairs(pairs: pl.DataFrame, decisions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The `lookalikes` with the `ruling` that answers each, and the decisions with the pairs' rows.

    A pair without a ruling is an open question, and still advises; a ruling on two NIKs that no pair holds tonight, in
    either order, is dangling.
    """
    apart = _applied(decisions, "not_same_person").select("decision_id", "nik", "other_nik", answer="ruling")
    both = pl.concat([apart, apart.rename({"nik": "other_nik", "other_nik": "nik"}).select(apart.columns)])
    hit = pairs.join(both, left_on=["nik_a", "nik_b"], right_on=["nik", "other_nik"])
    touched = pl.concat([hit.select("decision_id", pl.col(name).alias("row_id")) for name in ("row_id_a", "row_id_b")])
    answered = hit.select("nik_a", "nik_b", "answer").unique()
    ruled = pairs.drop("ruling").join(answered, on=["nik_a", "nik_b"], how="left", maintain_order="left")
    return ruled.rename({"answer": "ruling"}).select(pairs.columns), _narrowed(
        decisions, touched, {"not_same_person": _NO_PAIR}
    )


def with_closed_months(decisions: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The decisions, those that exclude a file of a closed month as applied: the night looks at that month without it.

    `files` are those received for closed months (`source_file`, `file_sha256`). Other rulings do not reopen a month.
    """
    names = pl.concat([files["source_file"], files["file_sha256"]]).drop_nulls()
    there = (
        (pl.col("status") == "dangling") & (pl.col("ruling") == "exclude_file") & pl.col("file").is_in(names.implode())
    )
    return decisions.with_columns(
        pl.when(there).then(pl.lit("applied")).otherwise("status").alias("status"),
        pl.when(there).then(pl.lit(_IN_CLOSED_MONTH)).otherwise("why").alias("why"),
    )


def _touched(in_force: pl.DataFrame, rows: pl.DataFrame, log: pl.DataFrame) -> pl.DataFrame:
    """`decision_id` and `row_id` of the rows that rulings are about; a waiver's are those that got the reason."""
    kind = pl.col("ruling")
    by_row = in_force.filter(kind.is_in(["keep_row", "exclude_row", "accept_value"])).join(rows, on="row_id")
    waivers = in_force.filter(kind == "waive_reason").select("decision_id", "nik", "row_id", "code")
    of_rows = waivers.filter(pl.col("nik").is_null()).select("decision_id", "row_id", "code")
    of_niks = waivers.drop("row_id").join(rows, on="nik").select("decision_id", "row_id", "code")
    waived = pl.concat([of_rows, of_niks]).join(log.select("row_id", "code"), on=["row_id", "code"])
    pairs = in_force.filter(kind.is_in(["same_person", "not_same_person"])).select("decision_id", "nik", "other_nik")
    whole = pairs.filter(*(pl.col(name).is_in(rows["nik"].implode()) for name in ("nik", "other_nik")))
    of_pairs = whole.join(rows, left_on="other_nik", right_on="nik")
    found = [frame.select(list(_TOUCHED)) for frame in (by_row, waived, of_pairs)]
    return pl.concat(found).unique(maintain_order=True)


def _excluded(files: pl.DataFrame) -> pl.Expr:
    """True of a ruling that excludes a file which was received, and so set aside."""
    aside = files.filter(pl.col("code") == "FILE_EXCLUDED")
    names = pl.concat([aside["source_file"], aside["file_sha256"]])
    return (pl.col("ruling") == "exclude_file") & pl.col("file").is_in(names.implode())


def _of_the_dead(dead: pl.Series | None) -> pl.Expr:
    niks = pl.Series([], dtype=pl.String) if dead is None else dead
    return (pl.col("code") == "DEATH_ON_RECORD").fill_null(value=False) & pl.col("nik").is_in(niks.implode())


def _claims(rulings: pl.DataFrame, touched: pl.DataFrame, niks: pl.DataFrame) -> pl.DataFrame:
    claims = (
        row_claims(rulings),
        waiver_claims(rulings, touched),
        keeper_claims(rulings, niks.drop_nulls()),
        person_claims(rulings),
    )
    return pl.concat(claims)


def _applied(decisions: pl.DataFrame, ruling: str) -> pl.DataFrame:
    return decisions.filter(pl.col("status") == "applied", pl.col("ruling") == ruling)


def _narrowed(decisions: pl.DataFrame, touched: pl.DataFrame, whys: dict[str, str]) -> pl.DataFrame:
    """The decisions with the rows that applied ones of some kinds touched; dangling, and why, where there are none."""
    rows = touched.group_by("decision_id").agg(pl.col("row_id").unique().sort().alias("rows"))
    joined = decisions.join(rows, on="decision_id", how="left", maintain_order="left")
    concerned = (pl.col("status") == "applied") & pl.col("ruling").is_in(list(whys))
    lost = concerned & pl.col("rows").is_null()
    missing = pl.col("ruling").replace_strict(whys, default=None, return_dtype=pl.String)
    return _as_table(
        joined.with_columns(
            pl.when(lost).then(pl.lit("dangling")).otherwise("status").alias("status"),
            pl.when(lost).then(missing).otherwise("why").alias("why"),
            pl.when(concerned).then("rows").otherwise("rows_touched").alias("rows_touched"),
        )
    )


def _as_table(decisions: pl.DataFrame) -> pl.DataFrame:
    """In the table's columns; what was not applied touched no row, nor did a file that was not read."""
    rows = pl.when(pl.col("status") == "applied").then("rows_touched")
    return DECISIONS.arrange(
        decisions.with_columns(pl.coalesce(rows, pl.lit([], pl.List(pl.String))).alias("rows_touched"))
    )
