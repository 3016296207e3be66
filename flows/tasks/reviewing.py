"""Rows typed, judged, and accepted or set aside."""

import polars as pl

from flows.cleaning.roster import clean
from flows.intake.data_rows import people_and_ignored
from flows.intake.received import correction_rows, files_frame, settle
from flows.night import Night
from flows.review.balance import RECEIVED
from flows.review.duplicates import resent_rows
from flows.review.eligibility import with_eligibility
from flows.review.rules import judge, reason_log, rejected
from flows.review.rulings.questions import WHO
from flows.review.rulings.ruled import excluded_rows, settle_rows, without_waived
from flows.review.scores import JUDGED_BY, sender_sums
from flows.tasks.steps import step
from schemas.tables import TABLES
from schemas.tables.roster import ACCEPTED


@step("clean and judge the rows")
def review_rows(night: Night, senders: list[str]) -> int:
    """Every row typed and judged by the row rules; every file with how it was read. Returns rows received."""
    read = [file for sender in senders for file in night.load_files(f"files/{sender}")]
    files = files_frame(settle(night.load_files("survey"), read), night.first_day)
    people, ignored = people_and_ignored(night.load_cells(senders))
    ignored = pl.concat([ignored, correction_rows(read)])
    roster = with_eligibility(clean(people, files, night.senders, night.first_day), night.first_day)
    found = judge(roster, files)
    decisions = settle_rows(night.load("rulings"), roster, found, files)
    log = pl.concat([without_waived(found, decisions), reason_log(roster, excluded_rows(decisions))])
    resent = resent_rows(roster, files.filter(pl.col("status") == "resent"))
    night.save("files", files.join(ignored, on="source_file", how="left"))
    night.save("received", pl.concat([frame.select(RECEIVED) for frame in (roster, resent)]))
    night.save("resent", resent.select(TABLES["duplicates"].columns))
    night.save("sender_sums", sender_sums(pl.concat([frame.select(JUDGED_BY) for frame in (roster, resent)])))
    night.save("reason_log", log)
    night.save("decisions", decisions)
    night.save("set_aside", roster.filter(pl.col("row_id").is_in(rejected(log).implode())).select(WHO))
    night.save("accepted", roster.filter(~pl.col("row_id").is_in(rejected(log).implode())).select(ACCEPTED))
    return roster.height
