"""What lies in raw/rosters: which files count, and since when."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.intake.landing import (
    NoRosters,
    Seen,
    is_month,
    months_between,
    months_received,
    newest_month,
    older_lists,
    survey,
)
from flows.intake.received import ReceivedFile, files_frame, settle
from schemas.senders.sender import Sender

FIRST, SECOND, THIRD = (datetime(2023, 9, day, tzinfo=UTC) for day in (1, 2, 3))
Put = Callable[..., str]


def office(name: str, valid_for_months: int = 3) -> Sender:
    return Sender(sender=name, name=name, kind="opd", contact="-", sends="-", valid_for_months=valid_for_months)


SENDERS = {name: office(name) for name in ("dishub", "dpmd")}


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Puts a file below raw/rosters and gives its `source_file`."""

    def write(place: str, content: str = "x", modified: datetime = FIRST) -> str:
        path = tmp_path / "rosters" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        os.utime(path, (modified.timestamp(), modified.timestamp()))
        return f"rosters/{place}"

    return write


def found(
    raw: Path, month: str = "2023-09", seen: Seen | None = None, senders: dict[str, Sender] | None = None
) -> dict[str, ReceivedFile]:
    return {file.source_file: file for file in survey(raw, month, senders or SENDERS, seen or {})}


def statuses(raw: Path, month: str = "2023-09", senders: dict[str, Sender] | None = None) -> dict[str, str]:
    return {name.removeprefix("rosters/"): file.status for name, file in found(raw, month, senders=senders).items()}


def test_every_file_of_a_sender_counts(tmp_path: Path, put: Put) -> None:
    put("2023-09/dishub/a.csv", "1")
    put("2023-09/dishub/sub/b.csv", "2")
    assert statuses(tmp_path) == {"2023-09/dishub/a.csv": "read", "2023-09/dishub/sub/b.csv": "read"}


@pytest.mark.parametrize("name", ["~$a.xlsx", ".a.csv", "Thumbs.db", "desktop.ini"])
def test_files_of_other_programs_are_not_looked_at(tmp_path: Path, put: Put, name: str) -> None:
    put("2023-09/dishub/a.csv")
    put(f"2023-09/dishub/{name}", "other")
    assert list(statuses(tmp_path)) == ["2023-09/dishub/a.csv"]


@pytest.mark.parametrize("place", ["2023-09/dinas-entah/a.csv", "2023-09/a.csv"])
def test_an_unknown_sender_is_set_aside(tmp_path: Path, put: Put, place: str) -> None:
    name = put(place)
    file = found(tmp_path)[name]
    assert (file.status, file.code) == ("set_aside", "SENDER_UNKNOWN")


def test_a_nik_in_the_name_of_an_unknown_folder_is_hidden(tmp_path: Path, put: Put) -> None:
    name = put("2023-09/petani 3504 1112 0975 9001/a.csv")
    assert found(tmp_path)[name].sender == "petani …"


def test_a_month_without_any_file_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(NoRosters, match="2023-09"):
        survey(tmp_path, "2023-09", SENDERS, {})


def test_an_identical_file_is_resent_and_the_first_received_is_read(tmp_path: Path, put: Put) -> None:
    late = put("2023-09/dishub/a.csv", "same", SECOND)
    early = put("2023-09/dishub/b.csv", "same", FIRST)
    files = found(tmp_path)
    assert (files[early].status, files[late].status, files[late].same_as) == ("read", "resent", early)


def test_of_identical_files_received_together_the_first_by_path_is_read(tmp_path: Path, put: Put) -> None:
    put("2023-09/dpmd/a.csv", "same")
    put("2023-09/dishub/b.csv", "same")
    assert statuses(tmp_path) == {"2023-09/dishub/b.csv": "read", "2023-09/dpmd/a.csv": "resent"}


def test_two_empty_files_are_not_the_same_roster(tmp_path: Path, put: Put) -> None:
    put("2023-09/dishub/a.csv", "")
    put("2023-09/dishub/b.csv", "")
    assert set(statuses(tmp_path).values()) == {"read"}


def test_a_file_keeps_the_moment_it_was_first_seen(tmp_path: Path, put: Put) -> None:
    name = put("2023-09/dishub/a.csv", modified=FIRST)
    digest = found(tmp_path)[name].file_sha256 or ""
    put("2023-09/dishub/a.csv", modified=THIRD)
    assert found(tmp_path, seen={digest: {name: SECOND}})[name].first_seen == SECOND


