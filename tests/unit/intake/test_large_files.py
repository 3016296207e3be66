"""Files too large to be held: read in pages, they end as they would whole."""

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

import polars as pl
import pytest

from flows.intake.amendments import AMENDMENTS, amend
from flows.intake.data_rows import people_and_ignored, summed_ignored
from flows.intake.pages.delimited import DelimitedPages
from flows.intake.pages.files import read_page, write_page
from flows.intake.pages.grid import PageSize
from flows.intake.reading import Reading
from flows.intake.roster import read_roster
from schemas.senders.sender import Sender

SENDER = Sender(sender="dishub", name="Dinas Perhubungan", kind="opd", contact="-", sends="-")
SOURCE = "rosters/2023-09/dishub/a.csv"
PAGE = PageSize(text=200, rows=3)


def rows(people: int = 40) -> list[str]:
    return ["NO;NIK;NAMA;ALAMAT", *(f"{n};350411120975{9000 + n};KARTO {n};Dsn. Krajan" for n in range(1, people + 1))]


def read_in_pages(path: Path, page: PageSize = PAGE) -> Reading:
    numbers = count(1)

    def leave(cells: pl.DataFrame) -> Path:
        place = path.parent / f"{next(numbers):05d}.arrow"
        write_page(cells, place)
        return place

    return read_roster(path, SOURCE, SENDER, leave=leave, page=page)


def own_rows(pages: Sequence[Path]) -> pl.DataFrame:
    return pl.concat(map(read_page, pages)).with_columns(pl.lit(None, pl.UInt32).alias("page"))


def text(lines: Sequence[str], end: str = "\n") -> bytes:
    return (end.join(lines) + end).encode()


def with_line(line: str) -> list[str]:
    """A line in the middle, far behind the sample that tells how a file is written."""
    return [*rows(2_000), line, *rows(20)[1:]]


FILES: dict[str, Callable[[], bytes]] = {
    "plain": lambda: text(rows()),
    "windows_lines": lambda: text(rows(), "\r\n"),
    "blank_lines": lambda: text([*rows(3), "", "", *rows(9)[1:], ""]),
    "line_breaks_in_quotes": lambda: text([*rows(3), '4;3504111209759004;"KARTO\n\n4";"Dsn.\nKrajan"', *rows(9)[5:]]),
    "one_cp1252_byte": lambda: text(with_line("1;3504111209759777;RENE;x")).replace(b"RENE", b"REN\xc9"),
    "one_stray_quote": lambda: text(with_line('1;3504111209759777;KAR"TO;x')),
    "one_stray_quote_before_a_cell": lambda: text(with_line('1;3504111209759777;"KARTO;x')),
    "utf_16": lambda: "\n".join(rows()).encode("utf-16"),
    "lines_quoted_whole": lambda: text([f'"{line}"' for line in rows()]),
    "lines_quoted_whole_but_one": lambda: text([*(f'"{line}"' for line in rows(2_000)), *rows(3)[1:]]),
    "damaged_niks": lambda: text(
        ["NO;NIK;NAMA", *(f"{n};35041112097590{n:02d}"[:-1] + "0;KARTO" for n in range(10, 60))]
    ),
    "heading_far_below": lambda: text([*["surat;;;"] * 60, *rows()]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_delimited_file_ends_as_it_would_whole(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(FILES[name]())
    page = PageSize(text=max(200, path.stat().st_size // 8))
    once, paged = read_roster(path, SOURCE, SENDER), read_in_pages(path, page)
    assert (paged.code, paged.set_aside, paged.heading) == (once.code, once.set_aside, once.heading)
    cells = own_rows(paged.pages) if paged.pages else paged.cells
    assert cells.equals(once.cells), (cells, once.cells)
    assert len(paged.pages) > 1 or once.cells.is_empty()


def test_pages_hold_what_they_may(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text(rows(500)))
    read = read_in_pages(path, PageSize(text=2_000))
    heights = [read_page(page).height for page in read.pages]
    line = len(rows()[-1]) + 1
    assert max(heights) <= 2_000 // line + 1, heights
    assert sum(heights) == 500


def test_a_row_without_an_end_is_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a stray quote that nothing closes takes all the memory there is, quotes are taken for letters."""
    monkeypatch.setattr("flows.intake.pages.delimited._LONGEST_RECORD", 5_000)
    path = tmp_path / "a.csv"
    path.write_bytes(text([*rows(3), '4;3504111209759004;"KARTO;x', *rows(800)[5:]]))
    longest = 0
    read_text = DelimitedPages._without_wraps

    def noting(pages: DelimitedPages, part: bytes) -> bytes:
        nonlocal longest
        longest = max(longest, len(part))
        return read_text(pages, part)

    monkeypatch.setattr(DelimitedPages, "_without_wraps", noting)
    paged = read_in_pages(path)
    assert own_rows(paged.pages)["name_text"][3] == '"KARTO'
    assert longest < 5_200


def test_parquet_numbers_stay_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    niks = [float(3504111209759000 + n) for n in range(1, 20)]
    pl.DataFrame({"NIK": niks, "NAMA": ["KARTO"] * 19, "UPAH": list(range(19))}).write_parquet(path)
    paged = read_in_pages(path)
    assert len(paged.pages) == 7
    assert own_rows(paged.pages).equals(read_roster(path, SOURCE, SENDER).cells)


def test_mended_pages_are_understood_anew(tmp_path: Path) -> None:
    """A row that becomes a person ends the signature block that the pages behind it were part of."""
    path = tmp_path / "a.csv"
    path.write_bytes(text([*rows(5), "Mengetahui,;;;", *[";;Karto;"] * 30]))
    paged, once = read_in_pages(path), read_roster(path, SOURCE, SENDER)
    said = pl.DataFrame([["abc-0-8", "nik", "3504111209759999"]], schema=AMENDMENTS, orient="row")
    mended = paged.mended(lambda cells: amend(cells, "abc", said))
    found = [people_and_ignored(pl.read_ipc(page)) for page in mended.pages]
    people, ignored = people_and_ignored(amend(once.cells, "abc", said))
    assert pl.concat(rows for rows, _ in found).equals(people)
    assert summed_ignored(pl.concat(counts for _, counts in found)).equals(ignored)
    assert people.height == 6
