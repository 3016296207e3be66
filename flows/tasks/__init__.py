"""Every step of a night as a Prefect task, in the order of `flows/nightly.py`: paths in, paths and counts out."""

from flows.tasks.accounts import keep_accounts
from flows.tasks.again import look_again
from flows.tasks.bills import reconcile_bills
from flows.tasks.claims import follow_claims
from flows.tasks.covering import compare_workers, cover_shard, resolve_shard
from flows.tasks.ending import pass_gate, publish_or_hold, write_papers
from flows.tasks.hearing import hear_answers, hear_rulings
from flows.tasks.moves import tell_changes
from flows.tasks.opening import open_night
from flows.tasks.reading import read_sender, survey_rosters
from flows.tasks.reviewing import review_batch, settle_rows
from flows.tasks.sharing import share_out
from flows.tasks.staging import stage_tables
from flows.tasks.steps import SAID_PLAINLY

__all__ = [
    "SAID_PLAINLY",
    "compare_workers",
    "cover_shard",
    "follow_claims",
    "hear_answers",
    "hear_rulings",
    "keep_accounts",
    "look_again",
    "open_night",
    "pass_gate",
    "publish_or_hold",
    "read_sender",
    "reconcile_bills",
    "resolve_shard",
    "review_batch",
    "settle_rows",
    "share_out",
    "stage_tables",
    "survey_rosters",
    "tell_changes",
    "write_papers",
]
