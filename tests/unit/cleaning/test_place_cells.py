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
        (("Dono Kec. Sendang Kab. Tulungagung", None), ("Dono", "Sendang", "Tulungagung")),
        (("Dono RT 01 RW 02", None), ("Dono", None, None)),
        (("Dono RT 01/RW 02 Kec. Sendang", None), ("Dono", "Sendang", None)),
        (("Dono (RT/RW 01/02)", None), ("Dono", None, None)),
        (("Dsn. Krajan Ds. Dono", None), ("Ds. Dono", None, None)),
        (("Ds. Krajan Ds. Dono", None), ("Ds. Krajan Ds. Dono", None, None)),  # Ds. may be a dusun
        (("Dono - Sendang", None), ("Dono", "sendang", None)),
        (("Dono, Sendang", "Kec. Sendang"), ("Dono", "Kec. Sendang", None)),
        (("Dono - Sendang", "Gondang"), ("Dono - Sendang", "Gondang", None)),
        (("Dono - Picisan", None), ("Dono - Picisan", None, None)),  # two desa
        (("Dono, Tulungagung", "Sendang"), ("Dono", "Sendang", None)),
        (("Dono, Blitar", None), ("Dono, Blitar", None, None)),
        (("Kauman", "Kab. Tulungagung"), ("Kauman", None, "Tulungagung")),
        (("Dono", "Kab. Tulungagung Kec. Sendang"), ("Dono", "Sendang", "Tulungagung")),
        (("Kauman", "Kota Tulungagung"), ("Kauman", "Kota Tulungagung", None)),
        (("Kecamatan", "Kec. Sendang"), ("Kecamatan", "Kec. Sendang", None)),
        (("Dono", "Sendang"), ("Dono", "Sendang", None)),
        ((None, None), (None, None, None)),
    ],
)
def test_a_wider_place_behind_its_own(cells: tuple[str | None, ...], places: tuple[str | None, ...]) -> None:
    assert said(*cells) == places
