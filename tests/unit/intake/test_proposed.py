"""Who of a list is proposed, by a column of marks or words."""

import polars as pl
import pytest

from flows.intake.proposed import not_proposed

NIK = "3504111209759001"


def proposed(*cells: str | None) -> str:
    """A mark a person: n for those who are not proposed."""
    frame = pl.DataFrame(
        {"nik_text": [NIK] * len(cells), "proposed_text": cells}, schema_overrides={"proposed_text": pl.String}
    )
    return "".join("n" if status == "tidak diusulkan" else "." for status in not_proposed(frame)["status_text"])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("V", "X", "v", ""), ".n.n"),
        (("\u221a", None, "\u221a"), ".n."),
        (("x", "", "x", "-"), ".n.n"),  # crosses alone are ticks
        (("1", "0", "1"), ".n."),
        (("Ya", "Tidak", "YA", ""), ".n.."),  # a blank among words says nothing
        (("MS", "TMS", "Layak", "tidak layak"), ".n.n"),
        (("Ya, setuju", "Tidak, sudah ikut dari perusahaan"), ".n"),
        (("Ya", "menunggu musdes", "Tidak"), "..."),  # other words: it is another kind of column
        (("Desa", "Dusun", None), "..."),
        ((None, None, ""), "..."),
    ],
)
def test_who_is_not_proposed(cells: tuple[str | None, ...], expected: str) -> None:
    assert proposed(*cells) == expected


def test_notes_and_the_status_of_the_others_stay() -> None:
    texts = {
        "proposed_text": ["v", "x"],
        "note_text": ["baru", "menunggu musdes"],
        "status_text": ["Honorer", "Honorer"],
    }
    found = not_proposed(pl.DataFrame({"nik_text": [NIK] * 2, **texts}))
    assert found["note_text"].to_list() == ["baru", "menunggu musdes"]
    assert found["status_text"].to_list() == ["Honorer", "tidak diusulkan"]


def test_rows_without_a_nik_are_no_people() -> None:
    frame = pl.DataFrame({"nik_text": ["NIK", NIK, None], "proposed_text": ["DIUSULKAN", "v", None]})
    assert not_proposed(frame)["status_text"].to_list() == [None, None, None]
