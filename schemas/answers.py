"""Answers from outside (Dukcapil, BPJS Ketenagakerjaan, lists of aid): which kinds there are and what each tells.

A kind has a folder below `raw/`, the fields that its headings name (`schemas/reference/answer_headings.csv`) and those
that must be there for a file to be of that kind. What the words of its cells mean is in `answer_words.csv`.
"""

from dataclasses import dataclass

import polars as pl

from schemas.reference import reference
from schemas.tables.bills import BILLS
from schemas.tables.dukcapil_results import DUKCAPIL_RESULTS, MATCHES
from schemas.tables.members import MEMBERS
from schemas.tables.payments import PAYMENTS
from schemas.tables.table import Table


@dataclass(frozen=True, slots=True)
class Kind:
    """`needs` are groups of fields: a heading has one of each at least. `said` names the kind to a person.

    `read` is the shape in which its rows are understood, one each.
    """

    name: str
    folder: str
    said: str
    fields: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    read: pl.Schema


def _kind(name: str, folder: str, said: str, needs: str, read: pl.Schema) -> Kind:
    """`needs` as words: alternatives joined by `|`."""
    headings = reference("answer_headings").filter(pl.col("kind") == name)
    fields = ("nik", "name", *headings["field"].unique(maintain_order=True))
    groups = tuple(frozenset(group.split("|")) for group in needs.split())
    return Kind(name, folder, said, tuple(dict.fromkeys(fields)), groups, read)


def _unpublished(table: Table) -> pl.Schema:
    """A table's columns without the pseudonym, which is put in where the key is."""
    return pl.Schema({name: dtype for name, dtype in table.dtypes.items() if name != "worker_id"})


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

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind(
            "dukcapil",
            "dukcapil",
            "hasil pemadanan Dukcapil",
            f"nik outcome|{'|'.join(MATCHES)}|name|birth_date|birth_place|sex|address",
            _unpublished(DUKCAPIL_RESULTS),
        ),
        _kind("bill", "bpjs", "tagihan iuran", "nik|kpj billed|jkk billed|jkm", _unpublished(BILLS)),
        _kind("payment", "bpjs", "pembayaran iuran", "paid paid_on|payment_code", _unpublished(PAYMENTS)),
        _kind("members", "bpjs", "nomor peserta (KPJ)", "nik kpj", _unpublished(MEMBERS)),
        _kind("claims", "claims", "klaim", "nik|kpj event_on|claim_id|claimed", CLAIMS_READ),
        _kind("aid", "aid", "penerima bantuan", "nik programme|item|amount|received_on", AID_READ),
    )
}
"""The kinds, those that ask for more of a heading first: a file is of the first kind of its folder that fits."""

FOLDERS = tuple(dict.fromkeys(kind.folder for kind in KINDS.values()))

FIELDS = tuple(dict.fromkeys(field for kind in KINDS.values() for field in kind.fields))
"""Every field that any of them has."""


def answer_cells(kind: Kind) -> pl.Schema:
    """What intake hands to cleaning: the cells of a file's answers as text, a filled row below the heading each."""
    return pl.Schema(
        {
            **_PLACE,
            "titles": pl.String(),  # what stands above the heading, the sheet's and the file's name, a line each
            "lead": pl.String(),  # first filled cell of a row without a whole NIK: tells totals from people
            "nik_is_number": pl.Boolean(),
            "of_another_kind": pl.Boolean(),  # the sheet is of another kind than the first of the file
            **{f"{field}_text": pl.String() for field in kind.fields},
        }
    )
