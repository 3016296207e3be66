"""The staged night judged, told on paper, and published or held."""

import shutil
from collections.abc import Sequence

import polars as pl

from flows import stages
from flows.night import Night, Outcome
from flows.programme.money.limits import programme_ceiling
from flows.publishing import snapshot
from flows.publishing.gate.gates import audit
from flows.publishing.gate.profiles import night_profiles
from flows.publishing.manifest import night_manifest, run_facts, verdict
from flows.publishing.pseudonyms import key_fingerprint, read_key
from flows.publishing.trail import trailing_nights
from flows.reporting.report.page import write_report
from flows.reporting.returns import AsSent, write_returns
from flows.reporting.to_mend import placed
from flows.tasks.steps import step
from schemas.expectations import expectations
from schemas.tables.cells import SentColumn, file_key_of, row_id


@step("pass the gate")
def pass_gate(night: Night) -> str:
    """The night's manifest with what Great Expectations found. Returns the verdict: published or held."""
    trail = trailing_nights(night.curated, night.previous)
    ceiling_rp = programme_ceiling(night.first_day, night.regencies)
    night.save("trail", trail)
    profiles = night_profiles(night.staging, night.previous, night.first_day, ceiling_rp, trail)
    findings = audit(profiles, expectations(), night.staging / "report" / "data_docs")
    facts = run_facts(night.run_id, night.month, night.started, key_fingerprint(read_key(night.key_file)))
    looked_again = {"looked_again": night.load("looked_again").to_dicts()}
    made = night_manifest(facts | looked_again, findings, night.staging, night.previous)
    snapshot.write_manifest(night.staging, made)
    return verdict(findings)


@step("write the returns and the report", counts="returns")
def write_papers(night: Night) -> int:
    """A return workbook for each sender with something to mend, and the night report. Returns workbooks written."""
    written = write_returns(night.staging, night.first_day, _as_sent(night), night.load("nik_proposals"), night.cache)
    # After the returns, for it links those that are there.
    write_report(night.staging, snapshot.read_manifest(night.staging), night.load("trail"), night.previous)
    return written


def _as_sent(night: Night) -> AsSent:
    """The rows as they were sent, mended as they came back since."""
    files = night.load("files").select("source_file", "file_key", "sender")
    at = ("source_file", "sheet_number", "source_row")

    def cells(rows: pl.DataFrame) -> pl.DataFrame:
        wanted = placed(rows.with_columns(file_key_of("row_id").alias("file_key"))).join(files, on="file_key")
        sent = night.scan_cells(wanted["sender"].unique().sort())
        of_files = sent.filter(pl.col("source_file").is_in(wanted["source_file"].unique().implode()))
        there = of_files.join(wanted.lazy().select(at).unique(), on=at, how="semi").collect(engine="streaming")
        named = there.join(files, on="source_file").with_columns(row_id(pl.col("file_key")).alias("row_id"))
        return named.join(wanted, on="row_id", how="semi").drop("file_key", "sender")

    def columns(sender: str) -> dict[str, Sequence[SentColumn]]:
        return {file.source_file: file.columns for file in night.load_files(f"files/{sender}")}

    return AsSent(files, cells, columns)


@step("publish or hold")
def publish_or_hold(night: Night, found: str) -> Outcome:
    """The snapshot in its place: `latest` swapped, or the night held and `latest` left as it was."""
    shutil.rmtree(night.work)
    night.cache.trim()
    made = snapshot.read_manifest(night.staging)
    snapshot.write_manifest(night.staging, made | {"stages": stages.taken()})
    if found == "held":
        return Outcome(verdict="held", folder=snapshot.hold(night.curated, night.staging, night.run_id))
    folder = snapshot.publish(night.curated, night.staging, night.run_id)
    snapshot.prune(night.curated, night.keep_snapshots)
    return Outcome(verdict="published", folder=folder)
