"""Where a person lives: looked up within the kecamatan only."""

import polars as pl
import pytest

from flows.cleaning.places import read_places

TEXT = pl.String
NGUNUT, KAUMAN, KOTA = "35.04.11", "35.04.05", "35.04.01"


def place(
    desa: str | None = None,
    kecamatan: str | None = None,
    regency: str | None = None,
    own: str | None = None,
    address: str | None = None,
    sent_in: str = "35.04",
    from_above: bool = False,
) -> tuple[str | None, str | None, str]:
    cells = {
        "desa_text": desa, "kecamatan_text": kecamatan, "regency_text": regency, "sender_kecamatan": own,
        "address_text": address, "regency_code": sent_in,
    }  # fmt: skip
    frame = pl.DataFrame([cells], schema=dict.fromkeys(cells, TEXT))
    row = read_places(frame.with_columns(pl.lit(from_above).alias("place_from_above"))).row(0, named=True)
    return row["kecamatan_code"], row["desa_code"], row["place_form"]


@pytest.mark.parametrize(
    ("desa", "kecamatan", "expected"),
    [
        ("Kalangan", "Ngunut", (NGUNUT, "35.04.11.2012")),
        ("Kauman", "Kauman", (KAUMAN, "35.04.05.2002")),
        ("Kauman", "Tulungagung", (KOTA, "35.04.01.1010")),
        ("Wates", "Sumbergempol", ("35.04.10", "35.04.10.2002")),
        ("Wates", "Campurdarat", ("35.04.16", "35.04.16.2006")),
        ("Ngunut", "Ngunut", (NGUNUT, "35.04.11.2011")),
        ("Ngantru", "Ngantru", ("35.04.04", "35.04.04.2008")),
    ],
)
def test_a_desa_is_looked_up_within_its_kecamatan(desa: str, kecamatan: str, expected: tuple[str, str]) -> None:
    assert place(desa, kecamatan) == (*expected, "resolved")


@pytest.mark.parametrize(
    ("desa", "kecamatan"),
    [
        ("Ds. Kalangan", "Kec. Ngunut"),
        ("Ds.Kalangan", "Kec.Ngunut"),
        ("DESA KALANGAN", "KECAMATAN NGUNUT"),
        ("desa : Kalangan", "kec Ngunut"),
        ("Desa/Kelurahan Kalangan", "Ngunut"),
        ("Desa/Kel. Kalangan", "Ngunut"),
        ("Kel./Ds. Kalangan", "Ngunut"),
        ("Pemdes Kalangan", "Ngunut"),
        ("Pemerintah Desa Kalangan", "Ngunut"),
        ("  kalangan ", " NGUNUT"),
    ],
)
def test_prefixes_and_case_do_not_matter(desa: str, kecamatan: str) -> None:
    assert place(desa, kecamatan) == (NGUNUT, "35.04.11.2012", "resolved")


@pytest.mark.parametrize(
    ("kecamatan", "code"),
    [
        ("Campur Darat", "35.04.16"),
        ("CAMPURDARAT", "35.04.16"),
        ("Tanggung Gunung", "35.04.19"),
        ("Pucang Laban", "35.04.12"),
        ("Pager Wojo", "35.04.06"),
        ("Karang Rejo", "35.04.08"),
    ],
)
def test_a_name_may_be_written_joined_or_split(kecamatan: str, code: str) -> None:
    assert place(None, kecamatan) == (code, None, "resolved")


@pytest.mark.parametrize(
    ("desa", "kecamatan", "expected"),
    [
        ("Kalangan", "Ngunt", (NGUNUT, "35.04.11.2012", "guessed")),
        ("Kalangann", "Ngunut", (NGUNUT, "35.04.11.2012", "guessed")),
        (None, "Rejotngan", ("35.04.13", None, "guessed")),
    ],
)
def test_one_slip_of_the_hand_is_guessed(
    desa: str | None, kecamatan: str, expected: tuple[str, str | None, str]
) -> None:
    assert place(desa, kecamatan) == expected


