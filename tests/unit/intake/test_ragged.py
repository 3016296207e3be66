"""Rows of delimited files with more cells than the heading."""

import pytest

from flows.intake.ragged import has_surplus_cells, mended_rows, unwrapped

WHOLE = """\
NIK,NAMA,L/P,ALAMAT,DESA,HP
3504111209759001,Karto,L,Krajan RT 01,Pulosari,0812
3504111209759002,Siti,P,Krajan RT 02,Pulosari,
3504111209759003,Budi,L,Krajan,Ngunut,0813
3504111209759004,Tini,P,Jl. Raya 5,Ngunut,
3504111209759005,Joko,L,Krajan,Ngunut,
"""


def mended(row: str) -> list[str]:
    return mended_rows(f"{WHOLE}{row}\n", ",", 6, 0)[-1]


@pytest.mark.parametrize(
    ("row", "became"),
    [
        (
            "3504111209759006,Sri,P,Krajan, RT 03, RW 01,Pulosari,0812",
            "3504111209759006|Sri|P|Krajan, RT 03, RW 01|Pulosari|0812",
        ),
        (
            "3504111209759006,Sri,P,Krajan, RT 03,Pulosari,",
            "3504111209759006|Sri|P|Krajan, RT 03|Pulosari|",
        ),
        (
            "3504111209759006,Sri, S.Pd,P,Krajan,Pulosari,0812",
            "3504111209759006|Sri, S.Pd|P|Krajan|Pulosari|0812",
        ),
        (
            "3504111209759006,Sri,,P,Krajan,Pulosari,0812",  # a separator too many
            "3504111209759006|Sri|P|Krajan|Pulosari|0812",
        ),
        (
            "3504111209759006,Sri,P,Krajan,Pulosari,0812,",
            "3504111209759006|Sri|P|Krajan|Pulosari|0812|",
        ),
        (
            "3504111209759006,Sri,P,Krajan,Pulosari,0812,meninggal",
            "3504111209759006|Sri|P|Krajan|Pulosari|0812|meninggal",
        ),
    ],
)  # fmt: skip
def test_surplus_cells_go_where_the_others_then_fit(row: str, became: str) -> None:
    assert mended(row) == became.split("|")


def test_the_thousands_of_an_amount_are_put_together() -> None:
    names = enumerate(("Karto", "Tini", "Sri"), 1)
    rows = ["NAMA,NIK,GAJI", *(f"{name},350411120975900{n},Rp {n},850,000" for n, name in names)]
    more = ["Siti, S.Pd,3504111209759004,Rp 1,950,000", "Budi,3504111209759005,1,850,000"]
    read = mended_rows("\n".join([*rows, *more]), ",", 3, 0)
    assert [(row[0], row[2]) for row in read[3:]] == [
        ("Sri", "Rp 3,850,000"), ("Siti, S.Pd", "Rp 1,950,000"), ("Budi", "1,850,000")
    ]  # fmt: skip


def test_cells_that_could_stand_in_two_columns_are_left_blank() -> None:
    rows = WHOLE.replace("Pulosari", "A1").replace("Ngunut", "B2").replace("Krajan", "C3")
    row = mended_rows(f"{rows}3504111209759006,Sri,P,X9,Y9,Z9,0812\n", ",", 6, 0)[-1]
    assert row[:3] == ["3504111209759006", "Sri", "P"]
    assert row[4:] == ["", "0812"]


def test_without_whole_rows_nothing_is_mended() -> None:
    assert mended_rows("NIK,NAMA\n35,Karto,S.Pd\n", ",", 2, 0)[1] == ["35", "Karto", "S.Pd"]


@pytest.mark.parametrize(
    ("text", "surplus"),
    [(WHOLE, False), (f"{WHOLE}1,2,3,4,5,6,7\n", True), (f'{WHOLE}1,"2,2,2",3,4,5,6\n', False), ("", False)],
)
def test_separators_inside_quotes_are_no_surplus(text: str, surplus: bool) -> None:
    assert has_surplus_cells(text, ",", 6) == surplus


@pytest.mark.parametrize("separator", [",", ";"])
def test_lines_quoted_whole_are_unwrapped(separator: str) -> None:
    rows = [
        "DAFTAR PEKERJA RENTAN",
        '"NO,NIK,NAMA"',
        '"1,3504110101909001,""KARTO, S.Pd"""',
        '"2,3504110101909002,Sri"',
    ]
    text = ";;\n".join(row if row[0] != '"' else row.replace(",", separator) for row in rows)
    bare = unwrapped(text, (",", ";"))
    assert bare is not None
    assert bare.splitlines()[2] == '1,3504110101909001,"KARTO, S.Pd"'.replace(",", separator)


@pytest.mark.parametrize(
    "text",
    [
        "NO,NIK\n1,3504110101909001\n2,3504110101909002\n3,3504110101909003",
        '"NO","NIK"\n"1","3504110101909001"\n"2","3504110101909002"\n"3","3504110101909003"',
        '"Catatan, penting"\nNO,NIK\n"1",3504110101909001',
    ],
)
def test_lines_with_quoted_cells_are_left_alone(text: str) -> None:
    assert unwrapped(text, (",", ";")) is None
