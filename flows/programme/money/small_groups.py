"""Numbers of people fit to leave the office: a group so small that it points at somebody is not told."""

from collections.abc import Mapping
from dataclasses import dataclass

_TOLD_FROM = 5
"""Groups of 1 to 4 are kept back (DOMAIN 2: small cells under five, UU PDP 27/2022). That there is nobody is told."""


@dataclass(frozen=True, slots=True)
class KeptBack:
    """What is not told: the groups of these names, and the total where it would give them away."""

    groups: frozenset[str]
    total: bool


def kept_back(groups: Mapping[str, int], nowhere: int = 0) -> KeptBack:
    """What to keep back of people by group that are told beside their total, `nowhere` being those of no group.

    Besides the small groups others are kept back, until two numbers at least are missing and ten people in them: less,
    and the difference to the total would tell a small one. They are taken in the order of their names, not of their
    size, so that the choice tells nothing by itself. Where they do not suffice the total is kept back too.
    """
    missing = {name: people for name, people in groups.items() if _is_small(people)}
    outside = [nowhere] if _is_small(nowhere) else []
    total = _is_small(sum(groups.values()) + nowhere)
    if not (missing or outside):
        return KeptBack(frozenset(), total)
    for name in sorted(groups):
        if _hides(*outside, *missing.values()):
            break
        if groups[name]:
            missing[name] = groups[name]
    return KeptBack(frozenset(missing), total or not _hides(*outside, *missing.values()))


def _is_small(people: int) -> bool:
    return 0 < people < _TOLD_FROM


def _hides(*missing: int) -> bool:
    return len(missing) > 1 and sum(missing) >= 2 * _TOLD_FROM
