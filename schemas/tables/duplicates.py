"""Rows of workers that another row already stands for, and what decided between them."""

from schemas.tables.table import Table, one_of

DECIDED_BY = (
    "identical_file",
    "ruling",
    "residence",
    "segment_precedence",
    "received",
    "completeness",
    "file_sha256",
    "sheet",
    "source_row",
)
"""The total order between two rows of one worker, first criterion first: a steward's ruling, then the programme's own
order. A re-sent file needs none of it."""

DUPLICATES = Table(
    name="duplicates",
    zone="steward",
    description="Rows of workers that another row already stands for, and what decided between them.",
    columns=("row_id", "winner_row_id", "kind", "decided_by", "same_name"),
    grain=("row_id",),
    order=("row_id",),
    checks={
        "kind": [one_of("resent", "within_sender", "across_senders", "across_segments", "across_regencies")],
        "decided_by": [one_of(*DECIDED_BY)],
    },
)
