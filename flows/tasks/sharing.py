"""The night's rows shared out: read in batches, and resolved in shards that hold every row of a worker."""

from flows.intake.received import correction_rows, files_frame, settle
from flows.night import CellPage, Night, Plan
from flows.tasks.steps import step

BATCH_ROWS = 500_000
"""Rows of a batch, but for one page that has more."""
SHARD_ROWS = 1_000_000
"""Rows of a shard, about, where the settings do not say how many shards there are."""


@step("share out the rows")
def share_out(night: Night, senders: list[str]) -> list[int]:
    """The batches, by number, of all that was read; every file with how it was read is left for the steps to come."""
    read = [file for sender in senders for file in night.load_files(f"files/{sender}")]
    night.save("files", files_frame(settle(night.load_files("survey"), read), night.first_day))
    night.save("ignored", correction_rows(read), "corrections")
    batches: list[list[CellPage]] = [[]]
    filled = total = 0
    for page in night.cell_pages(senders):
        if batches[-1] and filled + page.rows > BATCH_ROWS:
            batches.append([])
            filled = 0
        batches[-1].append(page)
        filled, total = filled + page.rows, total + page.rows
    shards = night.shards or -(-total // SHARD_ROWS) or 1
    plan = Plan(batches=tuple(tuple(pages) for pages in batches), shards=shards)
    night.save_plan(plan)
    return list(range(len(plan.batches)))
