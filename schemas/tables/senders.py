"""What each office sent for the month and what became of it."""

import pandera.polars as pa

from schemas.tables.table import Table

SENDERS = Table(
    name="senders",
    zone="analyst",
    description="What each office sent for the month and what became of it.",
    columns=(
        "month",
        "sender",
        "files",
        "last_received",
        "carried_forward",
        "missing",
        "rows_read",
        "covered",
        "waiting",
        "duplicate",
        "rejected",
        "with_advice",
        "score",
    ),
    grain=("month", "sender"),
    order=("month", "sender"),
    nullable=("last_received", "score"),
    checks={"score": [pa.Check.in_range(0, 100)]},
)