@pytest.mark.parametrize(
    ("desa", "kecamatan"),
    [
        ("Kaangan", "Ngunut"),  # one slip from Kacangan and from Kalangan
        (None, "Gendang"),  # one slip from Gondang and from Sendang
        (None, "Rejotnan"),  # two slips
        ("Tgu", "Sendang"),  # short names are too near one another
        ("Ngantru", "Ngunut"),
        ("Atlantis", "Ngunut"),
        ("Kalangan", "Atlantis"),
    ],
)
def test_what_is_not_one_known_name_is_not_guessed(desa: str | None, kecamatan: str) -> None:
    assert place(desa, kecamatan) == (None, None, "unknown")


def test_a_desa_with_the_only_such_name_tells_its_kecamatan() -> None:
    assert place("Kalangan") == (NGUNUT, "35.04.11.2012", "guessed")


def test_a_desa_name_that_occurs_twice_tells_no_kecamatan() -> None:
    assert place("Wates") == (None, None, "unknown")


def test_the_senders_own_kecamatan_stands_in_where_the_list_names_none() -> None:
    assert place("Kalangan", own=NGUNUT) == (NGUNUT, "35.04.11.2012", "resolved")


def test_the_senders_own_kecamatan_tells_two_desa_of_one_name_apart() -> None:
    assert place("Wates", own="35.04.16") == ("35.04.16", "35.04.16.2006", "resolved")


def test_a_row_that_names_nothing_lives_in_the_senders_kecamatan() -> None:
    assert place(own=NGUNUT) == (NGUNUT, None, "resolved")


def test_a_named_kecamatan_wins_over_the_senders_own() -> None:
    assert place("Wates", "Campurdarat", own="35.04.10") == ("35.04.16", "35.04.16.2006", "resolved")


def test_a_desa_found_only_elsewhere_is_not_unknown_for_the_senders_sake() -> None:
    """The only desa of that name comes before the sender's own kecamatan."""
    assert place("Kalangan", own="35.04.13") == (NGUNUT, "35.04.11.2012", "guessed")


@pytest.mark.parametrize("code", ["35.04.11.2012", "3504112012"])
def test_an_official_code_is_a_name(code: str) -> None:
    assert place(code, None, own=NGUNUT) == (NGUNUT, "35.04.11.2012", "resolved")


@pytest.mark.parametrize("code", ["35.06.09.2003", "3506092003", "35.06.09"])
def test_a_code_of_another_regency_is_no_place_of_ours(code: str) -> None:
    assert place(code, None, own=NGUNUT) == (None, None, "unknown")
    assert place("Kalangan", code, own=NGUNUT) == (None, None, "unknown")


def test_a_code_that_the_official_list_has_not_says_nothing() -> None:
    assert place("3504110012", None, own=NGUNUT) == (NGUNUT, None, "resolved")


@pytest.mark.parametrize("kecamatan", ["Kota", "Kec. Kota", "Kota Tulungagung", "Tulungagung Kota", "T. Agung"])
def test_the_kecamatan_around_the_town_is_known_beside_a_desa_of_it(kecamatan: str) -> None:
    assert place("Bago", kecamatan) == (KOTA, "35.04.01.1006", "resolved")
    assert place("Kalangan", kecamatan) == (None, None, "unknown")
    assert place(None, kecamatan) == (None, None, "unknown")


def test_a_regency_in_the_column_of_kecamatan_is_no_kecamatan() -> None:
    assert place("Kauman", "Kab. Tulungagung") == (None, None, "unknown")
    assert place("Bago", "Kab. Tulungagung") == (KOTA, "35.04.01.1006", "guessed")
    assert place("Kalangan", "Kab. Blitar") == (None, None, "outside")
    assert place(None, "Kab. Tulungagung", own=NGUNUT) == (NGUNUT, None, "resolved")


