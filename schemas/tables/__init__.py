"""The published tables, one a file; `TABLES` lists them in the order a reader meets them."""

from schemas.tables.budget_position import BUDGET_POSITION
from schemas.tables.budget_totals import BUDGET_TOTALS
from schemas.tables.changes import CHANGES
from schemas.tables.covered_workers import COVERED_WORKERS
from schemas.tables.decisions import DECISIONS
from schemas.tables.duplicates import DUPLICATES
from schemas.tables.lookalikes import LOOKALIKES
from schemas.tables.open_questions import OPEN_QUESTIONS
from schemas.tables.reason_log import REASON_LOG
from schemas.tables.received_files import RECEIVED_FILES
from schemas.tables.rows import ROWS
from schemas.tables.senders import SENDERS
from schemas.tables.table import Table
from schemas.tables.waiting_list import WAITING_LIST
from schemas.tables.workers import WORKERS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        COVERED_WORKERS,
        BUDGET_TOTALS,
        BUDGET_POSITION,
        SENDERS,
        CHANGES,
        WORKERS,
        ROWS,
        REASON_LOG,
        DUPLICATES,
        WAITING_LIST,
        LOOKALIKES,
        DECISIONS,
        OPEN_QUESTIONS,
        RECEIVED_FILES,
    )
}
