"""The night, as a table of contents. What a line does is in `flows/tasks/`; how, in the stage it names."""

from prefect import flow, unmapped
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner

from flows import tasks
from flows.night import Outcome
from flows.publishing.gate.gates import preload
from flows.publishing.snapshot import one_night_at_a_time
from flows.reporting.report.page import preload as preload_report
from flows.runners import THREADS, mapped_by
from flows.settings import Runner, Settings
from flows.storage.mirrored import bring_inputs, mirrored


@flow(
    name="nightly",
    task_runner=ThreadPoolTaskRunner(max_workers=THREADS),  # type: ignore[arg-type]
    persist_result=False,
)
def nightly(
    month: str | None = None,
    sender: str | None = None,
    raw: str | None = None,
    curated: str | None = None,
    cache: bool = True,
    runner: Runner | None = None,
) -> Outcome:
    """From `raw/` to the next snapshot of `curated/`, or to a held night (a completed run whose state is named Held).

    `month` (YYYY-MM) is the newest received unless given. With `sender`, the other senders stay as last published.
    `raw` and `curated` are folders or `s3://bucket/prefix`, `runner` does the mapped steps; unset, the settings say
    which (`flows/settings.py`). Without `cache` everything is read anew.
    """
    settings = Settings().with_places(raw, curated).with_cache(cache).run_by(runner)
    preload()
    preload_report()
    with one_night_at_a_time(settings.curated), mirrored(settings, keep=settings.keep_snapshots), mapped_by(settings):
        bring_inputs(settings)
        night = tasks.open_night(settings, month, sender)

        tasks.hear_rulings(night)
        tasks.hear_answers(night)
        senders = tasks.survey_rosters(night)
        tasks.read_sender.map(unmapped(night), senders).result()

        batches = tasks.share_out(night, senders)
        tasks.review_batch.map(unmapped(night), batches).result()
        shards = tasks.settle_rows(night)
        tasks.resolve_shard.map(unmapped(night), shards).result()
        tasks.compare_workers(night)
        tasks.cover_shard.map(unmapped(night), shards).result()
        tasks.look_again(night)
        tasks.tell_changes(night)
        tasks.keep_accounts(night)
        tasks.reconcile_bills(night)
        tasks.follow_claims(night)

        tasks.stage_tables(night)
        verdict = tasks.pass_gate(night)
        tasks.write_papers(night)
        outcome = tasks.publish_or_hold(night, verdict)

    return Completed(name=outcome.verdict.capitalize(), data=outcome)  # type: ignore[return-value]
