"""How a NIK is spoilt, or merely dressed up: one small function for each kind of mess."""

from flows.demo.rosters import Row
from flows.demo.spoil import Scene

_NOWHERE = ("29", "38", "45", "59", "67", "79", "86")


def nik_blank(row: Row, _: Scene) -> None:
    """No NIK; everything else is there."""
    row.cells["nik"] = None


def nik_scientific(row: Row, scene: Scene) -> None:
    """What Excel shows of a long number, saved as text."""
    row.cells["nik"] = f"{row.person.nik[0]}{scene.rng.choice(',.')}{row.person.nik[1:6]}E+15"


def nik_truncated(row: Row, _: Scene) -> None:
    """A number cell: fifteen digits are left, the sixteenth reads 0."""
    row.cells["nik"] = float(row.person.nik[:-1] + "0")


def nik_temporary(row: Row, _: Scene) -> None:
    """Sixteen digits that begin with 0: given by a village system while waiting for the real one."""
    row.cells["nik"] = "0" + row.person.nik[:-1]


def nik_malformed(row: Row, scene: Scene) -> None:
    """A digit too few or too many, or a letter for a digit."""
    nik = row.person.nik
    wrong = (nik[:-1], nik + nik[-1], f"{nik[:4]}O{nik[5:]}", nik[:-3], f"{nik[:-1]}X")
    row.cells["nik"] = scene.rng.choice(wrong)


def nik_nowhere(row: Row, scene: Scene) -> None:
    """The first two digits of no province."""
    row.cells["nik"] = scene.rng.choice(_NOWHERE) + row.person.nik[2:]


def nik_never(row: Row, scene: Scene) -> None:
    """A day that no calendar has: 31 February, month 13, day 35 or day 00."""
    nik = row.person.nik
    never = scene.rng.choice(("3102", "1513", "3504", "0007", "7102", "7513"))
    row.cells["nik"] = nik[:6] + never + nik[10:]


def nik_serial_zero(row: Row, _: Scene) -> None:
    """The serial that no register gives out."""
    row.cells["nik"] = row.person.nik[:-4] + "0000"


def nik_dressed(row: Row, scene: Scene) -> None:
    """The right sixteen digits with an apostrophe, spaces, dots, dashes or a hard space around them."""
    nik = row.person.nik
    parts = (nik[:6], nik[6:12], nik[12:])
    row.cells["nik"] = scene.rng.choice(
        (f"'{nik}", " ".join(parts), ".".join(parts), "-".join(parts), f"{nik}\u00a0", f" {nik} ")
    )


def nik_is_nkk(row: Row, _: Scene) -> None:
    """The person's NIK where the family card's number belongs."""
    row.cells["nkk"] = row.person.nik
