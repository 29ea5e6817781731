"""Our machines go where those of `transitions` go: both run the same random lifecycles.

Who may move where, whether guards are met and what a choice picks: an upgrade of `transitions`
that changes one of these shows here, as does a fault of ours; the last test plants some, and
expects the comparison to see each.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import transitions
from attrs import define, frozen
from transitions import EventData

from mobiflow._compiler.machine import AskingMachine, AskingTransition, LifecycleMachine, Row


class Boom(Exception):
    """What the callbacks of these tests raise."""


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep stock from logging what it swallows and ignores, here on purpose."""
    monkeypatch.setattr(logging.getLogger("transitions"), "disabled", True)
    monkeypatch.setattr(logging.getLogger("transitions.core"), "disabled", True)


@frozen
class Subject:
    """What guards and choices read, made so that the seed decides what they say."""

    refusals: dict[str, list[str] | None]  # by guard; None: it raises
    choices: dict[str, int]


@frozen
class Drawn:
    """A lifecycle drawn by lot, with the functions that both machines use."""

    states: list[str]
    rows: list[tuple[str, str, str]]
    guards: dict[tuple[str, str], list[str]]
    forked: set[tuple[str, str]]
    log: list[str]

    def guard(self, name: str) -> Callable[[str, Subject], Iterator[object]]:
        def guard(context: str, subject: Subject) -> Iterator[object]:
            self.log.append(name)
            refusals = subject.refusals[name]
            if refusals is None:
                raise Boom(name)
            for refusal in refusals:
                yield (context, name, refusal)

        return guard

    def choice(self, trigger: str, source: str) -> Callable[[str, Subject], str]:
        dests = [row[2] for row in self.rows if row[:2] == (trigger, source)]

        def choice(context: str, subject: Subject) -> str:
            self.log.append("choice")
            return dests[subject.choices[trigger] % len(dests)]

        return choice


def seeded(seed: str) -> random.Random:
    return random.Random(seed)  # no secret


def draw(rng: random.Random) -> Drawn:
    states = [f"s{number}" for number in range(rng.randint(1, 5))]
    drawn = Drawn(states, [], {}, set(), [])
    for trigger in "abcd":
        for source in rng.sample(states, rng.randint(0, len(states))):
            dests = rng.sample(states, min(len(states), rng.choice([1, 1, 1, 2, 3])))
            drawn.rows.extend((trigger, source, dest) for dest in dests)
            drawn.guards[trigger, source] = rng.sample("ghijk", rng.randint(0, 4))
            if len(dests) > 1 or rng.random() < 0.1:
                drawn.forked.add((trigger, source))
    rng.shuffle(drawn.rows)
    return drawn


def draw_subject(rng: random.Random) -> Subject:
    def refusals() -> list[str] | None:
        if rng.random() < 0.03:
            return None
        return [f"r{n}" for n in range(rng.choice([0] * 8 + [1, 2]))]

    return Subject({name: refusals() for name in "ghijk"}, {t: rng.randint(0, 2) for t in "abcd"})


def ours(drawn: Drawn) -> LifecycleMachine:
    functions = {
        key: (tuple(map(drawn.guard, names)), drawn.choice(*key) if key in drawn.forked else None)
        for key, names in drawn.guards.items()
    }
    rows = [Row(t, source, dest, *functions[t, source]) for t, source, dest in drawn.rows]
    return LifecycleMachine("drawn", drawn.states, "s0", rows)


@define
class Traveller:
    """The model of the stock machine."""

    state: str
    context: str = ""
    subject: Any = None


def stock(drawn: Drawn) -> transitions.Machine:
    """Make the same lifecycle of stock parts: conditions that say yes or no."""

    def met(name: str) -> Callable[[Any], bool]:
        guard = drawn.guard(name)
        return lambda data: not list(guard(data.model.context, data.model.subject))

    def chosen(trigger: str, source: str, dest: str) -> Callable[[Any], bool]:
        choice = drawn.choice(trigger, source)
        return lambda data: choice(data.model.context, data.model.subject) == dest

    machine = transitions.Machine(
        model=None, states=drawn.states, initial="s0", auto_transitions=False, send_event=True
    )
    for trigger, source, dest in drawn.rows:
        conditions: list[Any] = [met(name) for name in drawn.guards[trigger, source]]
        if (trigger, source) in drawn.forked:
            conditions.append(chosen(trigger, source, dest))
        machine.add_transition(trigger, source, dest, conditions)
    return machine


Step = tuple[object, list[str], str]  # what came of it, the functions called, the state after


