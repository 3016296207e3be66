"""Numbers of people fit to leave the office: a group so small that it points at somebody is not told."""

from collections.abc import Mapping, Sequence
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

    Besides the small groups others are kept back, one at least, until so many people are missing that each small group
    could be any of 1 to 4: less, and the difference to the total would tell it, to whoever knows this rule. They are
    taken in the order of their names, not of their size, so that the choice tells nothing by itself. Where they do not
    suffice the total is kept back too.
    """
    small = [name for name, people in groups.items() if _is_small(people)]
    alone = [groups[name] for name in small] + ([nowhere] if _is_small(nowhere) else [])
    total = _is_small(sum(groups.values()) + nowhere)
    if not alone:
        return KeptBack(frozenset(), total)
    others: dict[str, int] = {}
    for name in sorted(groups.keys() - set(small)):
        if _hide([*others.values()], alone):
            break
        if groups[name]:
            others[name] = groups[name]
    return KeptBack(frozenset([*small, *others]), total or not _hide([*others.values()], alone))


def _is_small(people: int) -> bool:
    return 0 < people < _TOLD_FROM


def _hide(others: Sequence[int], small: Sequence[int]) -> bool:
    """True where any of the `small` could be a four, were all other small ones of one, and the `others` of five."""
    least = _TOLD_FROM * len(others) + len(small) - 1 + _TOLD_FROM - 1
    return bool(others) and sum(others) + sum(small) >= max(least, 2 * _TOLD_FROM)