def test_a_new_file_was_received_when_it_was_last_modified(tmp_path: Path, put: Put) -> None:
    name = put("2023-09/dishub/a.csv", modified=SECOND)
    assert found(tmp_path)[name].first_seen == SECOND


def test_a_renamed_file_keeps_its_moment(tmp_path: Path, put: Put) -> None:
    name = put("2023-09/dishub/new.csv", modified=THIRD)
    digest = found(tmp_path)[name].file_sha256 or ""
    assert found(tmp_path, seen={digest: {"rosters/2023-09/dishub/old.csv": FIRST}})[name].first_seen == FIRST


def test_a_copy_beside_the_old_file_is_new(tmp_path: Path, put: Put) -> None:
    old, copy = put("2023-09/dishub/old.csv"), put("2023-09/dishub/copy.csv", modified=THIRD)
    digest = found(tmp_path)[old].file_sha256 or ""
    assert found(tmp_path, seen={digest: {old: FIRST}})[copy].first_seen == THIRD


def test_a_silent_senders_older_list_is_carried_forward(tmp_path: Path, put: Put) -> None:
    put("2023-09/dpmd/now.csv")
    put("2023-07/dishub/older.csv", "1")
    put("2023-08/dishub/old.csv", "2")
    assert statuses(tmp_path) == {"2023-09/dpmd/now.csv": "read", "2023-08/dishub/old.csv": "carried_forward"}


def test_a_sender_that_sent_is_not_carried_forward(tmp_path: Path, put: Put) -> None:
    put("2023-09/dishub/now.csv")
    put("2023-08/dishub/old.csv", "2")
    assert statuses(tmp_path) == {"2023-09/dishub/now.csv": "read"}


@pytest.mark.parametrize(("valid_for_months", "counts"), [(3, True), (2, False), (0, False)])
def test_an_older_list_counts_up_to_its_declared_months(
    tmp_path: Path, put: Put, valid_for_months: int, counts: bool
) -> None:
    put("2023-09/dpmd/now.csv")
    put("2023-06/dishub/old.csv", "2")
    senders = {"dpmd": office("dpmd"), "dishub": office("dishub", valid_for_months)}
    assert ("2023-06/dishub/old.csv" in statuses(tmp_path, senders=senders)) is counts


def test_a_later_month_is_never_carried_back(tmp_path: Path, put: Put) -> None:
    put("2023-09/dpmd/now.csv")
    put("2023-10/dishub/later.csv", "2")
    assert list(statuses(tmp_path)) == ["2023-09/dpmd/now.csv"]


def test_the_month_may_hold_nothing_but_older_lists(tmp_path: Path, put: Put) -> None:
    put("2023-08/dishub/old.csv")
    assert statuses(tmp_path) == {"2023-08/dishub/old.csv": "carried_forward"}


def test_a_copy_of_a_file_set_aside_is_set_aside_with_it() -> None:
    original = ReceivedFile("dishub", "a", "00", FIRST, 1, "set_aside", "FILE_UNREADABLE")
    copy = ReceivedFile("dishub", "b", "00", FIRST, 1, "resent", same_as="a")
    assert [(file.status, file.code) for file in settle([copy], [original])] == [("set_aside", "FILE_UNREADABLE")] * 2


def test_settled_files_come_by_path_with_how_they_were_read() -> None:
    surveyed = [ReceivedFile("dishub", name, None, FIRST, 1, "read") for name in ("b", "a")]
    read = [ReceivedFile("dishub", "b", None, FIRST, 1, "read", "COLUMN_UNRECOGNISED")]
    assert [(file.source_file, file.code) for file in settle(surveyed, read)] == [
        ("a", None),
        ("b", "COLUMN_UNRECOGNISED"),
    ]


def test_the_file_key_depends_on_path_and_bytes() -> None:
    keys = {ReceivedFile("x", name, digest, FIRST, 1, "read").file_key for name in "ab" for digest in ("00", "11")}
    assert (len(keys), {len(key) for key in keys}) == (4, {12})


def test_the_frame_of_files_holds_month_and_key() -> None:
    file = ReceivedFile("dishub", "a", "00", FIRST, 1, "read", sheets=("Data",))
    row = files_frame([file], date(2023, 9, 1)).row(0, named=True)
    assert (row["month"], row["file_key"], row["sheets"]) == (date(2023, 9, 1), file.file_key, ["Data"])


