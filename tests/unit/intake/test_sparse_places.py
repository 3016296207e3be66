"""A column of places that is filled at the first person of each place only."""

import polars as pl
import pytest

from flows.intake.sparse_places import with_sparse_places
from schemas.tables.cells import CELLS


def filled(cells: str, kinds: str = "", page: int | None = None) -> str:
    """The desa of each row, "-" where it has none; `kinds` say by letter what the rows are but persons."""
    kind_of = {"p": "person", "t": "total", "g": "group", "b": "blank"}
    rows = [
        {"desa_text": None if cell == "-" else cell, "source_row": place, "page": page}
        for place, cell in enumerate(cells)
    ]
    said = [kind_of[kind] for kind in kinds or "p" * len(cells)]
    frame = pl.DataFrame(rows, schema=CELLS).with_columns(pl.Series("row_kind", said), list=pl.lit(0))
    done = with_sparse_places(frame)
    guessed = done.filter(pl.col("place_from_above").fill_null(False))
    assert guessed["desa_text"].null_count() == 0
    before = frame.filter(pl.col("desa_text").is_not_null())["source_row"]
    assert not guessed["source_row"].is_in(before.implode()).any()
    return "".join(cell or "-" for cell in done["desa_text"])


@pytest.mark.parametrize(
    ("cells", "done"),
    [
        ("A--B---C--", "AAABBBBCCC"),
        ("A-B-C-", "AABBCC"),
        ("-A--B--C--", "-A--B--C--"),  # the first has none
        ("A--A--B--C--", "A--A--B--C--"),  # a place is written twice
        ("A--B--A--", "A--B--A--"),
        ("AB-CD-E", "AB-CD-E"),  # few are blank
        ("A--B--", "A--B--"),  # two may be all that was known
        ("A-B-C-D-" + "-" * 30, "A-B-C-D-" + "-" * 30),  # not filled in any more
        ("----", "----"),
        ("ABC", "ABC"),
    ],
)
def test_blank_cells_are_filled_where_the_whole_list_is_written_so(cells: str, done: str) -> None:
    assert filled(cells) == done


def test_what_stands_in_rows_that_are_no_persons_fills_nothing() -> None:
    assert filled("A-XB-XC-", "pptpptpp") == "AAXBBXCC"


def test_a_list_with_group_rows_or_in_pages_is_left_as_it_is() -> None:
    assert filled("A--B--C--" + "X--", "p" * 9 + "gpp") == "A--B--C--X--"
    assert filled("A--B--C--", page=0) == "A--B--C--"


@pytest.mark.parametrize(
    ("cells", "kinds", "done"),
    [
        ("AA--BB", "", "AAAABB"),  # the page's heading has cut A
        ("AAhh-BB-", "pphhpppp", "AA--ABBB"),
        ("AA--", "", "AA--"),  # below a single block may be another place's
        ("AAt-BB", "pptppp", "AA--BB".replace("--", "t-")),  # a total ends it
        ("-ABB", "", "-ABB"),
    ],
)
def test_blank_cells_beside_merged_ones_are_of_the_place_above(cells: str, kinds: str, done: str) -> None:
    kind_of = {"p": "person", "t": "total", "h": "heading"}
    rows = [
        {"desa_text": cell if cell in "ABt" else None, "source_row": place, "place_from_above": False}
        for place, cell in enumerate(cells)
    ]
    said = [kind_of[kind] for kind in kinds or "p" * len(cells)]
    frame = pl.DataFrame(rows, schema=CELLS).with_columns(pl.Series("row_kind", said), list=pl.lit(0))
    assert "".join(cell or "-" for cell in with_sparse_places(frame)["desa_text"]) == done
