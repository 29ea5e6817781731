"""How a subject gets on in its lifecycle: the best way from a state to others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from heapq import heappop, heappush
from typing import TypeAlias

from mobiflow.definition import Lifecycle

__all__ = ["Ways", "best_way", "usual_ways", "ways_out"]

Ways: TypeAlias = Mapping[tuple[str, str], tuple[str, ...]]
"""The triggers from a state to a category of states."""


def best_way(
    lifecycle: Lifecycle, source: str, targets: Collection[str], *, usual: bool = True
) -> tuple[str, ...] | None:
    """The triggers of the best way from a state to any target, or ``None`` without a way.

    The best way has the fewest triggers that are exceptional or automatic (none, wherever that is
    possible), then the fewest triggers, then comes first in the definition. A choice counts as
    able to go every way. With ``usual=False`` what is exceptional counts like anything else.
    """
    return _best(_steps(lifecycle, usual=usual), source, targets)


_Step: TypeAlias = tuple[int, bool, str, str]
"""The place in the definition, whether it is to be avoided, the trigger and the destination."""


def _steps(lifecycle: Lifecycle, *, usual: bool) -> Mapping[str, list[_Step]]:
    """What leads out of each state."""
    steps: dict[str, list[_Step]] = {}
    number = 0
    for way in lifecycle.transitions:
        avoid = way.automatic or (usual and way.exceptional)
        for start in way.sources:
            for dest in way.dests:
                steps.setdefault(start, []).append((number, avoid, way.trigger, dest))
                number += 1
    return steps


def _best(
    steps: Mapping[str, list[_Step]], source: str, targets: Collection[str]
) -> tuple[str, ...] | None:
    ways: list[tuple[int, int, tuple[int, ...], str, tuple[str, ...]]] = [(0, 0, (), source, ())]
    reached: set[str] = set()
    while ways:
        avoided, length, taken, state, triggers = heappop(ways)
        if state in targets:
            return triggers
        if state not in reached:
            reached.add(state)
            for number, avoid, trigger, dest in steps.get(state, ()):
                if dest not in reached:
                    way = (*taken, number), dest, (*triggers, trigger)
                    heappush(ways, (avoided + avoid, length + 1, *way))
    return None


def usual_ways(lifecycle: Lifecycle) -> Ways:
    """The best way from every state to every category that it can reach but is not in."""
    categories: dict[str, list[str]] = {}
    for state in lifecycle.states:
        categories.setdefault(state.category, []).append(state.id)
    steps = _steps(lifecycle, usual=True)
    found = {
        (state.id, category): _best(steps, state.id, targets)
        for state in lifecycle.states
        for category, targets in categories.items()
    }
    return {key: way for key, way in found.items() if way}


def ways_out(lifecycle: Lifecycle) -> Mapping[str, tuple[str, ...]]:
    """The shortest way to an end, exceptional or not, for those who have not left."""
    ends = [state.id for state in lifecycle.states if state.category == "ended"]
    steps = _steps(lifecycle, usual=False)
    found = {
        state.id: _best(steps, state.id, ends)
        for state in lifecycle.states
        if state.category in {"applying", "engaged"}
    }
    return {state: way for state, way in found.items() if way}
