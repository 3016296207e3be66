"""The manifest: what a snapshot was made from, what it holds, and what the gate said."""

from collections.abc import Sequence
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from flows.code import code_sha256
from flows.publishing.covered_dead import months_to_run_again
from flows.publishing.gate.gates import Finding, broken
from flows.publishing.parquet import read_table, scan_table
from flows.publishing.snapshot import read_manifest
from flows.publishing.staged import staged_tables
from schemas.reference import in_force
from schemas.tables import TABLES

CONTRACT_VERSION = "4"
"""Grows when a table, a column or a code of the public contract changes."""


def run_facts(run_id: str, month: str, started: datetime, fingerprint: str) -> dict[str, Any]:
    """What names the run."""
    return {
        "run_id": run_id,
        "month": month,
        "started": started.isoformat(timespec="seconds"),
        "code_version": version("payung"),
        "code_sha256": code_sha256(),
        "contract_version": CONTRACT_VERSION,
        "key_fingerprint": fingerprint,
    }


def made_by_this_code(manifest: dict[str, Any]) -> bool:
    """True for a snapshot made by this very program: what it read once, this night would read in the same way."""
    return manifest.get("code_sha256") == code_sha256()


def verdict(findings: Sequence[Finding]) -> str:
    """held when an expectation of severity hold is broken, else published."""
    return "held" if broken(findings, "hold") else "published"


def night_manifest(
    run: dict[str, Any], findings: Sequence[Finding], staging: Path, previous: Path | None
) -> dict[str, Any]:
    """The manifest of a staged snapshot. It stands outside the steward folder: no name, no NIK, no file name in it."""
    tables = staged_tables(staging)
    before = read_manifest(previous)
    same = {name: table["sha256"] for name, table in tables.items()} == {
        name: table["sha256"] for name, table in before.get("tables", {}).items()
    }
    return {
        **run,
        "verdict": verdict(findings),
        "unchanged": bool(before) and same,
        "previous": before.get("run_id"),
        "gates": [finding.as_dict() for finding in findings],
        "tables": tables,
        **_night(staging, run["month"]),
    }


def _night(staging: Path, month: str) -> dict[str, Any]:
    first_day = date.fromisoformat(f"{month}-01")
    this_month = pl.col("month") == first_day
    files = read_table(staging, TABLES["received_files"], where=this_month)
    senders = read_table(staging, TABLES["senders"]).filter(this_month)
    labels = in_force("segments", first_day).select("segment", "label", "precedence")
    segments = (
        read_table(staging, TABLES["budget_totals"]).filter(this_month).group_by("segment")
        .agg(pl.col("workers", "jkk_rp", "jkm_rp", "contribution_rp").sum())
        .join(labels, on="segment").sort("precedence").drop("precedence")
    )  # fmt: skip
    reasons = (
        scan_table(staging, TABLES["reason_log"])
        .group_by("code", "severity")
        .agg(pl.len().alias("rows"))
        .collect(engine="streaming")
    )
    adjustments = (
        read_table(staging, TABLES["adjustments"]).filter(this_month)
        .group_by(pl.col("adjusted_month").dt.strftime("%Y-%m").alias("month"), "kind", "why")
        .agg(pl.col("worker_id").n_unique().alias("workers"), pl.col("contribution_rp").sum())
    )  # fmt: skip
    decisions = read_table(staging, TABLES["decisions"], columns=("status",)).group_by("status").len()
    return {
        "inputs": files.select("sender", "file_sha256", "size", "status", "code").to_dicts(),
        "balance": {
            name: int(files[name].sum()) for name in ("rows_read", "covered", "waiting", "duplicate", "rejected")
        },
        "segments": segments.to_dicts(),
        "reasons": reasons.sort("rows", "code", descending=[True, False]).to_dicts(),
        "adjustments": adjustments.sort("month", "kind", "why").to_dicts(),
        "decisions": dict(decisions.sort("status").iter_rows()),
        "to_take_up": _to_take_up(staging),
        "run_again": months_to_run_again(staging),
        "senders_missing": senders.filter("missing")["sender"].to_list(),
        "senders_carried_forward": senders.filter("carried_forward")["sender"].to_list(),
    }


def _to_take_up(staging: Path) -> dict[str, int]:
    """What of the answers from outside waits for a person: deaths that nobody claimed, claims and lines of bills that
    disagree, answer files that were not used in full."""
    files = read_table(staging, TABLES["answer_files"], columns=("trouble", "unused_rows"))
    claims = read_table(staging, TABLES["claims"], columns=("finding",))
    return {
        "unclaimed_deaths": read_table(staging, TABLES["unclaimed_deaths"], columns=("worker_id",)).height,
        "claims": claims.filter(pl.col("finding") != "in_order").height,
        "bill_lines": read_table(staging, TABLES["reconciliation"], columns=("finding",)).height,
        "answer_files": files.filter(pl.col("trouble").is_not_null() | (pl.col("unused_rows").list.len() > 0)).height,
    }
