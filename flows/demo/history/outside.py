"""What Dukcapil, claims and lists of aid tell of the people of a month."""

from datetime import date, timedelta

from flows.demo.filling import scaled
from flows.demo.history.offices import month_after
from flows.demo.history.papers import Paper, Planted, written
from flows.demo.history.rates import burial, death_benefit
from flows.demo.history.stands import Stand
from flows.demo.history.strokes import Month
from flows.demo.people import Person
from flows.demo.places import places
from flows.demo.rosters import Cell

_MATCHED = ("NAMA SESUAI", "TANGGAL LAHIR SESUAI", "JENIS KELAMIN SESUAI")
_DUKCAPIL = ("NO", "NIK", "NAMA", "HASIL", "TANGGAL MENINGGAL", *_MATCHED, "TANGGAL JAWABAN")
_CLAIMS = (
    "NO KLAIM", "PROGRAM", "NIK", "KPJ", "NAMA", "TGL KEJADIAN", "TGL LAPOR", "TGL BAYAR", "NOMINAL", "STATUS",
    "AHLI WARIS",
)  # fmt: skip
_AID = ("BANTUAN", "NIK", "NAMA", "TGL TERIMA", "NILAI", "BENTUK")
_GIVEN = (
    ("Bantuan usaha pekerja migran purna", 5_000_000, "Etalase dan modal barang"),
    ("Bantuan alat usaha", 2_500_000, "Gerobak"),
)  # fmt: skip
_YES = ("Sesuai",) * len(_MATCHED)


def dukcapil_paper(month: Month, strangers: list[Person], workers: int) -> Paper:
    """Answers about some of the covered, about the dead that only Dukcapil knows, and about NIKs that nobody has."""
    day, rng = month.first_day, month.register.rng
    paper = Paper("dukcapil", f"hasil padan {day:%Y-%m}.xlsx", "HASIL PEMADANAN DATA KEPENDUDUKAN", _DUKCAPIL)
    asked = [stand for nik, stand in month.ledger.covered.items() if nik not in month.ledger.died]
    living = [stand.row.person for stand in rng.sample(asked, scaled(2_000, workers))]
    odd = ("Ganda", "Non Aktif")
    told: list[tuple[Person, str, date | None, tuple[Cell, ...], date]] = [
        (person, word, None, _YES, day + timedelta(4)) for person, word in zip(living, odd, strict=False)
    ]
    told += [(living[2], "Ditemukan", None, ("Tidak Sesuai", *_YES[1:]), day + timedelta(4))]
    told += [(person, "Ditemukan", None, _YES, day + timedelta(4)) for person in living[3:]]
    told += [
        (person, "Meninggal dunia", died, (None,) * len(_MATCHED), month_after(day) + timedelta(4))
        for teller, person, died in month.deaths
        if teller == "dukcapil"
    ]
    told += [
        (person, "Tidak ditemukan", None, (None,) * len(_MATCHED), day - timedelta(6)) for person in strangers
    ]  # fmt: skip
    for number, (person, word, died, matched, answered) in enumerate(told, 1):
        paper.lines.append((number, person.nik, person.name, word, written(died), *matched, written(answered)))
    return paper


def claims_paper(month: Month, kpj: dict[str, str]) -> tuple[Paper, list[Planted]]:
    """The deaths that are claimed, an accident, and claims that a careful reader must stop at."""
    day = month.first_day
    paper = Paper("claims", f"klaim {day:%Y-%m}.xlsx", "DAFTAR KLAIM", _CLAIMS)
    planted: list[Planted] = []
    claimed = [(person, died) for teller, person, died in month.deaths if teller == "claim"]
    for number, (person, died) in enumerate(claimed):
        due = death_benefit(day, month.ledger.in_a_row.get(person.nik, 1))
        amount, finding, times = _paid(month, due) if number == 0 else (due, None, 1)
        finding = finding if person.nik in month.ledger.covered else "not_covered"
        for _ in range(times):
            _claim(paper, "JKM", person, kpj.get(person.nik), died, amount)
            planted += [Planted("claim", day, person.nik, finding)] if finding else []
    hurt = _somebody(month)
    _claim(paper, "JKK", hurt.row.person, kpj[hurt.row.person.nik], day + timedelta(11), 3_450_000)
    if month.number % 2 == 0:
        other = month.register.person(month.register.rng.choice(places()), "L", "middle")
        _claim(paper, "JKK", other, None, day + timedelta(7), 1_200_000)
        planted.append(Planted("claim", day, other.nik, "unknown_person"))
    return paper, planted


def _paid(month: Month, due: int) -> tuple[int, str | None, int]:
    """What is wrong with the first death claimed of the month: paid too little, paid twice, or nothing."""
    if month.number % 3 == 0 and due > burial(month.first_day):
        return burial(month.first_day), "paid_too_little", 1
    return (due, "paid_twice", 2) if month.number % 3 == 1 else (due, None, 1)


def _somebody(month: Month) -> Stand:
    covered = [stand for nik, stand in month.ledger.covered.items() if nik not in month.ledger.died]
    return month.register.rng.choice(covered)


def _claim(paper: Paper, programme: str, person: Person, kpj: str | None, event: date, amount: int) -> None:
    heir = f"Ahli waris {person.name}" if programme == "JKM" else None
    days = (written(event), written(event + timedelta(5)), written(event + timedelta(19)))
    number = f"{event:%y%m}{len(paper.lines) + 1:05}"
    paper.lines.append((number, programme, person.nik, kpj, person.name, *days, amount, "Dibayar", heir))


def aid_paper(month: Month, helped: list[Person], workers: int) -> tuple[Paper, list[Planted]]:
    """Those who were given something; from the third month on one of those `helped` before, once more."""
    day, rng = month.first_day, month.register.rng
    programme, amount, item = _GIVEN[month.number % len(_GIVEN)]
    paper = Paper("aid", f"bantuan usaha {day:%Y-%m}.xlsx", "PENERIMA BANTUAN", _AID)
    known = {person.nik for person in helped}
    new = [stand.row.person for nik, stand in month.ledger.covered.items() if nik not in known]
    chosen = rng.sample(new, scaled(60, workers))
    again = helped[-1:]
    helped += chosen
    for person in [*chosen, *again]:
        paper.lines.append((programme, person.nik, person.name, written(day + timedelta(9)), amount, item))
    return paper, [Planted("aid", day, person.nik, "received_twice") for person in again]
