"""The bills beside the ledger."""

from flows.night import Night
from flows.programme.answers.billed_persons import WORKER
from flows.programme.answers.reconciliation import reconcile
from flows.tasks.ledger import ledger, niks_corrected
from flows.tasks.steps import step


@step("reconcile the bills", counts="findings")
def reconcile_bills(night: Night) -> int:
    """Every bill beside the ledger of its month. Returns findings."""
    bills = night.load("tables/bills")
    if bills.is_empty():
        return 0
    members, deaths = night.load("tables/members"), night.load("tables/deaths")
    findings = reconcile(bills, ledger(night, WORKER), members, deaths, niks_corrected(night))
    night.keep("reconciliation", findings)
    return findings.height