def our_step(
    machine: LifecycleMachine, drawn: Drawn, state: str, trigger: str, subject: Subject
) -> Step:
    drawn.log.clear()
    outcome: object
    try:
        outcome = machine.ask(trigger, state, "rules", subject)
        if outcome == []:
            state = machine.fire(trigger, state, "rules", subject)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is compared
        outcome = repr(error)
    return outcome, list(drawn.log), state


def expected_step(
    machine: transitions.Machine, drawn: Drawn, state: str, trigger: str, subject: Subject
) -> Step:
    """Say what must come of a step: stock's verdict, and all the reasons that it does not give."""
    traveller = Traveller(state, "rules", subject)
    verdict: object
    try:
        event = machine.events.get(trigger)
        verdict = event.trigger(traveller) if event else None
    except transitions.MachineError:
        verdict = None
    except Boom:
        verdict = "raised"
    if verdict is None:
        return None, [], state
    asked: list[str] = []
    reasons: list[object] = []
    for name in drawn.guards[trigger, state]:
        asked.append(name)
        refusals = subject.refusals[name]
        if refusals is None:  # stock may have refused before it came so far, but has not moved
            assert verdict in (False, "raised")
            return repr(Boom(name)), asked, traveller.state
        reasons.extend(("rules", name, refusal) for refusal in refusals)
    assert verdict is not bool(reasons)
    chose = ["choice"] if verdict and (trigger, state) in drawn.forked else []
    return reasons, asked + chose, traveller.state


def first_lifecycle_difference(seeds: Iterable[int]) -> object:
    """Return the first step in which a lifecycle is not what stock makes of it."""
    for seed in seeds:
        rng = seeded(f"lifecycle {seed}")
        drawn = draw(rng)
        theirs, machine = stock(drawn), ours(drawn)
        state = "s0"
        for _ in range(15):
            trigger, subject = rng.choice("abcdx"), draw_subject(rng)
            expected = expected_step(theirs, drawn, state, trigger, subject)
            got = our_step(machine, drawn, state, trigger, subject)
            if got != expected:
                return seed, trigger, state, expected, got
            state = expected[2]
    return None


@pytest.mark.parametrize("batch", range(4))
def test_a_lifecycle_goes_where_stock_goes_and_says_why_not(batch: int) -> None:
    assert first_lifecycle_difference(range(batch * 750, batch * 750 + 750)) is None


# -- the comparison sees faults


class StopsAtTheFirstRefusal(AskingTransition):
    def execute(self, event_data: EventData) -> bool:
        if event_data.model.moving:  # type: ignore[attr-defined]  # a Cursor
            return super().execute(event_data)
        return all(condition.check(event_data) for condition in self.conditions) or True


class AsksForEveryDestination(AskingTransition):
    def execute(self, event_data: EventData) -> bool:
        return super().execute(event_data) and event_data.model.moving  # type: ignore[attr-defined]  # a Cursor


class AsksAgainWhenItMoves(AskingTransition):
    def execute(self, event_data: EventData) -> bool:
        if event_data.model.moving:  # type: ignore[attr-defined]  # a Cursor
            for condition in self.conditions:
                condition.check(event_data)
        return super().execute(event_data)


class TakesTheFirstDestination(AskingTransition):
    def execute(self, event_data: EventData) -> bool:
        self.choice = None
        return super().execute(event_data)


class ChoosesForEveryDestination(AskingTransition):
    def execute(self, event_data: EventData) -> bool:
        event_data.model.chosen = None  # type: ignore[attr-defined]  # a Cursor
        return super().execute(event_data)


class ForgetsTheLastGuard(AskingTransition):
    def execute(self, event_data: EventData) -> bool:
        del self.conditions[3:]
        return super().execute(event_data)


class TakesAnErrorForConsent(AskingTransition):
    def execute(self, event_data: EventData) -> bool:
        try:
            return super().execute(event_data)
        except Boom:
            return True


class StaysWhereItIs(AskingTransition):
    def execute(self, event_data: EventData) -> bool:
        before = event_data.model.state  # type: ignore[attr-defined]  # a Cursor
        done = super().execute(event_data)
        event_data.model.state = before  # type: ignore[attr-defined]  # a Cursor
        return done


@pytest.mark.parametrize(
    "fault",
    [
        StopsAtTheFirstRefusal,
        AsksForEveryDestination,
        AsksAgainWhenItMoves,
        TakesTheFirstDestination,
        ChoosesForEveryDestination,
        ForgetsTheLastGuard,
        TakesAnErrorForConsent,
        StaysWhereItIs,
    ],
)
def test_the_comparison_sees_a_fault_in_a_lifecycle(
    fault: type[AskingTransition], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AskingMachine, "transition_cls", fault)

    assert first_lifecycle_difference(range(500)) is not None
