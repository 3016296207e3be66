"""Who is to be registered at BPJS Ketenagakerjaan: the covered workers of a month without a member number."""

from datetime import date

import polars as pl

from flows.reporting.exports.forms import NEW_BPU, NEW_PU, Export, blanks, by_segment
from flows.reporting.exports.numbers import member_numbers
from flows.reporting.exports.people import as_written

_FORMS = {"BPU": NEW_BPU, "PU": NEW_PU}


def registration(
    workers: pl.DataFrame, members: pl.DataFrame, changes: pl.DataFrame, deaths: pl.DataFrame, month: date
) -> Export:
    """The workers of a month whose NIK has no member number, in the form of their membership.

    Whoever has a number under the NIK before it was corrected (`changes` of all months) is a member already. He is left
    out and counted: a second number for one person would have to be undone at the branch.
    Whose death is known is left out and counted too: BPJS registers nobody after his death.
    """
    numbers = member_numbers(members, changes)
    numberless = workers.join(numbers, on="worker_id", how="anti")
    new = as_written(numberless.join(deaths, on="worker_id", how="anti"), month)
    uploads = [
        upload
        for membership, form in _FORMS.items()
        for upload in by_segment(form, new.filter(pl.col("membership") == membership))
    ]
    notes = [note for form in _FORMS.values() for note in blanks(form, uploads)]
    corrected = workers.join(numbers.filter("under_former_nik"), on="worker_id", how="semi").height
    counted = (
        (corrected, "left out: they have a KPJ under the NIK before it was corrected; tell the branch"),
        (numberless.height - new.height, "left out: dead before they were registered; speak with the branch"),
    )
    return Export(uploads, [*notes, *(f"{people:,} {what}" for people, what in counted if people)])
