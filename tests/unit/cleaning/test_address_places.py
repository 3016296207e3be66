"""Places named in the address cell alone: marked parts count, other words never do."""

import polars as pl
import pytest

from flows.cleaning.places import read_places

NGUNUT, PULOSARI = "35.04.11", "35.04.11.2017"
TEXT = pl.String


def place(address: str | None, own: str | None = None, **columns: str) -> tuple[str | None, str | None, str]:
    cells = {"desa_text": None, "kecamatan_text": None, "regency_text": None, **columns}
    row = {**cells, "address_text": address, "sender_kecamatan": own, "regency_code": "35.04"}
    frame = pl.DataFrame([row], schema=dict.fromkeys(row, TEXT))
    placed = read_places(frame.with_columns(place_from_above=pl.lit(False))).row(0, named=True)
    return placed["kecamatan_code"], placed["desa_code"], placed["place_form"]


@pytest.mark.parametrize(
    "address",
    [
        "Dsn. Krajan RT 02/01 Ds. Pulosari Kec. Ngunut",
        "RT 02 RW 01 Desa Pulosari, Kecamatan Ngunut",
        "DSN KRAJAN RT.02 RW.01 DS PULOSARI KEC NGUNUT KAB TULUNGAGUNG",
        "Ds.Pulosari Kec.Ngunut Kab.Tulungagung Prov. Jawa Timur",
        "Desa/Kelurahan Pulosari - Kecamatan : Ngunut",
        "Jl. Raya Desa Kalangan No. 5 Ds. Pulosari (Kec. Ngunut)",
        "Kec. Ngunut, Ds. Pulosari Dusun Krajan 02/01",
        "Jl. Mawar 5, Kel. Pulosari, Kec. Ngunut, Kabupaten Tulung Agung",
        "Desa/Kel. Pulosari Kec. Ngunut",
        "Kel/Ds. Pulosari Kec. Ngunut",
    ],
)
def test_marked_parts_are_looked_up_like_columns(address: str) -> None:
    assert place(address) == (NGUNUT, PULOSARI, "resolved"), address


def test_a_kecamatan_alone_is_enough() -> None:
    assert place("Jl. Raya 5 Kec. Ngunut") == (NGUNUT, None, "resolved")


def test_one_slip_of_the_hand_is_guessed() -> None:
    assert place("Ds. Pulosari Kec. Ngunt") == (NGUNUT, PULOSARI, "guessed")


def test_a_desa_alone_is_looked_up_in_the_senders_kecamatan() -> None:
    assert place("Ds Pulosari RT 1", NGUNUT) == (NGUNUT, PULOSARI, "resolved")


def test_a_desa_alone_with_the_only_such_name_tells_its_kecamatan() -> None:
    assert place("Ds Pulosari RT 01") == (NGUNUT, PULOSARI, "guessed")


@pytest.mark.parametrize(
    "address",
    ["Ds Pulosari - Ngunut", "RT.3 RW.3 Desa Pulosari, Ngunut", "RT 03/RW 02 Pulosari, Ngunut", "Pulosari, Ngunut"],
)
def test_a_kecamatan_behind_a_desa_of_its_own(address: str) -> None:
    assert place(address) == (NGUNUT, PULOSARI, "resolved")


@pytest.mark.parametrize(
    "address", ["RT 03 RW 02 Krajan, Pulosari", "Pulosari, Kalidawir", "Pasar Ngunut, Tulungagung"]
)
def test_two_names_that_are_no_desa_and_its_kecamatan(address: str) -> None:
    assert place(address) == (None, None, "blank")


def test_a_desa_alone_whose_name_occurs_twice_is_not_guessed() -> None:
    assert place("Ds. Wates RT 01") == (None, None, "unknown")


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "Pulosari Ngunut",
        "Dusun Pulosari RT 01 RW 02",
        "Jl. Desa Pulosari No. 5",
        "Jl. Raya Kecamatan Ngunut 12",
        "Belakang Balai Desa RT 01",
        "Ds. Krajan Ds. Pulosari Kec. Ngunut",  # Ds. stands for dusun and for desa
        "Kec. Ngunut / Kec. Kalidawir",
        "Jl. Kecubung 5, Dsn. Kelapa",  # words that only begin like a mark
    ],
)
def test_a_word_without_a_mark_is_never_a_place(address: str | None) -> None:
    assert place(address) == (None, None, "blank"), address
    assert place(address, NGUNUT) == (NGUNUT, None, "resolved"), address


