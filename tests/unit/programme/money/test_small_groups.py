"""What must be kept back so that no small group is told, nor can be reckoned back from the total."""

from itertools import product

import pytest

from flows.programme.money.small_groups import kept_back


@pytest.mark.parametrize(
    ("groups", "nowhere", "missing"),
    [
        ({"a": 5, "b": 100, "c": 0}, 0, ""),
        ({"a": 4, "b": 100, "c": 200}, 0, "ab"),
        ({"a": 100, "b": 4, "c": 200}, 0, "ab"),  # by name, not by size
        ({"a": 100, "b": 4, "c": 4}, 0, "abc"),  # two fours alone would come to eight
        ({"a": 1, "b": 1, "c": 5, "d": 20}, 0, "abcd"),
        ({"a": 100, "b": 4, "c": 4, "d": 4}, 0, "abcd"),  # twelve in three small ones can only be fours
        ({"a": 5, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 90}, 0, "abcdefg"),  # ten can only be a five and ones
        ({"a": 4, "b": 5, "c": 6, "d": 30}, 0, "abc"),
        ({"a": 4, "b": 0, "c": 30, "d": 30}, 0, "ac"),  # nobody hides nobody
        ({"a": 100, "b": 200}, 3, "a"),  # who live elsewhere could be told from the total
        ({"a": 100, "b": 200}, 30, ""),
        ({"a": 100, "b": 3, "c": 50}, 8, "ab"),  # theirs may be known: it hides nobody
    ],
)
def test_groups_kept_back_beside_a_total_that_is_told(groups: dict[str, int], nowhere: int, missing: str) -> None:
    found = kept_back(groups, nowhere)
    assert (sorted(found.groups), found.total) == (sorted(missing), False)


@pytest.mark.parametrize(
    ("groups", "nowhere", "missing", "total"),
    [
        ({"a": 3, "b": 0}, 0, "a", True),  # the total is small itself
        ({"a": 3, "b": 4}, 0, "ab", True),  # nothing is left to hide them
        ({"a": 7}, 2, "a", True),
        ({"a": 30}, 2, "a", False),
        ({"a": 0, "b": 0}, 0, "", False),
    ],
)
def test_where_the_others_do_not_suffice_the_total_is_kept_back_too(
    groups: dict[str, int], nowhere: int, missing: str, total: bool
) -> None:
    found = kept_back(groups, nowhere)
    assert (sorted(found.groups), found.total) == (sorted(missing), total)


def test_who_knows_the_rule_learns_no_small_group_from_what_is_told() -> None:
    """Of all numbers that would be told alike, each small group stays undecided."""
    most = 24
    alike: dict[tuple[int | None, ...], list[dict[str, int]]] = {}
    for numbers in product(range(most + 1), repeat=3):
        groups = dict(zip("abc", numbers, strict=True))
        missing = kept_back(groups)
        total = None if missing.total else sum(numbers)
        told = (total, *(people if name not in missing.groups else None for name, people in groups.items()))
        alike.setdefault(told, []).append(groups)
    for told, worlds in alike.items():
        if told[0] is None or told[0] <= most:  # larger totals have numbers that were not tried
            sure = [name for name in "abc" if len({world[name] for world in worlds}) == 1]
            assert [name for name in sure if 0 < worlds[0][name] < 5] == [], (told, worlds)
