"""Deaths: who is believed, from when cover is closed, and how a living person gets it back."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.unit.review.nights import (
    AUGUST,
    DECEMBER,
    NIK,
    NOVEMBER,
    OCTOBER,
    OTHER,
    SEPTEMBER,
    Nights,
    alive,
    alm,
    answer,
    claim,
)
from tests.unit.review.rulings.said import exclude, same, waive

LONG = {"decided_on": "2023-09-02", "expires_on": "2024-12-31"}
ON_RECORD = waive("DEATH_ON_RECORD", nik=NIK, **LONG)


# --- rosters -------------------------------------------------------------------------------------------------------


def test_a_roster_closes_cover_from_the_month_after_its_word() -> None:
    nights = Nights().night(SEPTEMBER, alm(), alive())
    assert (nights.accepted, nights.codes) == ([NIK], ["DECEASED"])  # another office still has him: covered to the end
    assert nights.deaths == [(NIK, "roster", None, SEPTEMBER, OCTOBER)]
    nights.night(OCTOBER, alive())
    assert (nights.accepted, nights.codes) == ([], ["DEATH_ON_RECORD"])
    assert nights.night(DECEMBER, alive()).deaths == [(NIK, "roster", None, SEPTEMBER, OCTOBER)]


def test_a_word_mended_within_its_month_leaves_no_trace() -> None:
    nights = Nights().night(SEPTEMBER, alm()).night(SEPTEMBER, alive())
    assert nights.deaths == []
    assert nights.before.is_empty()
    assert nights.night(OCTOBER, alive()).accepted == [NIK]


def test_a_list_that_goes_on_saying_it_is_one_word() -> None:
    nights = Nights().night(SEPTEMBER, alm()).night(OCTOBER, alm())
    assert nights.codes == ["DEATH_ON_RECORD", "DECEASED"]
    assert nights.deaths == [(NIK, "roster", None, SEPTEMBER, OCTOBER)]


def test_without_a_whole_nik_nobody_is_dead() -> None:
    assert Nights().night(SEPTEMBER, alm(nik=None, nik_form="other")).deaths == []


def test_a_row_that_a_steward_takes_out_tells_nothing() -> None:
    assert Nights().night(SEPTEMBER, alm(), rulings=(exclude("r0"),)).deaths == []


@pytest.mark.parametrize("waived", [waive("DECEASED", nik=NIK), waive("DECEASED", row_id="r0")])
def test_alm_that_is_waived_in_its_month_is_no_word(waived: dict[str, Any]) -> None:
    nights = Nights().night(SEPTEMBER, alm(), rulings=(waived,))
    assert (nights.accepted, nights.deaths, nights.rulings) == ([NIK], [], ["applied"])


def test_waiving_alm_takes_back_what_was_told_in_earlier_months() -> None:
    ruling = waive("DECEASED", nik=NIK, **LONG)
    nights = Nights().night(SEPTEMBER, alm()).night(OCTOBER, alm(), rulings=(ruling,))
    assert (nights.accepted, nights.deaths, nights.rulings) == ([NIK], [], ["applied"])
    assert nights.before["taken_back_in"].to_list() == [OCTOBER]
    assert nights.night(OCTOBER, alm(), rulings=(ruling,)).deaths == []
    assert nights.night(NOVEMBER, alive()).accepted == [NIK]  # the list is mended, the ruling gone


def test_running_an_earlier_month_again_forgets_nothing() -> None:
    nights = Nights().night(OCTOBER, alm()).night(SEPTEMBER, alive())
    assert nights.accepted == [NIK]
    assert nights.deaths == [(NIK, "roster", None, OCTOBER, NOVEMBER)]


# --- a living person -----------------------------------------------------------------------------------------------


def recorded() -> Nights:
    """A person whom a roster called dead in September, wrongly."""
    return Nights().night(SEPTEMBER, alm())


def test_a_steward_gives_the_living_their_cover_back() -> None:
    nights = recorded().night(OCTOBER, alive(), rulings=(ON_RECORD,))
    assert (nights.accepted, nights.deaths, nights.rulings) == ([NIK], [], ["applied"])


def test_the_same_night_again_is_the_same() -> None:
    nights = recorded().night(OCTOBER, alive(), rulings=(ON_RECORD,))
    first = nights.before
    nights.night(OCTOBER, alive(), rulings=(ON_RECORD,))
    assert nights.before.equals(first)
    assert nights.rulings == ["applied"]


def test_a_ruling_that_is_withdrawn_in_its_month_was_none() -> None:
    nights = recorded().night(OCTOBER, alive(), rulings=(ON_RECORD,)).night(OCTOBER, alive())
    assert (nights.accepted, nights.deaths) == ([], [(NIK, "roster", None, SEPTEMBER, OCTOBER)])


def test_it_stays_taken_back_when_the_ruling_expires() -> None:
    nights = recorded().night(OCTOBER, alive(), rulings=(ON_RECORD,))
    assert nights.night(NOVEMBER, alive(), rulings=(ON_RECORD,)).rulings == ["applied"]
    assert nights.night(DECEMBER, alive()).accepted == [NIK]
    assert nights.before.select("told_in", "taken_back_in").rows() == [(SEPTEMBER, OCTOBER)]  # and can be looked up


def test_the_month_of_the_word_run_again_does_not_bring_it_back() -> None:
    nights = recorded().night(OCTOBER, alive(), rulings=(ON_RECORD,)).night(SEPTEMBER, alm())
    assert nights.deaths == []
    assert nights.night(OCTOBER, alive()).accepted == []  # October anew and without its ruling: nobody says he lives
    assert nights.night(OCTOBER, alive(), rulings=(ON_RECORD,)).accepted == [NIK]


def test_a_new_word_in_a_later_month_is_believed() -> None:
    nights = recorded().night(OCTOBER, alive(), rulings=(ON_RECORD,)).night(NOVEMBER, alm())
    assert nights.deaths == [(NIK, "roster", None, NOVEMBER, DECEMBER)]


def test_a_person_on_no_list_can_be_ruled_alive() -> None:
    nights = recorded().night(OCTOBER, rulings=(ON_RECORD,))
    assert (nights.rulings, nights.deaths) == (["applied"], [])


def test_without_a_death_on_record_there_is_nothing_to_waive() -> None:
    assert Nights().night(OCTOBER, alive(), rulings=(ON_RECORD,)).rulings == ["dangling"]


def test_what_claims_and_dukcapil_tell_is_taken_back_while_the_ruling_holds() -> None:
    told: dict[str, Any] = {
        "claims": (claim(event_on=date(2023, 9, 5)),),
        "results": (answer("deceased", died_on=date(2023, 9, 5)),),
    }
    nights = Nights().night(OCTOBER, alive(), rulings=(ON_RECORD,), **told)
    assert (nights.accepted, nights.deaths) == ([NIK], [])
    assert nights.night(NOVEMBER, alive(), **told).accepted == []


def test_dukcapil_that_answers_anew_gives_cover_back_by_itself() -> None:
    nights = Nights().night(OCTOBER, alive(), results=(answer("deceased", answered_on=date(2023, 10, 3)),))
    assert nights.accepted == []
    nights.night(OCTOBER, alive(), results=(answer("found", answered_on=date(2023, 10, 20)),))
    assert (nights.accepted, nights.deaths) == ([NIK], [])


# --- claims and Dukcapil -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "closed_from"),
    [
        ({"claims": (claim(event_on=date(2023, 9, 1)),)}, OCTOBER),
        ({"claims": (claim(event_on=date(2023, 9, 30)),)}, OCTOBER),
        ({"claims": (claim(event_on=date(2023, 8, 31)),)}, SEPTEMBER),
        ({"claims": (claim(reported_on=date(2023, 9, 4)),)}, OCTOBER),  # no day: he may have died in that month
        ({"claims": (claim(),)}, NOVEMBER),  # neither: first read in October
        ({"results": (answer("deceased", died_on=date(2023, 9, 30)),)}, OCTOBER),
        ({"results": (answer("deceased", answered_on=date(2023, 9, 30)),)}, SEPTEMBER),
        ({"results": (answer("deceased"),)}, OCTOBER),
    ],
)
def test_from_when_cover_is_closed(told: dict[str, Any], closed_from: date) -> None:
    nights = Nights().night(OCTOBER, alive(), **told)
    assert [row[-1] for row in nights.deaths] == [closed_from]
    assert nights.accepted == ([] if closed_from <= OCTOBER else [NIK])
    first = nights.before
    assert nights.night(OCTOBER, alive(), **told).before.equals(first)
    assert nights.night(NOVEMBER, alive(), **told).before.equals(first)  # a word keeps the month of its first night


@pytest.mark.parametrize(
    "said",
    [
        {"claim_status": "refused"},
        {"programme": "jkk"},  # an accident that the worker claims himself
        {"programme": "jkk", "heir": "Karto"},
        {"programme": "jkk", "heir": "-"},
        {"programme": "scholarship", "heir": "BUDI"},
        {"nik": None},
    ],
)
def test_claims_that_tell_no_death(said: dict[str, Any]) -> None:
    assert Nights().night(OCTOBER, alive(), claims=(claim(event_on=date(2023, 9, 5), **said),)).deaths == []


def test_an_accident_claimed_by_an_heir_is_a_death() -> None:
    fatal = claim(programme="jkk", heir="SITI", event_on=date(2023, 9, 5))
    assert Nights().night(OCTOBER, alive(), claims=(fatal,)).codes == ["DEATH_ON_RECORD"]


def test_the_surest_tells_and_the_surest_day_counts() -> None:
    told = {"claims": (claim(reported_on=date(2023, 11, 9)),), "results": (answer("deceased", died_on=AUGUST),)}
    nights = Nights().night(SEPTEMBER, alm(), **told)
    assert nights.deaths == [(NIK, "claim", AUGUST, SEPTEMBER, SEPTEMBER)]


def test_of_several_claims_the_paid_one_counts() -> None:
    told = (claim(event_on=AUGUST, reported_on=NOVEMBER), claim(event_on=OCTOBER, claim_status="paid"))
    assert [row[2] for row in Nights().night(SEPTEMBER, claims=told).deaths] == [OCTOBER]


def test_an_undated_word_never_opens_what_another_closed() -> None:
    nights = recorded().night(OCTOBER, alive(), results=(answer("deceased", answered_on=NOVEMBER),))
    assert nights.deaths == [(NIK, "dukcapil", None, SEPTEMBER, OCTOBER)]
    assert nights.accepted == []


def test_who_has_a_second_nik_is_refused_under_both() -> None:
    told = (claim(event_on=date(2023, 9, 5)),)
    joined = same(OTHER, NIK)
    assert Nights().night(OCTOBER, alive(OTHER), claims=told).accepted == [OTHER]
    assert Nights().night(OCTOBER, alive(OTHER), claims=told, rulings=(joined,)).accepted == []


def test_a_reason_says_who_told_what() -> None:
    told = {"results": (answer("deceased", died_on=date(2023, 9, 5)), answer("not_found", nik=OTHER))}
    nights = recorded().night(OCTOBER, alive(), alive(OTHER), **told)
    assert nights.judged
    assert sorted(nights.judged.log.select("code", "column", "original").rows()) == [
        ("DEATH_ON_RECORD", "nik", "Menurut Dukcapil: meninggal, 05-09-2023."),
        ("NIK_NOT_IN_DUKCAPIL", "nik", "Menurut Dukcapil: tidak ditemukan."),
    ]
    alone = recorded().night(OCTOBER, alive()).judged
    assert alone
    assert alone.log["original"].to_list() == ["Menurut daftar kantor bulan 09-2023: meninggal, tanpa tanggal."]


def test_every_field_that_differs_is_named() -> None:
    said = answer("found", answered_on=date(2023, 9, 12), birth_date_match=False, address_match=False, name_match=True)
    found = Nights().night(OCTOBER, alive(), results=(said,)).judged
    assert found
    assert found.log.filter(pl.col("code") == "DUKCAPIL_DIFFERS").select("column", "original").rows() == [
        ("birth_date", "Menurut Dukcapil 12-09-2023: Tanggal lahir, Alamat tidak sesuai.")
    ]
