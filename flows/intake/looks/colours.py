"""Colours of cells, and the words that people call them by."""

import colorsys
from collections.abc import Sequence

COLOUR_WORDS = {
    "merah": r"merah(?!\s(?:muda|jambu))",
    "oranye": r"oranye|orange|orens|jingga",
    "kuning": r"kuning",
    "hijau": r"hijau|ijo",
    "biru": r"biru",
    "ungu": r"ungu",
    "pink": r"pink|merah\s(?:muda|jambu)",
    "abu-abu": r"abu\W?abu",
}
"""How each colour is written, in lower case."""
_HUES = (
    ("merah", 345, 360), ("merah", 0, 16), ("oranye", 14, 50), ("kuning", 40, 70), ("hijau", 65, 170),
    ("biru", 165, 258), ("ungu", 250, 310), ("pink", 295, 360),
)  # fmt: skip
"""Degrees on the wheel of colours; between two, people may say either."""
_GREY, _BLACK, _WHITE = 0.1, 0.12, 0.97
_OF_EXCEL = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 800000 008000 000080 808000 800080 008080 C0C0C0 808080 "
    "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF "
    "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 "
    "003366 339966 003300 333300 993300 993366 333399 333333"
)
PALETTE = _OF_EXCEL.split()
"""What the numbers from `FIRST_OF_PALETTE` on stand for, unless a workbook says otherwise."""
FIRST_OF_PALETTE = 8


def called(rgb: str | None, tint: float = 0.0) -> tuple[str, ...]:
    """What a colour of six hexadecimal digits may be called, the likeliest first; nothing for black and white.

    A `tint` above 0 makes it lighter, one below 0 darker.
    """
    if not rgb:
        return ()
    red, green, blue = (int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, light, _ = colorsys.rgb_to_hls(red, green, blue)
    shade = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    if not _BLACK < shade < _WHITE:
        return ()
    if max(red, green, blue) - min(red, green, blue) < _GREY:
        return ("abu-abu",)
    return tuple(word for word, first, last in _HUES if first <= hue * 360 <= last)


def of_palette(number: int, palette: Sequence[str]) -> str | None:
    """The colour of a number, None for the automatic ones and others that are not known."""
    place = number - FIRST_OF_PALETTE
    if place < 0:  # the first eight come twice
        place = number
    return palette[place] if 0 <= place < len(palette) else None
