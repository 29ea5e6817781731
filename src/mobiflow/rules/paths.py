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
    steps = [
        (way.automatic or (usual and way.exceptional), way.trigger, start, dest)
        for way in lifecycle.transitions
        for start in way.sources
        for dest in way.dests
    ]
    ways: list[tuple[int, int, tuple[int, ...], str]] = [(0, 0, (), source)]
    reached: set[str] = set()
    while ways:
        avoided, length, taken, state = heappop(ways)
        if state in targets:
            return tuple(steps[index][1] for index in taken)
        if state in reached:
            continue
        reached.add(state)
        for index, (avoid, _, start, dest) in enumerate(steps):
            if start == state and dest not in reached:
                heappush(ways, (avoided + avoid, length + 1, (*taken, index), dest))
    return None


def usual_ways(lifecycle: Lifecycle) -> Ways:
    """The best way from every state to every category that it can reach but is not in."""
    categories: dict[str, list[str]] = {}
    for state in lifecycle.states:
        categories.setdefault(state.category, []).append(state.id)
    found = {
        (state.id, category): best_way(lifecycle, state.id, targets)
        for state in lifecycle.states
        for category, targets in categories.items()
    }
    return {key: way for key, way in found.items() if way}


def ways_out(lifecycle: Lifecycle) -> Mapping[str, tuple[str, ...]]:
    """The shortest way to an end, exceptional or not, for those who have not left."""
    ends = [state.id for state in lifecycle.states if state.category == "ended"]
    found = {
        state.id: best_way(lifecycle, state.id, ends, usual=False)
        for state in lifecycle.states
        if state.category in {"applying", "engaged"}
    }
    return {state: way for state, way in found.items() if way}
