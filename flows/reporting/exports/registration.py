"""Who is to be registered at BPJS Ketenagakerjaan: the covered workers of a month without a member number."""

from datetime import date

import polars as pl

from flows.reporting.exports.forms import NEW_BPU, NEW_PU, Export, blanks, by_segment
from flows.reporting.exports.people import as_written

_FORMS = {"BPU": NEW_BPU, "PU": NEW_PU}


def registration(workers: pl.DataFrame, members: pl.DataFrame, changes: pl.DataFrame, month: date) -> Export:
    """The workers of a month whose NIK has no member number, in the form of their membership.

    Whoever has a number under an earlier NIK (`changes` of all months: corrected_nik) is a member already. He is left
    out and counted: a second number for one person is what has to be undone at the branch afterwards.
    """
    known = set(members["worker_id"])
    numberless = workers.filter(~pl.col("worker_id").is_in(known))
    corrected = _numbered_before(changes, known)
    new = as_written(numberless.filter(~pl.col("worker_id").is_in(corrected)), month)
    uploads = [
        upload
        for membership, form in _FORMS.items()
        for upload in by_segment(form, new.filter(pl.col("membership") == membership))
    ]
    notes = [note for form in _FORMS.values() for note in blanks(form, uploads)]
    if waiting := numberless.height - new.height:
        notes.append(
            f"{waiting:,} left out: a corrected NIK of somebody who has a KPJ; have the branch correct the NIK"
        )
    return Export(uploads, notes)


def _numbered_before(changes: pl.DataFrame, known: set[str]) -> set[str]:
    """The workers whose former NIK, or one before that, has a member number."""
    corrections = changes.filter(pl.col("kind") == "corrected_nik").sort("month").select("before", "after")
    numbered: set[str] = set()
    for former, now in corrections.iter_rows():
        if former in known or former in numbered:
            numbered.add(now)
    return numbered
