"""Facts of a person as the forms write them."""

import polars as pl
import pytest

from flows.reporting.exports.people import mobile, one_line, whole_address


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("081234567890", "081234567890"),
        ("0812-3456-7890", "081234567890"),
        ("+62 812 3456 7890", "081234567890"),
        ("62812.3456.7890", "081234567890"),
        ("08123456789 (anak)", "08123456789"),
        ("081234567890 / 085600001111", "081234567890"),
        ("081234567890 085600001111", None),  # no telling where the first ends
        ("0355-321045", None),
        ("-", None),
        (None, None),
    ],
)
def test_a_mobile_number(cell: str | None, number: str | None) -> None:
    assert pl.select(mobile(pl.lit(cell, pl.String))).item() == number


@pytest.mark.parametrize(
    ("address", "desa_code", "kecamatan_code", "whole"),
    [
        ("RT 01 RW 02", "35.04.11.2008", "35.04.11", "RT 01 RW 02, Desa X, Kec. Y, Kabupaten Tulungagung"),
        (None, "35.04.01.1001", "35.04.01", "Kel. X, Kec. Y, Kabupaten Tulungagung"),
        ("RT 01 RW 02", "35.05.19.2002", "35.05.19", "RT 01 RW 02, Desa X, Kec. Y, Kabupaten Blitar"),
        ("Dsn. Krajan, Trenggalek", None, None, "Dsn. Krajan, Trenggalek"),
        (None, None, None, None),
    ],
)
def test_a_whole_address(
    address: str | None, desa_code: str | None, kecamatan_code: str | None, whole: str | None
) -> None:
    place = {
        "address": address,
        "desa_code": desa_code,
        "desa_name": desa_code and "X",
        "kecamatan_code": kecamatan_code,
        "kecamatan_name": kecamatan_code and "Y",
    }
    assert pl.DataFrame(place, schema=dict.fromkeys(place, pl.String)).select(whole_address()).item() == whole


def test_a_cell_is_one_line_that_a_workbook_can_hold() -> None:
    cells = pl.DataFrame({"cell": ["SITI\nAMINAH", " KARTO\x00 \x1b", "\t", None]})
    assert cells.select(one_line(pl.col("cell")))["cell"].to_list() == ["SITI AMINAH", "KARTO", None, None]
