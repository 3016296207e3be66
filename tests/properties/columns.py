"""The columns of a list: which there are, in what order, under which words, in one row of headings or two."""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.properties.forms import (
    BLANKS,
    Cell,
    Entry,
    Hand,
    Writer,
    desa_text,
    heading,
    job_text,
    kecamatan_text,
    name_parts,
    spellings,
    tick,
    write_address,
    write_date,
    write_name,
    write_nik,
    write_nkk,
    write_phone,
    write_place_and_date,
    write_sex,
    write_wage,
)
from tests.properties.people import Draw, chance, desa_codes, names, pick

SEGMENTS = {
    "pekerja_rentan": ["Pekerja Rentan", "BPU", "rentan"], "perangkat_desa": ["Perangkat Desa", "PERANGKAT"],
    "rt_rw": ["RT/RW", "Ketua RT"], "bpd": ["BPD", "Anggota BPD"], "non_asn": ["Non ASN", "Honorer", "NON-ASN", "THL"],
}  # fmt: skip
_TTL = ["TTL", "Tempat Tanggal Lahir", "Tempat/Tgl Lahir", "Tempat dan Tanggal Lahir", "Kelahiran", "Tmp/Tgl Lahir"]
_TTL_CELL = [*_TTL, "Tempat, Tanggal Lahir", "Tpt/Tgl Lahir", "Lahir"]
_PLACE_OF_BIRTH = ["Tulungagung", "TRENGGALEK", "Kediri", "", "Tulungagung "]
_IGNORED: dict[str, list[Cell]] = {
    "agama": ["Islam", "Kristen", ""], "status perkawinan": ["Kawin", "Belum Kawin", "K"], "email": ["", None],
    "pendidikan": ["SMA", "SD", "S1"], "nama ibu kandung": ["Painem", "Hj. Siti", ""], "umur": [48, "31", "31 th"],
    "kode pos": ["66292", 66292, ""], "tanda tangan": ["", None, "1. ......"], "no kpj": ["19012345678", ""],
    "golongan darah": ["O", "AB", "-"], "nip": ["-", ""], "hubungan keluarga": ["Istri", "Kepala Keluarga"],
    "kode desa": ["3504112003", "2003"], "pas foto": [None], "trayek": ["Ngunut - Tulungagung"], "desil": [1, "2"],
    "ukuran baju": ["L", "XL", "M"], "nomor peserta": ["", "00123"], "nama ahli waris": ["Sutini", ""],
}  # fmt: skip
_POSTS = {
    "rt_rw": ("ketua-rt-rw", ["Ketua RT 02", "KETUA RW 01", "Ketua RT 001 RW 002", "Ketua RT"]),
    "bpd": ("anggota-bpd", ["Ketua BPD", "Anggota BPD", "WAKIL KETUA BPD"]),
    "perangkat_desa": ("perangkat-desa", ["Kepala Dusun Krajan", "Kaur Umum", "SEKRETARIS DESA", "Kasun"]),
}
_REGENCY = ["Tulungagung", "KAB. TULUNGAGUNG", "Kabupaten Tulungagung", "Kab Tulungagung", ""]


@dataclass(frozen=True)
class Column:
    """One column: its words, those of the cell above them that it shares with its neighbours, and how it is written.

    `repeats` gives what is the same for several people, where people write it once.
    """

    said: str
    write: Writer
    over: str = ""
    repeats: Callable[[Entry], str] | None = None


@dataclass(frozen=True)
class Places:
    """Where a list says its desa and kecamatan: in `columns` desa and kecamatan, in its `address` or elsewhere."""

    desa: bool = False
    kecamatan: bool = False
    address: bool = False
    home: str | None = None  # the kecamatan that holds where no column names one


