"""The staged night judged, told on paper, and published or held."""

import shutil

import polars as pl

from flows.intake.received import FILE_KEY_LENGTH
from flows.night import Night, Outcome
from flows.programme.money.limits import programme_ceiling
from flows.publishing import snapshot
from flows.publishing.gate.gates import audit
from flows.publishing.gate.profiles import night_profiles
from flows.publishing.manifest import night_manifest, run_facts, verdict
from flows.publishing.parquet import read_table
from flows.publishing.pseudonyms import key_fingerprint, read_key
from flows.publishing.trail import trailing_nights
from flows.reporting.report.page import write_report
from flows.reporting.returns import AsSent, for_senders, write_returns
from flows.tasks.steps import step
from schemas.expectations import expectations
from schemas.tables import TABLES
from schemas.tables.cells import row_id


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


@step("write the returns and the report")
def write_papers(night: Night) -> int:
    """A return workbook for each sender with something to mend, and the night report. Returns workbooks written."""
    log = read_table(night.staging, TABLES["reason_log"])
    proposals = dict(night.load("nik_proposals").iter_rows())
    written = write_returns(night.staging, night.first_day, _as_sent(night, for_senders(log)["row_id"]), proposals)
    # After the returns, for it links those that are there.
    write_report(night.staging, snapshot.read_manifest(night.staging), night.load("trail"), night.previous)
    return written


def _as_sent(night: Night, rows: pl.Series) -> AsSent:
    """The rows of these ids as they were sent, mended as they came back since."""
    keys = rows.str.head(FILE_KEY_LENGTH).unique().implode()
    files = night.load("files").filter(pl.col("file_key").is_in(keys)).select("source_file", "file_key", "sender")
    senders = files["sender"].unique().sort()
    cells = night.scan_cells(senders).join(files.lazy(), on="source_file")
    named = cells.with_columns(row_id(pl.col("file_key")).alias("row_id"))
    columns = {file.source_file: file.columns for sender in senders for file in night.load_files(f"files/{sender}")}
    return AsSent(named.filter(pl.col("row_id").is_in(rows.implode())).collect(engine="streaming"), columns)


@step("publish or hold")
def publish_or_hold(night: Night, found: str) -> Outcome:
    """The snapshot in its place: `latest` swapped, or the night held and `latest` left as it was."""
    shutil.rmtree(night.work)
    if found == "held":
        return Outcome(verdict="held", folder=snapshot.hold(night.curated, night.staging, night.run_id))
    folder = snapshot.publish(night.curated, night.staging, night.run_id)
    snapshot.prune(night.curated, night.keep_snapshots)
    return Outcome(verdict="published", folder=folder)
