"""The hands offices write in: each sheet takes the next of every habit, so that all of them occur."""

from dataclasses import replace
from itertools import count

from flows.demo.rosters import Style

_CELL_DATES = ("cell", "dashes", "long", "cell", "slashes", "iso", "short", "cell", "serial")
_TEXT_DATES = ("dashes", "iso", "slashes", "short", "long")
_SEXES = (("L", "P"), ("Laki-laki", "Perempuan"), ("L", "P"), ("LAKI-LAKI", "PEREMPUAN"))
_PREFIXES = ("", "", "Desa ", "", "Ds. ")


class Styles:
    """Hands out one style after the other. The cycles have different lengths, so combinations vary."""

    def __init__(self) -> None:
        self._turn = count()

    def next(self, csv: bool = False, ttl: bool = False) -> Style:
        """The next style that such a file can carry; place and date in one cell are written with dashes."""
        turn = next(self._turn)
        forms = _TEXT_DATES if csv else _CELL_DATES
        style = Style(
            dates="dashes" if ttl else forms[turn % len(forms)],
            sex=_SEXES[turn % len(_SEXES)],
            upper=turn % 3 == 0,
            numeric_nik=turn % 17 == 5 and not csv,
            wage_text=turn % 2 == 0,
            desa_prefix=_PREFIXES[turn % len(_PREFIXES)],
            numbering=turn % 4 == 1,
            gap_below_title=turn % 2 == 1,
            total=turn % 3 != 1,
            signature=turn % 5 < 2,
            blank_every=43 if turn % 6 == 2 else 0,
        )
        return replace(style, signature=False) if csv else style