def columns(
    draw: Draw,
    places: Places,
    *,
    flat: bool,
    segment: str | None,
    segment_of_all: str | None,
) -> list[Column]:
    """The columns of a list in their order. `flat`: in one row of headings. `segment`: a column says it.

    `segment_of_all` is that of the whole list.
    """
    units = [[Column(heading(draw, spellings("nik")), write_nik)], _name(draw)]
    optional = [_birth, _sex]
    units += [made for make in optional if (made := make(draw, flat=flat))]
    units += _of_place(draw, places, flat=flat)
    for name, write in {"nkk": write_nkk, "wage": write_wage, "phone": write_phone}.items():
        units += [[Column(heading(draw, spellings(name)), write)]] if chance(draw, 3) else []
    units += [made for made in [_work(draw, segment_of_all)] if made]
    units += [_segment(draw, segment)] if segment else []
    units += [
        [Column(heading(draw, ["keterangan", "ket", "catatan"]), _free(["", None, "baru", "lanjutan"]))]
    ] * chance(draw, 4)
    known = draw(st.lists(st.sampled_from(sorted(_IGNORED)), max_size=3, unique=True))
    units += [[Column(heading(draw, [said]), _free(_IGNORED[said]))] for said in known]
    ordered = draw(st.permutations(units))
    number = [[Column(heading(draw, ["no", "nomor", "no urut"]), _number)]] if chance(draw, 2) else []
    return [column for unit in [*number, *ordered] for column in unit]


def _name(draw: Draw) -> list[Column]:
    if not chance(draw, 12):
        return [Column(heading(draw, spellings("name")), write_name)]
    said = ["nama depan", "nama tengah", "nama belakang"]
    return [Column(heading(draw, [part]), _part_of_name(place)) for place, part in enumerate(said)]


def _part_of_name(place: int) -> Writer:
    return lambda draw, entry, hand: name_parts(entry)[place]  # noqa: ARG005


def _birth(draw: Draw, *, flat: bool) -> list[Column]:
    kind = pick(draw, ["date", "none", "cell", "two", *([] if flat else ["under"])])
    if kind == "none":
        return []
    dates = [said for said in spellings("birth_date") if "empat" not in said and "t/tgl" not in said and said != "ttl"]
    if kind == "cell":
        return [Column(heading(draw, _TTL_CELL), write_place_and_date)]
    if kind == "under":
        over = heading(draw, _TTL)
        place, day = (
            heading(draw, ["Tempat", "Tempat Lahir", "Tmpt", "Kota"]),
            heading(draw, ["Tanggal", "Tgl", "Tgl Lahir"]),
        )
        return [Column(place, _free(list(_PLACE_OF_BIRTH)), over), Column(day, write_date, over)]
    born = Column(heading(draw, dates), write_date)
    place_of_birth = Column(heading(draw, spellings("birth_place")), _free(list(_PLACE_OF_BIRTH)))
    return [born] if kind == "date" else [place_of_birth, born]


def _sex(draw: Draw, *, flat: bool) -> list[Column]:
    kind = pick(draw, ["cell", "none", *([] if flat else ["ticks"])])
    if kind == "none":
        return []
    if kind == "cell":
        return [Column(heading(draw, spellings("sex")), write_sex)]
    over, pair = (
        heading(draw, ["Jenis Kelamin", "JK", "Kelamin", "L/P"]),
        pick(draw, [("L", "P"), ("Lk", "Pr"), ("Pria", "Wanita")]),
    )
    return [Column(said, _ticked(sex), over) for said, sex in zip(pair, "LP", strict=True)]


def _ticked(sex: str) -> Writer:
    return lambda draw, entry, hand: tick(draw, entry, sex)  # noqa: ARG005


def _of_place(draw: Draw, places: Places, *, flat: bool) -> list[list[Column]]:
    """Address, RT and RW, desa and kecamatan, each for itself or under one cell."""
    under = not flat and chance(draw, 2)
    parts: list[tuple[list[str], list[str], Writer, Callable[[Entry], str] | None]] = []
    if places.address:
        parts.append((["alamat", "alamat lengkap", "alamat ktp"], ["jalan"], _whole_address, None))
    elif chance(draw, 4):
        parts.append((spellings("address"), ["jalan", "jl"], write_address, None))
    if chance(draw, 4):
        rt = pick(draw, [["rt", "rw"], ["rt/rw"]])
        texts: list[Cell] = ["002/001", "RT 02 RW 01", ""] if len(rt) == 1 else ["02", "1", 3, ""]
        parts += [([said], [said], _free(texts), None) for said in rt]
    if places.desa:
        parts.append(
            (
                spellings("desa"),
                ["desa", "desa/kelurahan", "kel/desa", "kelurahan"],
                _desa_of(places),
                lambda entry: entry.person.desa,
            )
        )
    if places.kecamatan:
        parts.append((spellings("kecamatan"), ["kecamatan", "kec"], _kecamatan, lambda entry: entry.person.kecamatan))
    if chance(draw, 6):
        parts.append(
            (["kabupaten", "kab/kota", "kabupaten/kota"], ["kabupaten", "kab/kota"], _free(list(_REGENCY)), None)
        )
    if under and len(parts) > 1:
        over = heading(draw, ["Alamat", "Alamat Lengkap", "Alamat Rumah", "Domisili"])
        return [[Column(heading(draw, lower), write, over, repeats) for _, lower, write, repeats in parts]]
    return [[Column(heading(draw, plain), write, "", repeats)] for plain, _, write, repeats in parts]


