"""Place cells that name more than their column asks."""

import polars as pl
import pytest

from flows.cleaning.place_cells import with_said_places


def said(desa: str | None, kecamatan: str | None = None, regency: str | None = None) -> tuple[str | None, ...]:
    texts = {"desa_text": desa, "kecamatan_text": kecamatan, "regency_text": regency}
    frame = pl.DataFrame([texts], schema=dict.fromkeys(texts, pl.String))
    row: tuple[str | None, ...] = (
        with_said_places(frame, "35.04").select(f"{part}_said" for part in ("desa", "kecamatan", "regency")).row(0)
    )
    return row


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        (("Desa Dono Kec. Sendang", None), ("Desa Dono", "Sendang", None)),
        (("Dono, Kecamatan Sendang, Kab. Tulungagung", None), ("Dono", "Sendang", "Tulungagung")),
        (("Ngadiluwih", "Ngadiluwih, Kab. Kediri"), ("Ngadiluwih", "Ngadiluwih", "Kediri")),
        (("Sananwetan", "Sananwetan Kota Blitar"), ("Sananwetan", "Sananwetan", "Blitar")),
        (("Dono Kec. Sendang", "Gondang"), ("Dono", "Gondang", None)),  # its own column comes first
        (("Kecamatan", "Kec. Sendang"), ("Kecamatan", "Kec. Sendang", None)),
        (("Dono", "Sendang"), ("Dono", "Sendang", None)),
        ((None, None), (None, None, None)),
    ],
)
def test_a_wider_place_behind_its_own(cells: tuple[str | None, ...], places: tuple[str | None, ...]) -> None:
    assert said(*cells) == places
