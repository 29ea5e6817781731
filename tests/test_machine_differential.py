"""Our machines do what `transitions` does: both run the same random machines, and are compared.

An upgrade of `transitions` that changes a callback's place, a result or an error shows here. So
does a fault of ours: the last tests plant some, and expect the comparison to see each.
"""

from __future__ import annotations

import enum
import logging
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import pytest
import transitions
from attrs import define, frozen
from transitions import EventData

from mobiflow._compiler.machine import (
    AskingMachine,
    AskingTransition,
    LeanCondition,
    LeanEvent,
    LeanMachine,
    LeanState,
    LeanTransition,
    LifecycleMachine,
    Row,
)

T = TypeVar("T")


class Boom(Exception):
    """What the callbacks of these tests raise."""


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep stock from logging what it swallows and ignores, here on purpose."""
    monkeypatch.setattr(logging.getLogger("transitions"), "disabled", True)
    monkeypatch.setattr(logging.getLogger("transitions.core"), "disabled", True)


# -- the lean machine against stock


class Model:
    """What a random machine moves; some of its callbacks are given by the name of a method."""

    def __init__(self, log: list[object]) -> None:
        self.state = "s0"
        self.log = log

    def by_name(self, *args: object) -> bool:
        self.log.append(("by name",))
        return len(self.log) % 3 > 0


class Recorder:
    """Makes callbacks that note what they see, and do what a seed says: nothing, mostly."""

    def __init__(self, seed: str, log: list[object]) -> None:
        self.seed = seed
        self.log = log
        self.nested = 3  # events that callbacks may still trigger

    def callback(self, name: str) -> str | Callable[..., None]:
        action = self.draw(name, [""] * 20 + ["raise", "trigger", "result"])

        def callback(data: object = None, **_: object) -> None:
            self.note(name, data)
            if action == "raise":
                raise Boom(name)
            if not isinstance(data, EventData):
                return
            if action == "result":
                vars(data)["result"] = "set by a callback"
            if action == "trigger" and self.nested:
                self.nested -= 1
                self.log.append(("nested", data.machine.events["a"].trigger(data.model)))

        return "by_name" if self.draw(name, [True] + [False] * 15) else callback

    def condition(self, name: str, *, target: bool) -> str | Callable[..., object]:
        answers: list[object] = [not target, 0, 1, 2, "yes", None, "raise"]
        answer = self.draw(name, [*answers, *[target] * 12])

        def condition(data: object = None, **_: object) -> object:
            self.note(name, data)
            if answer == "raise":
                raise Boom(name)
            return answer

        return "by_name" if self.draw(name, [True] + [False] * 15) else condition

    def draw(self, name: str, among: Sequence[T]) -> T:
        return seeded(f"{self.seed} {name}").choice(among)

    def note(self, name: str, data: object) -> None:
        if not isinstance(data, EventData):
            self.log.append((name, data))
            return
        way = data.transition and (data.transition.source, data.transition.dest)
        state = data.state.name
        self.log.append((name, state, way, data.result, type(data.error), data.args, data.kwargs))


def seeded(seed: str) -> random.Random:
    return random.Random(seed)  # no secret


def random_machine(
    rng: random.Random, cls: type[transitions.Machine], make: Recorder
) -> transitions.Machine:
    """Make a machine of any class in a way that depends on the random numbers alone."""

    def some(chance: float, *names: str) -> list[Any]:
        return [make.callback(name) for name in names] if rng.random() < chance else []

    names = [f"s{number}" for number in range(rng.randint(2, 5))]
    options: dict[str, Any] = {
        "ignore_invalid_triggers": rng.choice([None, None, True]),
        "queued": rng.random() < 0.15,
        "send_event": rng.random() < 0.9,
    }
    for hook in ("prepare_event", "before_state_change", "after_state_change", "on_final"):
        options[hook] = some(0.35, hook)
    for hook in ("finalize_event", "on_exception"):
        options[hook] = some(0.15, hook)
    states = [
        {
            "name": name,
            "on_enter": some(0.5, f"enter {name}"),
            "on_exit": some(0.5, f"exit {name}", f"exit {name} again"),
            "final": rng.random() < 0.2,
            "ignore_invalid_triggers": rng.choice([None, None, None, True, False]),
        }
        for name in names
    ]
    machine = cls(model=None, states=states, initial="s0", auto_transitions=False, **options)
    unknown = ["nowhere"] if rng.random() < 0.1 else []
    for trigger in ("a", "b"):
        machine.add_transition(trigger, "s0", "s1")
        for source in names:
            for number in range(rng.randint(0, 2)):
                where = f"{trigger} {source} {number}"
                conditions: list[Any] = [
                    make.condition(f"if {where} {n}", target=True) for n in range(rng.randint(0, 3))
                ]
                unless: list[Any] = [
                    make.condition(f"unless {where} {n}", target=False)
                    for n in range(rng.choice([0, 0, 1, 2]))
                ]
                machine.add_transition(
                    trigger,
                    rng.choice([source, source, source, "*"]),
                    rng.choice([*names, None, "=", *unknown]),
                    prepare=some(0.3, f"prepare {where}"),
                    before=some(0.3, f"before {where}"),
                    after=some(0.3, f"after {where}", f"after {where} again"),
                    conditions=conditions,
                    unless=unless,
                )
    return machine


def transcript(cls: type[transitions.Machine], seed: int) -> list[object]:
    """Run one random machine, and note everything that can be seen of it."""
    log: list[object] = []
    rng = seeded(f"machine {seed}")
    machine = random_machine(rng, cls, Recorder(f"callbacks {seed}", log))
    model = Model(log)
    for number in range(12):
        event = machine.events[rng.choice("ab")]
        if rng.random() < 0.02:
            model.state = "never heard of"
        result: object
        try:
            result = event.trigger(model, number, key=number)
        except Exception as error:  # noqa: BLE001  # whatever it is, both must raise it
            result = (type(error), str(error))
        log.append(("=>", event.name, result, model.state))
        if model.state not in machine.states:
            model.state = rng.choice(list(machine.states))
    return log


def first_lean_difference(cls: type[transitions.Machine], seeds: Iterable[int]) -> object:
    """Return the first seed for which a class differs from stock, with both transcripts."""
    for seed in seeds:
        stock, lean = transcript(transitions.Machine, seed), transcript(cls, seed)
        if stock != lean:
            return seed, stock, lean
    return None


@pytest.mark.parametrize("batch", range(8))
def test_a_lean_machine_does_all_that_stock_does(batch: int) -> None:
    assert first_lean_difference(LeanMachine, range(batch * 500, batch * 500 + 500)) is None


def test_the_random_machines_go_everywhere() -> None:
    seen: dict[str, int] = defaultdict(int)
    for seed in range(300):
        for entry in transcript(transitions.Machine, seed):
            if isinstance(entry, tuple):
                kind = str(entry[2] if entry[0] == "=>" else entry[0])
                seen[kind.partition(" ")[0]] += 1

    expected = """
        True False set (<class by prepare if unless before exit enter on_final after nested
        prepare_event before_state_change after_state_change finalize_event on_exception
    """
    assert {kind: seen[kind] for kind in expected.split() if seen[kind] < 15} == {}


def test_a_lean_machine_moves_states_that_are_enum_members() -> None:
    class Light(enum.StrEnum):  # whose members are equal to the name of the other
        RED = "GREEN"
        GREEN = "RED"

    for cls in (transitions.Machine, LeanMachine):
        machine = cls(model=None, states=Light, initial=Light.RED, auto_transitions=False)
        machine.add_transition("go", Light.RED, Light.GREEN)
        machine.add_transition("go", Light.GREEN, None)
        model = Model([])
        model.state = Light.RED

        assert machine.events["go"].trigger(model)
        assert model.state is Light.GREEN, cls


# -- the lifecycle against stock


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


class EntersBeforeItMoves(LeanTransition):
    def proceed(self, event_data: EventData) -> bool:
        if dest := event_data.machine.states.get(self.dest or ""):
            dest.enter(event_data)
        return super().proceed(event_data)


class AsksBeforeItPrepares(LeanTransition):
    def execute(self, event_data: EventData) -> bool:
        if not all(condition.check(event_data) for condition in self.conditions):
            return False
        event_data.machine.callbacks(self.prepare, event_data)
        return self.proceed(event_data)


class AsksAllConditions(LeanTransition):
    def execute(self, event_data: EventData) -> bool:
        event_data.machine.callbacks(self.prepare, event_data)
        checks = [condition.check(event_data) for condition in self.conditions]
        return all(checks) and self.proceed(event_data)


class BelievesTruth(LeanTransition):
    class condition_cls(LeanCondition):  # noqa: N801  # the name is that of `transitions`
        def check(self, event_data: EventData) -> bool:
            func: Any = self.func
            if isinstance(func, str) or not event_data.machine.send_event:
                return super().check(event_data)
            return bool(func(event_data)) == self.target


class SwallowsErrors(LeanTransition):
    def execute(self, event_data: EventData) -> bool:
        try:
            return super().execute(event_data)
        except Boom:
            return False


class LeavesInSilence(LeanState):
    def exit(self, event_data: EventData) -> None:
        pass


class TriesTheLastTransitionFirst(LeanEvent):
    def add_transition(self, transition: transitions.Transition) -> None:
        self.transitions[transition.source].insert(0, transition)


class SaysYes(LeanEvent):
    def trigger(self, model: object, *args: object, **kwargs: object) -> bool:
        super().trigger(model, *args, **kwargs)
        return True


FAULTS: list[tuple[str, type]] = [
    ("transition_cls", EntersBeforeItMoves),
    ("transition_cls", AsksBeforeItPrepares),
    ("transition_cls", AsksAllConditions),
    ("transition_cls", BelievesTruth),
    ("transition_cls", SwallowsErrors),
    ("state_cls", LeavesInSilence),
    ("event_cls", TriesTheLastTransitionFirst),
    ("event_cls", SaysYes),
]


@pytest.mark.parametrize(("part", "fault"), FAULTS, ids=[fault.__name__ for _, fault in FAULTS])
def test_the_comparison_sees_a_fault_in_a_lean_class(part: str, fault: type) -> None:
    faulty = type("Faulty", (LeanMachine,), {part: fault})

    assert first_lean_difference(faulty, range(500)) is not None


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
    def proceed(self, event_data: EventData) -> bool:
        return True


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
