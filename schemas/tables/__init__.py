"""The published tables, one a file; `TABLES` lists them in the order a reader meets them."""

from schemas.tables.adjustments import ADJUSTMENTS
from schemas.tables.aid import AID
from schemas.tables.answer_files import ANSWER_FILES
from schemas.tables.bills import BILLS
from schemas.tables.budget_position import BUDGET_POSITION
from schemas.tables.budget_totals import BUDGET_TOTALS
from schemas.tables.changes import CHANGES
from schemas.tables.claims import CLAIMS
from schemas.tables.closed_months import CLOSED_MONTHS
from schemas.tables.contributions import CONTRIBUTIONS
from schemas.tables.coverage import COVERAGE
from schemas.tables.covered_workers import COVERED_WORKERS
from schemas.tables.death_notices import DEATH_NOTICES
from schemas.tables.deaths import DEATHS
from schemas.tables.decisions import DECISIONS
from schemas.tables.dukcapil_results import DUKCAPIL_RESULTS
from schemas.tables.duplicates import DUPLICATES
from schemas.tables.lookalikes import LOOKALIKES
from schemas.tables.members import MEMBERS
from schemas.tables.open_questions import OPEN_QUESTIONS
from schemas.tables.payments import PAYMENTS
from schemas.tables.reason_log import REASON_LOG
from schemas.tables.received_files import RECEIVED_FILES
from schemas.tables.reconciliation import RECONCILIATION
from schemas.tables.rows import ROWS
from schemas.tables.senders import SENDERS
from schemas.tables.substitutions import SUBSTITUTIONS
from schemas.tables.table import Table
from schemas.tables.unclaimed_deaths import UNCLAIMED_DEATHS
from schemas.tables.waiting_list import WAITING_LIST
from schemas.tables.workers import WORKERS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        COVERED_WORKERS,
        CLOSED_MONTHS,
        ADJUSTMENTS,
        BUDGET_TOTALS,
        BUDGET_POSITION,
        CONTRIBUTIONS,
        COVERAGE,
        SENDERS,
        CHANGES,
        SUBSTITUTIONS,
        WORKERS,
        ROWS,
        REASON_LOG,
        DUPLICATES,
        WAITING_LIST,
        LOOKALIKES,
        DECISIONS,
        OPEN_QUESTIONS,
        RECEIVED_FILES,
        ANSWER_FILES,
        DUKCAPIL_RESULTS,
        MEMBERS,
        BILLS,
        PAYMENTS,
        RECONCILIATION,
        DEATH_NOTICES,
        DEATHS,
        CLAIMS,
        UNCLAIMED_DEATHS,
        AID,
    )
}
