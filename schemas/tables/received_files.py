"""Every file received, how it was read and what became of its rows."""

from schemas.tables.table import Table, one_of

COUNTED = ("read", "carried_forward")
"""How a list stands whose rows count for its month."""

RECEIVED_FILES = Table(
    name="received_files",
    zone="steward",
    description="Every file received, how it was read and what became of its rows.",
    columns=(
        "sender",
        "source_file",
        "file_sha256",
        "first_seen",
        "size",
        "month",
        "status",
        "code",
        "sheets",
        "heading",
        "rows_read",
        "ignored_rows",
        "covered",
        "waiting",
        "duplicate",
        "rejected",
    ),
    grain=("month", "source_file"),
    order=("month", "sender", "source_file"),
    nullable=("file_sha256", "code", "heading"),
    checks={"status": [one_of("read", "resent", "set_aside", "carried_forward")]},
)
