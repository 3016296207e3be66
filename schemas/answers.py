"""What answers from outside look like once their cells are typed."""

import polars as pl

_PLACE = {"source_file": pl.String(), "sheet": pl.String(), "source_row": pl.UInt32()}

CLAIMS_READ = pl.Schema(
    {
        "claim_id": pl.String(),
        "programme": pl.String(),  # jkk, jkm, scholarship
        "nik": pl.String(),
        "kpj": pl.String(),
        "name": pl.String(),
        "event_on": pl.Date(),
        "reported_on": pl.Date(),
        "paid_on": pl.Date(),
        "claimed_rp": pl.Int64(),
        "claim_status": pl.String(),  # reported, paid, refused
        "heir": pl.String(),
        **_PLACE,
    }
)
"""Claims as their lists tell them, one a row."""

AID_READ = pl.Schema(
    {
        "programme": pl.String(),
        "nik": pl.String(),
        "name": pl.String(),
        "received_on": pl.Date(),
        "amount_rp": pl.Int64(),
        "item": pl.String(),
        **_PLACE,
    }
)
"""Aid as its lists tell it, one receipt a row."""