@pytest.mark.parametrize(
    ("text", "month"),
    [("2023-09", True), ("2023-13", False), ("2023-9", False), ("202309", False), ("arsip", False), ("2023-00", False)],
)
def test_what_is_a_month(text: str, month: bool) -> None:
    assert is_month(text) is month


def test_months_received_are_the_month_folders_in_order(tmp_path: Path) -> None:
    for name in ("2023-10", "2023-09", "arsip", "2023-13"):
        (tmp_path / "rosters" / name).mkdir(parents=True)
    assert months_received(tmp_path) == ["2023-09", "2023-10"]


def test_no_folder_is_no_months(tmp_path: Path) -> None:
    assert months_received(tmp_path) == []


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2023, 9, 30, 16, 59, tzinfo=UTC), "2023-09"),
        (datetime(2023, 9, 30, 17, 0, tzinfo=UTC), "2023-10"),  # midnight in Tulungagung
        (datetime(2024, 5, 1, tzinfo=UTC), "2023-11"),
        (datetime(2023, 1, 1, tzinfo=UTC), "2023-09"),  # all still to come
    ],
)
def test_the_newest_month_that_has_begun(moment: datetime, month: str) -> None:
    assert newest_month(["2023-09", "2023-10", "2023-11"], moment) == month


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [("2023-09", "2023-09", 0), ("2023-06", "2023-09", 3), ("2022-12", "2023-01", 1), ("2022-01", "2023-03", 14)],
)
def test_whole_months_between(earlier: str, later: str, months: int) -> None:
    assert months_between(earlier, later) == months


# --- files that a steward excluded ---------------------------------------------------------------------------------


def excluding(raw: Path, *files: str, month: str = "2023-09") -> dict[str, tuple[str, str | None]]:
    return {file.source_file: (file.status, file.code) for file in survey(raw, month, SENDERS, {}, frozenset(files))}


def test_an_excluded_file_is_set_aside_and_the_others_count(tmp_path: Path, put: Put) -> None:
    wrong, right = put("2023-09/dishub/a.csv", "1"), put("2023-09/dishub/b.csv", "2")
    assert excluding(tmp_path, wrong) == {wrong: ("set_aside", "FILE_EXCLUDED"), right: ("read", None)}


def test_a_file_is_excluded_by_what_is_in_it(tmp_path: Path, put: Put) -> None:
    wrong = put("2023-09/dishub/a.csv", "1")
    digest = found(tmp_path)[wrong].file_sha256
    assert excluding(tmp_path, str(digest)) == {wrong: ("set_aside", "FILE_EXCLUDED")}
    put("2023-09/dishub/a.csv", "mended")
    assert excluding(tmp_path, str(digest)) == {wrong: ("read", None)}


def test_a_copy_of_an_excluded_file_does_not_take_its_place(tmp_path: Path, put: Put) -> None:
    wrong, copy = put("2023-09/dishub/a.csv", "1"), put("2023-09/dpmd/b.csv", "1", SECOND)
    aside = ("set_aside", "FILE_EXCLUDED")
    assert excluding(tmp_path, wrong) == {wrong: aside, copy: aside}


def test_with_nothing_left_the_older_list_is_carried_forward(tmp_path: Path, put: Put) -> None:
    older, wrong = put("2023-08/dishub/a.csv", "1"), put("2023-09/dishub/b.csv", "2")
    assert excluding(tmp_path, wrong) == {
        wrong: ("set_aside", "FILE_EXCLUDED"),
        older: ("carried_forward", None),
    }


def test_an_excluded_older_list_is_passed_over_and_told(tmp_path: Path, put: Put) -> None:
    put("2023-09/dpmd/a.csv")
    oldest, wrong = put("2023-07/dishub/a.csv", "1"), put("2023-08/dishub/b.csv", "2")
    files = older_lists(tmp_path, "2023-09", SENDERS["dishub"], {}, frozenset({wrong}))
    assert [(file.source_file, file.status) for file in files] == [(oldest, "carried_forward"), (wrong, "set_aside")]
    assert set(excluding(tmp_path, wrong)) == {"rosters/2023-09/dpmd/a.csv", oldest, wrong}
