"""Three real nights over two months of one small programme: everybody who joined, left, moved or took a place."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from flows.comparing import compare
from flows.programme.cover import quotas
from flows.publishing.gate import ledger_profile
from flows.publishing.parquet import read_table
from flows.publishing.pseudonyms import read_key, with_worker_ids
from flows.publishing.published_month import PublishedMonth
from schemas.reference import reference
from schemas.tables import TABLES
from tests.night.plain import night

SEPTEMBER, OCTOBER = "2023-09", "2023-10"
MONTHS = (SEPTEMBER, OCTOBER, OCTOBER)
HEADING = "No,NIK,Nama,Tgl Lahir,JK,Desa,Kecamatan,Pekerjaan,Keterangan\n"
PLACES = 50
FARMERS = 50


def born(number: int) -> int:
    return 1 + number % 28


def nik_of(number: int) -> str:
    return f"350411{born(number):02d}0170{9001 + number}"


def line(number: int, occupation: str = "petani tembakau", note: str = "", **said: str) -> str:
    """A man whose name, like his NIK, says which number he is."""
    letters = "".join(chr(ord("A") + int(digit)) for digit in f"{number:03d}")
    who = f"{said.get('nik', nik_of(number))},{said.get('name', f'KARTO {letters}')},{born(number):02d}-01-1970,L"
    return f"{number},{who},{said.get('desa', 'Pulosari')},Ngunut,{occupation},{note}\n"


def receive(raw: Path, month: str, sender: str, name: str, *lines: str) -> None:
    folder = raw / "rosters" / month / sender
    folder.mkdir(parents=True)
    (folder / name).write_text(HEADING + "".join(lines))


@dataclass(frozen=True)
class Months:
    """September, October and October again; `names` says what a worker's id stands for in these tests."""

    folders: tuple[Path, Path, Path]
    names: dict[str, str]

    def table(self, name: str, at: int = 1) -> pl.DataFrame:
        return read_table(self.folders[at], TABLES[name])

    def called(self, worker_id: str | None) -> str | None:
        return self.names.get(worker_id or "", worker_id)

    def changes(self, at: int = 1) -> set[tuple[str | None, ...]]:
        rows = self.table("changes", at).select("worker_id", "kind", "before", "after", "why").iter_rows()
        return {tuple(map(self.called, row)) for row in rows}


NEWCOMER, CORRECTED, WAITED = 200, 300, (100, 101)
GONE, MOVED_AWAY, DEAD, CORRECTS, POST = 0, 1, 2, 3, 4
HEAD, HEAD_WITHOUT_SUCCESSOR, SUCCESSOR = 400, 401, 402
PEOPLE = {
    GONE: "gone", MOVED_AWAY: "moved away", DEAD: "dead", CORRECTS: "wrong nik", POST: "farmer made head",
    100: "waited", 101: "waited too", NEWCOMER: "newcomer", CORRECTED: "right nik", HEAD: "head",
    HEAD_WITHOUT_SUCCESSOR: "head without successor", SUCCESSOR: "successor",
}  # fmt: skip
RIGHT_NIK = nik_of(CORRECTS)[:-1] + "9"  # a slip of the last digit


def heads(*first: str) -> list[str]:
    return [*first, *(line(number, "ketua RT") for number in range(410, 420))]


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Months:
    home = tmp_path_factory.mktemp("moves")
    raw = home / "raw"
    farmers = [line(number) for number in range(FARMERS)]
    receive(raw, SEPTEMBER, "dinas-pertanian", "a.csv", *farmers, *(line(one, "buruh tani") for one in WAITED))
    receive(
        raw, SEPTEMBER, "kecamatan-ngunut", "rt rw.csv",
        *heads(line(HEAD, "ketua RT"), line(HEAD_WITHOUT_SUCCESSOR, "ketua RT", desa="Gilang")),
    )  # fmt: skip
    october = [
        line(MOVED_AWAY, note="pindah domisili"),
        line(DEAD, name="Alm. KARTO AAC"),
        line(CORRECTS, nik=RIGHT_NIK),
        *farmers[POST:],
        line(NEWCOMER),
        *(line(one, "buruh tani") for one in WAITED),
    ]
    receive(raw, OCTOBER, "dinas-pertanian", "a.csv", *october)
    receive(
        raw, OCTOBER, "kecamatan-ngunut", "rt rw.csv",
        *heads(line(SUCCESSOR, "ketua RT"), line(POST, "ketua RT")),
    )  # fmt: skip
    small = reference("quotas").with_columns(pl.lit(PLACES, pl.Int64).alias("quota_workers"))
    with pytest.MonkeyPatch.context() as patch:
        for module in (quotas, ledger_profile):  # what covers, and the gate that looks for places left free
            patch.setattr(module, "reference", lambda name: small if name == "quotas" else reference(name))
        ended = [night(home, month) for month in MONTHS]
    assert [one.verdict for one in ended] == ["published"] * 3
    niks = [nik_of(number) for number in PEOPLE if number != CORRECTED] + [RIGHT_NIK]
    said = [name for number, name in PEOPLE.items() if number != CORRECTED] + [PEOPLE[CORRECTED]]
    keyed = with_worker_ids(pl.DataFrame({"nik": niks, "name": said}), read_key(home / "secrets" / "payung.key"))
    first, second, third = (one.folder for one in ended)
    return Months((first, second, third), dict(keyed.select("worker_id", "name").iter_rows()))