@pytest.mark.parametrize("address", ["Ds. Pulosari Kediri", "Ds. Pulosari Kec. Kras", "Kec. Kras"])
def test_a_marked_part_that_is_no_known_name_is_unknown(address: str) -> None:
    assert place(address, NGUNUT) == (None, None, "unknown")


@pytest.mark.parametrize(
    ("address", "own", "expected"),
    [
        ("Ds. Wates - Sumbergempol", "35.04.10", ("35.04.10", "35.04.10.2002", "resolved")),
        ("Ds. Wates - Sumbergempol", "35.04.16", (None, None, "unknown")),  # another Wates than the sender's
        ("Ds. Wates, Sumbergempol, Tulungagung", "35.04.16", (None, None, "unknown")),
        ("Ds. Wates, Tulungagung", "35.04.16", ("35.04.16", "35.04.16.2006", "resolved")),  # the regency
        ("Ds. Wates - Krajan", "35.04.16", ("35.04.16", "35.04.16.2006", "resolved")),
    ],
)
def test_another_kecamatan_behind_the_desa_makes_it_unknown(
    address: str, own: str, expected: tuple[str | None, str | None, str]
) -> None:
    assert place(address, own) == expected


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("Kec. Kauman, Ponorogo", "unknown"),
        ("Ds. Wates, Blitar", "unknown"),
        ("Ds. Pulosari Kec. Ngunut, Kota Blitar", "outside"),
        ("Ds. Pulosari Kec. Ngunut Kota Blitar", "outside"),
        ("Kec. Kauman, Tulungagung", "resolved"),
        ("Kec. Kauman, Jawa Timur", "resolved"),
        ("Ds. Pulosari, Kec. Ngunut - Tulungagung", "resolved"),
    ],
)
def test_another_regency_behind_is_believed_no_place_of_ours(address: str, form: str) -> None:
    assert place(address, "35.04.16")[2] == form


def test_another_regency_in_the_address_is_outside() -> None:
    assert place("Ds. Wates Kec. Wates Kab. Blitar", NGUNUT) == (None, None, "outside")


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("Slemanan RT 1 RW 2, Udanawu, Blitar", "unknown"),
        ("Slemanan RT 1 RW 2 Blitar", "unknown"),
        ("Dsn. Krajan, Kediri, Jawa Timur", "unknown"),
        ("Kediri", "unknown"),
        ("Ds. Pulosari RT 1 RW 2, Kediri", "unknown"),
        ("KTP Blitar, domisili Ds. Pulosari", "resolved"),
        ("Jl. Raya Ngunut - Blitar", "resolved"),  # a road
        ("Jl. Kediri", "resolved"),
        ("Krajan RT 1 RW 2, Tulungagung", "resolved"),
        ("Krajan, Kalidawir", "resolved"),
    ],
)
def test_an_address_that_ends_with_another_regency_is_not_in_the_senders_kecamatan(address: str, form: str) -> None:
    assert place(address, NGUNUT)[2] == form