def _desa_of(places: Places) -> Writer:
    def write(draw: Draw, entry: Entry, hand: Hand) -> Cell:  # noqa: ARG001
        person = entry.person
        if chance(draw, 12):
            return pick(draw, BLANKS)
        only_one = sum(names()[code] == names()[person.desa] for code in desa_codes()) == 1
        if places.kecamatan or places.home or only_one:
            entry.must["desa_code"], entry.must["kecamatan_code"] = person.desa, person.kecamatan
        else:
            entry.says |= {"PLACE_UNKNOWN"} if entry.must["segment"] not in {"non_asn", None} else set()
        return desa_text(draw, person.desa)

    return write


def _kecamatan(draw: Draw, entry: Entry, hand: Hand) -> Cell:  # noqa: ARG001
    entry.must["kecamatan_code"] = entry.person.kecamatan
    return kecamatan_text(draw, entry.person.kecamatan)


def _whole_address(draw: Draw, entry: Entry, hand: Hand) -> Cell:  # noqa: ARG001
    desa, kecamatan = entry.person.desa, entry.person.kecamatan
    entry.must["desa_code"], entry.must["kecamatan_code"] = desa, kecamatan
    mark = "Desa" if desa[9] == "2" else "Kelurahan"
    forms = [
        f"Dsn. Krajan RT 02 RW 01 {mark} {names()[desa]} Kec. {names()[kecamatan]}",
        f"RT 002/RW 001, {mark} {names()[desa]}, Kecamatan {names()[kecamatan]}, Kab. Tulungagung",
        f"{mark.upper()} {names()[desa].upper()} KEC. {names()[kecamatan].upper()}",
        f"Jl. Mawar 3 {mark[:3] if mark != 'Desa' else 'Ds'}. {names()[desa]} Kec {names()[kecamatan]}",
    ]
    return str(pick(draw, forms))


def _work(draw: Draw, segment: str | None) -> list[Column]:
    """The occupation, or the post held where the segment has posts, or neither."""
    kind = pick(draw, ["job", "none", *(["post"] if segment in _POSTS else [])])
    if kind == "post" and segment:
        return [Column(heading(draw, spellings("position")), _post_of(segment))]
    if kind == "none":
        return []
    return [Column(heading(draw, spellings("occupation")), _job, "", lambda entry: entry.person.job)]


def _job(draw: Draw, entry: Entry, hand: Hand) -> Cell:  # noqa: ARG001
    if chance(draw, 12):
        return pick(draw, BLANKS)
    entry.must["occupation"] = entry.person.occupation
    return job_text(draw, entry.person.job)


def _post_of(segment: str) -> Writer:
    code, posts = _POSTS[segment]

    def write(draw: Draw, entry: Entry, hand: Hand) -> Cell:  # noqa: ARG001
        entry.must["occupation"], entry.must["segment"] = code, segment
        return pick(draw, posts)

    return write


def _segment(draw: Draw, segment: str) -> list[Column]:
    def write(draw: Draw, entry: Entry, hand: Hand) -> Cell:  # noqa: ARG001
        entry.must["segment"] = segment
        return str(pick(draw, SEGMENTS[segment]))

    return [Column(heading(draw, spellings("segment")), write)]


def _number(draw: Draw, entry: Entry, hand: Hand) -> Cell:
    number = entry.number
    return pick(draw, [number if hand.typed else str(number), f"{number}.", str(number)])


def _free(texts: list[Cell]) -> Writer:
    """A column that says nothing of what is asked."""

    def write(draw: Draw, entry: Entry, hand: Hand) -> Cell:  # noqa: ARG001
        cell: Cell = pick(draw, texts)
        return cell if hand.typed or cell is None else str(cell)

    return write
