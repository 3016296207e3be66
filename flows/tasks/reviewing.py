"""Rows typed, judged, and accepted or set aside."""

import polars as pl

from flows.cleaning.roster import clean
from flows.intake.data_rows import people_and_ignored
from flows.intake.received import correction_rows, files_frame, settle
from flows.night import Night
from flows.programme.answers.claims import with_niks
from flows.publishing.parquet import read_table
from flows.publishing.pseudonyms import read_key, with_worker_ids
from flows.review.balance import RECEIVED
from flows.review.deaths import standing_deaths
from flows.review.duplicates import resent_rows
from flows.review.eligibility import with_eligibility
from flows.review.judgement import Told, judge_rows
from flows.review.rules import rejected
from flows.review.rulings.questions import WHO
from flows.review.scores import JUDGED_BY, sender_sums
from flows.tasks.steps import step
from schemas.tables import TABLES
from schemas.tables.roster import ACCEPTED


@step("clean and judge the rows", counts="rows")
def review_rows(night: Night, senders: list[str]) -> int:
    """Every row typed and judged; every file with how it was read; the deaths that are known. Returns rows received."""
    read = [file for sender in senders for file in night.load_files(f"files/{sender}")]
    files = files_frame(settle(night.load_files("survey"), read), night.first_day)
    people, ignored = people_and_ignored(night.load_cells(senders))
    ignored = pl.concat([ignored, correction_rows(read)])
    roster = with_eligibility(clean(people, files, night.senders, night.first_day), night.first_day)
    judged = judge_rows(roster, files, night.load("rulings"), _told(night), night.first_day)
    refused = pl.col("row_id").is_in(rejected(judged.log).implode())
    resent = resent_rows(roster, files.filter(pl.col("status") == "resent"))
    night.save("files", files.join(ignored, on="source_file", how="left"))
    night.save("received", pl.concat([frame.select(RECEIVED) for frame in (roster, resent)]))
    night.save("resent", resent.select(TABLES["duplicates"].columns))
    night.save("sender_sums", sender_sums(pl.concat([frame.select(JUDGED_BY) for frame in (roster, resent)])))
    night.save("reason_log", judged.log)
    night.save("decisions", judged.decisions)
    night.save("set_aside", roster.filter(refused).select(WHO))
    night.save("accepted", roster.filter(~refused).select(ACCEPTED))
    night.keep("death_notices", judged.notices)
    night.keep("deaths", with_worker_ids(standing_deaths(judged.notices), read_key(night.key_file)))
    return roster.height


def _told(night: Night) -> Told:
    return Told(
        claims=with_niks(night.load("claims_read"), night.load("tables/members")),
        results=night.load("tables/dukcapil_results"),
        before=read_table(night.previous, TABLES["death_notices"]),
    )
