"""The trail of nights: what earlier snapshots counted, by night, segment and sender."""

import polars as pl

TRAIL = pl.Schema(
    {
        "run_id": pl.String,
        "started": pl.Datetime("us", "UTC"),
        "month": pl.Date,
        "scope": pl.String,
        "name": pl.String,
        "rows_read": pl.Int64,
        "covered": pl.Int64,
        "duplicate": pl.Int64,
        "rejected": pl.Int64,
        "score": pl.Float64,
    }
)
"""`scope` is night, segment or sender; `name` the segment's or the sender's, and empty for a night as a whole."""
