"""The night opened: which month, continuing what, with which key."""

from flows.intake.landing import NoRosters, months_received, newest_month
from flows.night import Night
from flows.publishing import snapshot
from flows.publishing.closed import check_not_rolled_back, check_open, check_unchanged, closed_months, open_months
from flows.publishing.pseudonyms import check_key
from flows.settings import Settings, new_run_id, now
from flows.storage.exchange import exchange_of
from flows.tasks.steps import step
from schemas.reference import known_regencies


@step("open the night")
def open_night(settings: Settings, month: str | None, sender: str | None) -> Night:
    """The night's inputs and places: the month asked for, else the newest received and open; the key checked, or made.

    Closed months go on into the night's snapshot as they are, once known to be what was closed.
    """
    months = months_received(settings.raw)
    if not months:
        raise NoRosters(f"no rosters under {settings.raw / 'rosters'}")
    previous = snapshot.latest_snapshot(settings.curated)
    closed = closed_months(previous)
    check_unchanged(previous, closed)
    if month:
        check_open(month, closed)
    else:
        month = newest_month(open_months(months, closed), now())
    check_not_rolled_back(settings.curated, month)
    check_key(settings.key_file, snapshot.read_manifest(previous).get("key_fingerprint"))
    run_id = new_run_id()
    night = Night(
        run_id=run_id,
        month=month,
        sender=sender,
        raw=settings.raw,
        curated=settings.curated,
        key_file=settings.key_file,
        keep_snapshots=settings.keep_snapshots,
        shards=settings.shards,
        staging=snapshot.stage(settings.curated, run_id),
        previous=previous,
        started=now(),
        regencies=known_regencies(settings.regencies),
        sender_declarations=settings.senders,
        cache_folder=settings.cache_folder,
        cache_bytes=settings.cache_bytes,
        exchange=exchange_of(settings),
    )
    night.keep("closed_months", closed)
    return night
