"""Much put in few lines: what was done by whom, what is refused to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from attrs import frozen

from mobiflow.cli.demo.shown import Cleared, Done
from mobiflow.model.words import Role
from mobiflow.verdict import Refusal

__all__ = ["Line", "lines_of", "ways", "work"]


@frozen
class Line:
    """Refusals of one kind that wait for the same roles: the first of them, and how many.

    ``others`` counts what is asked besides, other documents or other tasks; ``alone`` is whether
    all of it is about one subject; ``due`` is the soonest day; ``basis`` has the laws, each once.
    """

    first: Refusal
    who: tuple[Role, ...]
    count: int
    others: int
    alone: bool
    due: date | None
    basis: tuple[str, ...]


def lines_of(refusals: Iterable[Refusal]) -> tuple[Line, ...]:
    """Refusals put together by who must act, what is the matter and whether a law asks for it.

    The soonest due come first.
    """
    groups: dict[tuple[tuple[Role, ...], str, bool], list[Refusal]] = {}
    for refusal in refusals:
        key = (refusal.who, refusal.code, bool(refusal.basis))
        groups.setdefault(key, []).append(refusal)
    lines = [_line(key[0], found) for key, found in groups.items()]
    return tuple(sorted(lines, key=lambda line: line.due or date.max))


def _line(who: tuple[Role, ...], refusals: list[Refusal]) -> Line:
    matters = {tuple(sorted(refusal.params.items())) for refusal in refusals}
    first = min(refusals, key=lambda refusal: refusal.due or date.max)
    alone = len({refusal.subject for refusal in refusals}) == 1
    basis = dict.fromkeys(law for refusal in (first, *refusals) for law in refusal.basis)
    return Line(first, who, len(refusals), len(matters) - 1, alone, first.due, tuple(basis))


def work(done: Iterable[Done]) -> Mapping[str, Counter[str]]:
    """How often each role did what, in the order in which it happened."""
    found: dict[str, Counter[str]] = {}
    for each in done:
        for role in sorted(each.by.roles):
            found.setdefault(role, Counter())[each.what] += 1
    return found


def ways(cleared: Iterable[Cleared]) -> Counter[str]:
    """How many refusals each action cleared, the most first."""
    found: Counter[str] = Counter()
    for each in cleared:
        found[each.what] += each.count
    return Counter(dict(found.most_common()))
