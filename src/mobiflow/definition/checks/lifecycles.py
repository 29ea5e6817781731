"""Lifecycles: every transition leads from somewhere to somewhere, and every state is reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from mobiflow.definition import Lifecycle, Transition, Workflow
from mobiflow.definition.checks.places import (
    each,
    guards,
    lifecycles,
    listed,
    problem,
    transitions,
    unknown,
    unless_known,
)
from mobiflow.errors import Problem
from mobiflow.model.words import Category, Kind

__all__ = ["problems_of_lifecycles"]


def problems_of_lifecycles(workflow: Workflow) -> Iterator[Problem]:
    """What is wrong with states and transitions, and with what becomes of learners.

    Whether a state can be reached is only judged where all names of states are known.
    """
    for path, lifecycle in lifecycles(workflow):
        yield from _kind(path, lifecycle)
        yield from _pairs(path, lifecycle)
        for where, transition in transitions(path, lifecycle):
            yield from _dests(where, transition)
            yield from _automatic(where, transition, workflow)
        strangers = tuple(_strangers(path, lifecycle))
        yield from strangers
        if not strangers:
            yield from _unreachable(path, lifecycle)
        if lifecycle.kind == "learner":
            yield from _categories(path, lifecycle)
            yield from _ends(path, lifecycle, known=not strangers)
    yield from _needed(workflow)
    if all(lifecycle.kind != "learner" for lifecycle in workflow.lifecycles):
        advice = "Add one of the kind 'learner', such as mobiflow.lifecycles.LEARNER."
        yield problem("$.lifecycles", f"No lifecycle is for learners. {advice}", workflow.source)


def _needed(workflow: Workflow) -> Iterator[Problem]:
    """What a guard asks for must be able to come about."""
    there = {lifecycle.kind for lifecycle in workflow.lifecycles}
    for path, guard in guards(workflow):
        if guard.needs and guard.needs not in there:
            there.add(guard.needs)
            message = f"Guard '{guard}' could never be met, for no lifecycle is for the kind "
            known = f"mobiflow.lifecycles.{guard.needs.replace('-', '_').upper()}"
            advice = f"{guard.needs!r}: add one, such as {known}."
            yield problem(path, message + advice, guard.source)


def _kind(path: str, lifecycle: Lifecycle) -> Iterator[Problem]:
    if lifecycle.kind == "mobility":
        yield Problem(path, "The lifecycle of the mobility is made from the phases: remove it.")
    elif lifecycle.kind not in get_args(Kind):
        kinds = (kind for kind in get_args(Kind) if kind != "mobility")
        yield unknown(f"{path}.kind", "kind of subject", lifecycle.kind, kinds)


def _strangers(path: str, lifecycle: Lifecycle) -> Iterator[Problem]:
    """Names of states that the lifecycle does not have."""
    known = tuple(state.id for state in lifecycle.states)
    yield from unless_known(f"{path}.initial", "state", lifecycle.initial, known)
    for where, transition in transitions(path, lifecycle):
        source = transition.source
        yield from unless_known(f"{where}.sources", "state", transition.sources, known, source)
        yield from unless_known(f"{where}.dests", "state", transition.dests, known, source)


def _dests(path: str, transition: Transition) -> Iterator[Problem]:
    source = transition.source
    if not transition.sources:
        message = "The transition leaves no state: name its sources."
        yield problem(f"{path}.sources", message, source)
    if not transition.dests:
        message = "The transition leads nowhere: name its destination."
        yield problem(f"{path}.dests", message, source)
    if len(transition.dests) > 1 and transition.choice is None:
        dests = listed(transition.dests)
        message = f"Nothing chooses between {dests}: give a choice, or one destination."
        yield problem(f"{path}.dests", message, source)


def _pairs(path: str, lifecycle: Lifecycle) -> Iterator[Problem]:
    """One trigger has one transition out of a state."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for where, transition in transitions(path, lifecycle):
        for index, source in enumerate(transition.sources):
            pair = (transition.trigger, source)
            if pair in first:
                message = f"Two transitions lead out of {source!r} by {transition.trigger!r}"
                other, plugin = first[pair]
                if other != where:
                    message += f", here and at {other}"
                if plugin and transition.source:
                    message += f": one from {plugin}, one from {transition.source}"
                advice = "Remove one, or make them one with a choice of destination."
                yield Problem(f"{where}.sources[{index}]", f"{message}. {advice}")
            first.setdefault(pair, (where, transition.source))


def _automatic(path: str, transition: Transition, workflow: Workflow) -> Iterator[Problem]:
    """What follows by itself must wait for something, ask nobody, and come to rest."""
    if not transition.automatic:
        return
    source, empty = transition.source, {s.id for s in workflow.guard_sets if not s.guards}
    if all(isinstance(guard, str) and guard in empty for guard in transition.guards):
        message = "An automatic transition without guards fires at once, always: give it guards."
        yield problem(f"{path}.guards", message, source)
    if transition.asks:
        asks = listed(transition.asks)
        message = f"Nobody is there to say {asks} in an automatic transition: ask for nothing."
        yield problem(f"{path}.asks", message, source)
    for state in sorted({*transition.sources} & {*transition.dests}):
        message = f"An automatic transition from {state!r} to itself never ends: lead it elsewhere."
        yield problem(f"{path}.dests", message, source)


def _reachable(lifecycle: Lifecycle) -> frozenset[str]:
    onwards: dict[str, list[str]] = {}
    for transition in lifecycle.transitions:
        for source in transition.sources:
            onwards.setdefault(source, []).extend(transition.dests)
    reached, waiting = {lifecycle.initial}, [lifecycle.initial]
    while waiting:
        new = {*onwards.get(waiting.pop(), ())} - reached
        reached |= new
        waiting += new
    return frozenset(reached)


def _unreachable(path: str, lifecycle: Lifecycle) -> Iterator[Problem]:
    reached = _reachable(lifecycle)
    for where, state in each(f"{path}.states", lifecycle.states):
        if state.id not in reached:
            message = f"No way leads from {lifecycle.initial!r} to {state.id!r}: "
            advice = "add a transition, or remove the state."
            yield problem(where, message + advice, state.source)


def _categories(path: str, lifecycle: Lifecycle) -> Iterator[Problem]:
    """Guards know a learner's state by its category alone."""
    for where, state in each(f"{path}.states", lifecycle.states):
        if not state.category:
            message = f"Every learner state has a category: one of {listed(get_args(Category))}."
            yield problem(f"{where}.category", message, state.source)
        else:
            yield from unless_known(
                f"{where}.category", "category", state.category, get_args(Category), state.source
            )


def _ends(path: str, lifecycle: Lifecycle, *, known: bool) -> Iterator[Problem]:
    ends = {state.id for state in lifecycle.states if state.category == "ended"}
    if known:
        ends &= _reachable(lifecycle)
    if not ends:
        message = "No learner can reach an end, so no mobility can be completed: "
        advice = "lead a transition to a state of the category 'ended'."
        yield Problem(f"{path}.states", message + advice)
