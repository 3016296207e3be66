"""Claims, deaths without a claim, and aid: what became of people beyond their cover."""

import polars as pl

from flows.night import Night
from flows.programme.answers.aid import aid_received
from flows.programme.answers.claims import LEDGER, follow, with_niks
from flows.programme.answers.unclaimed import unclaimed_deaths
from flows.programme.cover.corrected import under_either_nik
from flows.publishing.parquet import months_kept
from flows.publishing.pseudonyms import read_key, with_worker_ids
from flows.tasks.ledger import ledger, niks_corrected
from flows.tasks.steps import step
from schemas.tables import TABLES


@step("follow claims, deaths and aid", counts="claims")
def follow_claims(night: Night) -> int:
    """Claims beside the ledger, deaths that nobody claimed, and aid with double receipt. Returns claims followed."""
    key, deaths = read_key(night.key_file), night.load("tables/deaths")
    read = with_niks(night.load("claims_read"), night.load("tables/members"))
    followed = with_worker_ids(read, key)
    corrected = niks_corrected(night)
    named = pl.concat([followed["worker_id"], deaths["worker_id"], *corrected]).drop_nulls().unique()
    months_covered = ledger(night, LEDGER, pl.col("worker_id").is_in(named.implode()))
    months = pl.Series([*months_kept(night.previous, TABLES["workers"]), night.first_day], dtype=pl.Date).unique()
    claims = follow(followed, under_either_nik(months_covered, corrected), months)
    claimed = under_either_nik(claims, corrected)
    night.keep("claims", claims)
    night.keep("unclaimed_deaths", unclaimed_deaths(deaths, claimed, months_covered, night.first_day))
    night.keep("aid", aid_received(with_worker_ids(night.load("aid_read"), key)))
    return claims.height
