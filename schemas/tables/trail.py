"""The trail of nights: what the last published nights counted, for the gate and the report's trends. Not published.

One row a night for the night as a whole (`name` is null), and one for each segment and each sender it had. Of a segment
only `covered` is known; only a sender has a `score`.
"""

import polars as pl

TRAIL = pl.Schema(
    {
        "run_id": pl.String(),
        "started": pl.Datetime("us", "UTC"),
        "month": pl.Date(),
        "scope": pl.String(),  # night, segment or sender
        "name": pl.String(),
        "rows_read": pl.Int64(),
        "covered": pl.Int64(),
        "duplicate": pl.Int64(),
        "rejected": pl.Int64(),
        "score": pl.Float64(),
    }
)