def test_a_kecamatan_behind_the_desa_is_where_it_is_looked_up() -> None:
    assert place("Wates - Sumbergempol", own="35.04.16") == ("35.04.10", "35.04.10.2002", "resolved")
    assert place("Wates - Sumbergempol", "Campurdarat") == (None, None, "unknown")


def test_a_row_that_names_no_place_at_all_is_blank() -> None:
    assert place() == (None, None, "blank")


def test_a_kecamatan_alone_is_enough() -> None:
    assert place(None, "Ngunut") == (NGUNUT, None, "resolved")


@pytest.mark.parametrize("regency", ["Kab. Blitar", "Kediri", "KABUPATEN TRENGGALEK", "Kota Blitar"])
def test_another_regency_is_outside(regency: str) -> None:
    assert place("Kalangan", "Ngunut", regency) == (None, None, "outside")


@pytest.mark.parametrize(
    "regency",
    [
        "Tulungagung",
        "Kab. Tulungagung",
        "KABUPATEN TULUNGAGUNG",
        "Tulung Agung",
        "Kab.Tulungagung",
        "Tulungagun",
        "Tulungangung",
        "-",
    ],
)
def test_the_own_regency_is_not_outside(regency: str) -> None:
    assert place("Kalangan", "Ngunut", regency) == (NGUNUT, "35.04.11.2012", "resolved")


@pytest.mark.parametrize("regency", ["Tulungagung, Jawa Timur", "Kab. Tulungagung - Jatim"])
def test_a_province_behind_the_own_regency_does_not_put_it_outside(regency: str) -> None:
    assert place("Kalangan", "Ngunut", regency) == (NGUNUT, "35.04.11.2012", "resolved")


def test_rows_keep_their_order() -> None:
    frame = pl.DataFrame(
        {"desa_text": ["Wates", "Kalangan", None, "Kauman"], "kecamatan_text": ["Campurdarat", None, "Pakel", "Kauman"]}
    ).with_columns(pl.lit(None, TEXT).alias(name) for name in ("regency_text", "sender_kecamatan", "address_text"))
    frame = frame.with_columns(pl.lit("35.04").alias("regency_code"), place_from_above=pl.lit(False))
    assert read_places(frame)["kecamatan_code"].to_list() == ["35.04.16", NGUNUT, "35.04.18", KAUMAN]


@pytest.mark.parametrize(
    ("cells", "sent_in", "expected"),
    [
        (("Pagerwojo", "Kesamben"), "35.05", ("35.05.19", "35.05.19.2004", "resolved")),
        (("Pagerwojo", "Kesamben"), "35.04", (None, None, "unknown")),  # a kecamatan of Tulungagung is called so
        (("Kalangan", "Ngunut"), "35.05", (None, None, "unknown")),
        (("Kalangan", "Ngunut", "Kab. Tulungagung"), "35.05", (None, None, "outside")),
        (("Kesamben", "Kesamben", "Kab. Blitar"), "35.04", (None, None, "outside")),
        (("Kesamben", "Kesamben", "Kabupaten Bliter"), "35.05", ("35.05.19", "35.05.19.2002", "resolved")),
        (("Kesamben", "Kesamben", "Kota Blitar"), "35.05", (None, None, "outside")),
        (("Mojoroto", "Mojoroto", "Kota Kediri"), "35.71", ("35.71.01", "35.71.01.1011", "resolved")),
        (("Mojoroto", "Mojoroto", "Kediri"), "35.71", ("35.71.01", "35.71.01.1011", "resolved")),
        (("Dau", None, "Kab. Batang"), "35.07", (None, None, "outside")),  # two letters from Malang
        (("35.05.19.2002", "Kesamben"), "35.05", ("35.05.19", "35.05.19.2002", "resolved")),
    ],
)
def test_places_are_those_of_the_regency_of_the_sender(
    cells: tuple[str | None, ...], sent_in: str, expected: tuple[str | None, ...]
) -> None:
    desa, kecamatan, regency = (*cells, None)[:3]
    assert place(desa, kecamatan, regency, sent_in=sent_in) == expected


