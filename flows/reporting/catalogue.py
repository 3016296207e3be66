"""The reason catalogue as people read it: the whole of it as a list, or one code in full with its example."""

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from schemas.reasons import REASONS, Fixer, Level, Reason, Severity

MENDED_BY: dict[Fixer, str] = {
    "sender": "pengirim",
    "steward": "pengelola",
    "dukcapil": "Dukcapil",
    "bpjs": "BPJS",
}
_OUTCOME: dict[tuple[Level, Severity], str] = {
    ("row", "reject"): "Baris ditolak: orangnya belum terlindungi sampai barisnya diperbaiki.",
    ("row", "advise"): "Baris diterima dengan catatan: perbaiki pada kiriman berikutnya.",
    ("file", "reject"): "Berkas tidak dipakai sama sekali sampai diperbaiki.",
    ("file", "advise"): "Berkas dipakai dengan catatan.",
}


def print_catalogue(only: Reason | None = None) -> None:
    """Prints the catalogue, or `only` one reason, as wide as the terminal; in a file 80 columns."""
    Console(highlight=False).print(one_in_full(only) if only else catalogue(REASONS.values()))


def catalogue(reasons: Iterable[Reason]) -> RenderableType:
    """Every reason in a table for each outcome: the code with who mends it, and what the sender reads."""
    by_outcome: dict[tuple[Level, Severity], list[Reason]] = {}
    for reason in reasons:
        by_outcome.setdefault((reason.level, reason.severity), []).append(reason)
    return Group(
        *(part for outcome, found in by_outcome.items() for part in (Text(_OUTCOME[outcome]), _table(found), "")),
        Text("Satu kode lengkap dengan contohnya: payung reasons NIK_FORMAT"),
    )


def _table(reasons: Iterable[Reason]) -> Table:
    table = Table("kode", "masalah dan cara memperbaiki", "oleh", show_lines=True)
    table.columns[0].no_wrap = table.columns[2].no_wrap = True
    for reason in reasons:
        table.add_row(*map(Text, (reason.code, f"{reason.sentence} {reason.fix}", MENDED_BY[reason.fixer])))
    return table


def one_in_full(reason: Reason) -> RenderableType:
    """One reason: what it is about, what it causes, who mends it and how, and what it looks like."""
    sent, mended = reason.example.split(" → ")
    facts = {
        "Masalah": reason.sentence,
        "Akibat": _OUTCOME[reason.level, reason.severity],
        "Cara memperbaiki": reason.fix,
        "Diperbaiki oleh": MENDED_BY[reason.fixer],
        "Contoh": sent,
        "Seharusnya": mended,
    }
    table = Table.grid(padding=(0, 2))
    for label, said in facts.items():
        table.add_row(Text(label), Text(said))
    return Group(Text(reason.code, style="bold"), table)
