"""The night opened: which month, continuing what, with which key."""

from flows.intake.landing import NoRosters, months_received, newest_month
from flows.night import Night
from flows.publishing import snapshot
from flows.publishing.pseudonyms import check_key
from flows.settings import Settings, new_run_id, now
from flows.tasks.steps import step


@step("open the night")
def open_night(settings: Settings, month: str | None, sender: str | None) -> Night:
    """The night's inputs and places: the month asked for, else the newest received; the key checked, or made."""
    months = months_received(settings.raw)
    if not months:
        raise NoRosters(f"no rosters under {settings.raw / 'rosters'}")
    previous = snapshot.latest_snapshot(settings.curated)
    check_key(settings.key_file, snapshot.read_manifest(previous).get("key_fingerprint"))
    run_id = new_run_id()
    return Night(
        run_id=run_id,
        month=month or newest_month(months, now()),
        sender=sender,
        raw=settings.raw,
        curated=settings.curated,
        key_file=settings.key_file,
        keep_snapshots=settings.keep_snapshots,
        staging=snapshot.stage(settings.curated, run_id),
        previous=previous,
        started=now(),
    )