def test_each_regencys_rows_are_looked_up_in_its_own_places() -> None:
    """Panggungrejo is a desa of Gondang and of Kauman in Tulungagung, and a kecamatan of Blitar."""
    columns = ("desa_text", "kecamatan_text", "regency_text", "address_text", "sender_kecamatan", "regency_code")
    rows = [
        ("Pulosari", "Ngunut", None, None, None, "35.04"),
        ("Pulosari", "Ngunut", None, None, None, "35.05"),
        ("Margomulyo", "Panggungrejo", None, None, None, "35.05"),
        (None, None, "Blitar", None, None, "35.04"),
        ("Pulosari", None, None, None, "35.04.11", "35.04"),
        (None, None, "Blitar", None, "35.05.19", "35.05"),
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, TEXT), orient="row").with_columns(
        place_from_above=pl.lit(False)
    )
    together = read_places(frame)
    alone = pl.concat(read_places(row) for row in frame.iter_slices(1))
    assert together.equals(alone), together
    forms = ["resolved", "unknown", "resolved", "outside", "resolved", "resolved"]
    assert together["place_form"].to_list() == forms


@pytest.mark.parametrize(
    ("desa", "kecamatan", "expected"),
    [
        ("Bukur", "Sbr. Gempol", ("35.04.10", "35.04.10.2017", "resolved")),  # the desa confirms it
        (None, "Smbrgempol", ("35.04.10", None, "guessed")),
        (None, "Kd. Waru", ("35.04.03", None, "guessed")),
        ("Kalangan", "Kd. Waru", (None, None, "unknown")),  # no such desa there
        (None, "Gempol", (None, None, "unknown")),  # begins otherwise
        (None, "Sempol", (None, None, "unknown")),  # a kecamatan elsewhere
        (None, "Karang", (None, None, "unknown")),  # ends otherwise
    ],
)
def test_a_shortened_kecamatan_is_the_one_that_it_fits(
    desa: str | None, kecamatan: str, expected: tuple[str | None, str | None, str]
) -> None:
    assert place(desa, kecamatan) == expected


@pytest.mark.parametrize(
    ("address", "kecamatan", "desa", "form"),
    [
        ("Ds. Winong RT 7/RW 2", "Kedungwaru", "35.04.03.2015", "resolved"),
        ("Ds. Winong RT 7/RW 2", "Kalidawir", "35.04.14.2007", "resolved"),
        ("Kel. Kauman RT 3/RW 4", "Tulungagung", "35.04.01.1010", "resolved"),
        ("Ds. Winong Kec. Kedungwaru", "Kec. Kedungwaru", "35.04.03.2015", "resolved"),
        ("Ds. Winong Kec. Kalidawir", "Kedungwaru", None, "guessed"),
        ("Ds. Winong - Kalidawir", "Kedungwaru", None, "resolved"),
        ("Winong RT 7", "Kedungwaru", None, "resolved"),  # without a mark it may be a dusun
        ("Ds. Entah RT 7", "Kedungwaru", None, "resolved"),
        ("Jl. Desa Winong 3", "Kedungwaru", None, "resolved"),
    ],
)
def test_beside_a_kecamatan_the_address_may_say_the_desa(
    address: str, kecamatan: str, desa: str | None, form: str
) -> None:
    assert place(None, kecamatan, address=address)[1:] == (desa, form)


def test_a_desa_column_goes_before_the_address() -> None:
    assert place("Tapan", "Kedungwaru", address="Ds. Winong RT 7")[1] == "35.04.03.2008"


def test_a_place_that_is_taken_from_above_is_a_guess() -> None:
    assert place("Kalangan", "Ngunut", from_above=True) == (NGUNUT, "35.04.11.2012", "guessed")