def test_in_september_those_beyond_the_quota_wait(months: Months) -> None:
    waiting = months.table("waiting_list", 0)
    assert {months.called(worker) for worker in waiting["worker_id"]} == {"waited", "waited too"}
    assert waiting["position"].to_list() == [1, 2]
    assert set(waiting["why"]) == {"over_quota"}


def test_everybody_who_changed_and_why(months: Months) -> None:
    assert months.changes() == {
        ("gone", "left", "pekerja_rentan", None, "no_longer_sent"),
        ("moved away", "left", "pekerja_rentan", None, "moved"),
        ("dead", "left", "pekerja_rentan", None, "deceased"),
        ("head", "left", "rt_rw", None, "replaced"),
        ("head without successor", "left", "rt_rw", None, "term_ended"),
        ("right nik", "corrected_nik", "wrong nik", "right nik", None),
        ("farmer made head", "moved_segment", "pekerja_rentan", "rt_rw", None),
        ("farmer made head", "changed_rate", "16800", "10800", None),
        ("newcomer", "joined", None, "pekerja_rentan", None),
        ("waited", "joined", None, "pekerja_rentan", None),
        ("waited too", "joined", None, "pekerja_rentan", None),
        ("successor", "joined", None, "rt_rw", None),
    }


def test_who_took_whose_place(months: Months) -> None:
    found = months.table("substitutions")
    taken = {months.called(row[0]): row[1] for row in found.select("worker_id", "why").iter_rows()}
    assert set(taken) == {"newcomer", "waited", "waited too"}
    left = {months.called(worker) for worker in found["replaced_worker_id"]}
    assert left < {"gone", "moved away", "dead", "farmer made head"}
    assert found["replaced_worker_id"].n_unique() == found.height


def test_a_substitution_tells_the_place_on_last_months_list(months: Months) -> None:
    listed = dict(months.table("waiting_list", 0).select("worker_id", "position").iter_rows())
    queued = dict(months.table("substitutions").select("worker_id", "queued_at").iter_rows())
    assert queued == {worker: listed.get(worker) for worker in queued}
    assert sorted(place for place in queued.values() if place) == [1, 2]


def test_a_corrected_nik_keeps_the_months_in_a_row(months: Months) -> None:
    october = read_table(months.folders[1], TABLES["covered_workers"], OCTOBER)
    streaks = {
        months.called(worker): months_ for worker, months_ in october.select("worker_id", "months_in_a_row").rows()
    }
    assert (streaks["right nik"], streaks["farmer made head"], streaks["waited"]) == (2, 2, 1)


def test_a_second_night_of_the_month_tells_the_same(months: Months) -> None:
    for name in ("changes", "substitutions", "waiting_list"):
        assert months.table(name, 2).equals(months.table(name, 1)), name


def test_diff_tells_of_the_two_months_what_the_night_told(months: Months) -> None:
    """Backwards too, where the nights have told nothing and the rows of September alone can."""
    sides = zip(months.folders, MONTHS, strict=True)
    september, october, again = (PublishedMonth(folder, month) for folder, month in sides)
    told = months.table("changes")
    assert compare(september, october).select(told.columns).equals(told)
    assert compare(october, again).is_empty()
    back = compare(october, september).filter(pl.col("kind") == "left")
    assert {months.called(worker) for worker in back["worker_id"]} == {"newcomer", "waited", "waited too", "successor"}
    whys = dict(back.select("worker_id", "why").iter_rows())
    assert {months.called(worker): why for worker, why in whys.items() if why == "over_quota"} == {
        "waited": "over_quota",
        "waited too": "over_quota",
    }


def test_septembers_waiting_list_stays_beside_octobers(months: Months) -> None:
    assert months.table("waiting_list", 2).equals(months.table("waiting_list", 0))  # in October nobody waits