@pytest.mark.parametrize(
    ("address", "own", "expected"),
    [
        ("Desa Karangrejo RT 001 RW 003 Boyolangu Tulungagung", None, ("35.04.02", "35.04.02.2011", "resolved")),
        ("Desa Karangrejo RT 001 RW 003, Boyolangu, Kab. Tulungagung", None, ("35.04.02", "35.04.02.2011", "resolved")),
        ("Ds. Pulosari RT 02/01 Ngunut", None, (NGUNUT, PULOSARI, "resolved")),
        ("DS. PULOSARI RT 02 / RW 01 NGUNUT JAWA TIMUR", None, (NGUNUT, PULOSARI, "resolved")),
        ("Ds. Wates RT 1 RW 2 Campur Darat", None, ("35.04.16", "35.04.16.2006", "resolved")),
        ("Ds. Pulosari RT 02/01 Ngunut", NGUNUT, (NGUNUT, PULOSARI, "resolved")),
        ("Ds. Wates RT 1 RW 2 Campurdarat", "35.04.10", (None, None, "unknown")),  # another Wates than the sender's
        ("Ds. Pulosari RT 02/01 Ngunut", "35.04.14", (NGUNUT, PULOSARI, "guessed")),
        ("Ds. Wates RT 1 RW 2 Tulungagung", None, (None, None, "unknown")),  # the regency
        ("Ds. Wates RT 1 RW 2 Kauman", None, (None, None, "unknown")),  # has no such desa: a dusun, perhaps
        ("Ds. Wates RT 1 RW 2 Dsn Campurdarat", None, (None, None, "unknown")),
        ("Ds. Wates RT 1 RW 2 Campurdarat Blitar", None, (None, None, "unknown")),
        ("Ds. Wates RT 1 RW 2 dekat Campurdarat", None, (None, None, "unknown")),
        ("Ds. Wates No. 12 Campurdarat", None, (None, None, "unknown")),
        ("Dsn. Wates RT 1 RW 2 Campurdarat", None, (None, None, "blank")),
        ("Wates RT 1 RW 2 Campurdarat", None, (None, None, "blank")),
        ("Ds. Wates RT 1 RW 2 Kec. Sumbergempol", None, ("35.04.10", "35.04.10.2002", "resolved")),
    ],
)
def test_a_kecamatan_behind_rt_and_rw_is_the_desas(
    address: str, own: str | None, expected: tuple[str | None, str | None, str]
) -> None:
    assert place(address, own) == expected


def test_the_columns_win_over_the_address() -> None:
    address = "Ds. Wates, Sumbergempol"
    assert place(address, desa_text="Pulosari", kecamatan_text="Ngunut") == (NGUNUT, PULOSARI, "resolved")
    assert place(address, kecamatan_text="Ngunut") == (NGUNUT, None, "resolved")


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("Ds. Wates Kec. Sumbergempol", "guessed"),
        ("Ds. Slemanan Kec. Udanawu Kab. Blitar", "guessed"),
        ("Kab. Blitar", "guessed"),
        ("Jl. Mawar 5, Kota Kediri", "guessed"),
        ("Ds. Pulosari Kec. Ngunut Kab. Tulungagung", "resolved"),
        ("Kec. Ngnut, Kab. Tulungagng", "resolved"),  # no official names: slips of the hand
        ("Jl. Raya Kecamatan Kalidawir 12", "resolved"),
        ("Kec. Ngunut / Kec. Kalidawir", "resolved"),
        ("Ds. Kalangan", "resolved"),
    ],
)
def test_an_address_that_marks_another_kecamatan_or_regency_makes_the_columns_a_guess(address: str, form: str) -> None:
    assert place(address, desa_text="Pulosari", kecamatan_text="Ngunut") == (NGUNUT, PULOSARI, form)
    assert place(address, NGUNUT, desa_text="Pulosari") == (NGUNUT, PULOSARI, form)


def test_a_column_of_dashes_says_nothing() -> None:
    assert place("Ds. Pulosari Kec. Ngunut", desa_text="-", kecamatan_text="-") == (NGUNUT, PULOSARI, "resolved")


@pytest.mark.parametrize("address", ["Ds. Pulosari Ngunut", "Desa Pulosari Ngunut RT 01", "Ds. Pulosari Tulungagung"])
def test_a_kecamatan_or_the_regency_may_follow_a_desa_without_a_mark(address: str) -> None:
    assert place(address, NGUNUT) == (NGUNUT, "35.04.11.2017", "resolved")


def test_a_group_of_farmers_is_no_kelurahan() -> None:
    assert place("Kel. Tani Makmur RT 01", NGUNUT) == (NGUNUT, None, "resolved")


def test_the_address_of_the_identity_card_counts_where_somebody_lodges_elsewhere() -> None:
    assert place("kos di Ds. Plosokandang; KTP: Ds. Pulosari Kec. Ngunut") == (NGUNUT, PULOSARI, "resolved")
