"""How a subject gets on in its lifecycle: the usual way, and the nearest way out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from heapq import heappop, heappush

from mobiflow.definition import Lifecycle

__all__ = ["usual_ways"]

Ways = Mapping[tuple[str, str], tuple[str, ...]]
"""The triggers from a state to a category of states."""


def usual_ways(lifecycle: Lifecycle) -> Ways:
    """The best way from every state to every category that it can reach but is not in.

    The best way has the fewest exceptional triggers, then the fewest triggers, then comes first
    in the definition. Whatever is automatic is not waited for.
    """
    categories: dict[str, list[str]] = {}
    for state in lifecycle.states:
        categories.setdefault(state.category, []).append(state.id)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for state in lifecycle.states:
        for category, targets in categories.items():
            way = _way(lifecycle, state.id, targets)
            if way:
                found[state.id, category] = way
    return found


def _way(lifecycle: Lifecycle, source: str, targets: Collection[str]) -> tuple[str, ...]:
    steps = [
        (transition.exceptional, transition.trigger, origin, dest)
        for transition in lifecycle.transitions
        if not transition.automatic
        for origin in transition.sources
        for dest in transition.dests
    ]
    ways: list[tuple[int, int, tuple[int, ...], str]] = [(0, 0, (), source)]
    reached: set[str] = set()
    while ways:
        price, length, taken, state = heappop(ways)
        if state in targets:
            return tuple(steps[index][1] for index in taken)
        if state in reached:
            continue
        reached.add(state)
        for index, (exceptional, _, origin, dest) in enumerate(steps):
            if origin == state:
                heappush(ways, (price + exceptional, length + 1, (*taken, index), dest))
    return ()
