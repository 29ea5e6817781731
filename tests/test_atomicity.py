"""All or nothing: whatever fails, and whenever, the flow is what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final

import attrs
import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import mobiflow
from mobiflow import Actor, Engine, Entry, Flow, Guard, Mobility, Refusal, Refused
from mobiflow._runtime.instance import Instance
from mobiflow._runtime.journal import Happened
from mobiflow._runtime.snapshot import Snapshot
from mobiflow.actions import (
    Action,
    AddLearner,
    CollectDocument,
    DecideUnit,
    Fire,
    SignContract,
    VerifyDocument,
)
from mobiflow.actions._spec import spec_of, values_of
from mobiflow.definition import Choice, Condition, Effect, Workflow
from mobiflow.model import Ref
from mobiflow.rules.context import Context
from mobiflow.rules.index import WorkflowIndex
from mobiflow.testing import Clock, drive
from tests.support import COORDINATOR, TODAY, adult, begin, copy, guide, minor


class Fault(Exception):  # it is nobody's error
    """What is injected."""


class Tripwire:
    """Counts calls, and raises at one of them."""

    def __init__(self) -> None:
        self.calls = 0
        self.at: int | None = None
        self.rules: dict[str, Callable[..., Any]] = {}

    def step(self) -> None:
        self.calls += 1
        if self.at is not None and self.calls == self.at:
            raise Fault

    def armed(self, at: int | None) -> None:
        self.calls, self.at = 0, at

    def steps(self, found: Iterable[Refusal]) -> Iterable[Refusal]:
        for refusal in found:
            yield refusal
            self.step()

    def around(self, rule: Guard | Choice | Effect | Condition) -> Callable[..., Any]:
        """The function of a rule, wired; one per function, so that a name means one thing."""

        def func(*args: Any, **params: Any) -> Any:
            self.step()
            found: Any = rule.func(*args, **params)
            return self.steps(found) if isinstance(rule, Guard) else found

        return self.rules.setdefault(str(rule.func), func)


WIRE: Final = Tripwire()


def wired(value: Any) -> Any:
    """A definition with a tripwire in every rule; whose it was is forgotten."""
    if isinstance(value, tuple):
        return tuple(wired(item) for item in value)
    if not attrs.has(type(value)):
        return value
    names = [a.name for a in attrs.fields(type(value))]
    changes = {name: wired(getattr(value, name)) for name in names}
    if isinstance(value, Guard | Choice | Effect | Condition):
        changes["func"] = WIRE.around(value)
    if "source" in names:
        changes["source"] = ""
    return evolve(value, **changes)


class Wired:
    """A plugin with the guide's workflow, wired."""

    __name__ = "wired"
    __version__ = "1"

    @mobiflow.hookimpl
    def mobiflow_workflows(self) -> Iterable[Workflow]:
        given = wired(guide().workflows["mobility"])
        return (
            evolve(given, lifecycles=tuple(x for x in given.lifecycles if x.kind != "mobility")),
        )


def clock() -> datetime:
    """A clock that may fail like everything else."""
    WIRE.step()
    return Clock(TODAY)()


ENGINE: Final = Engine([Wired()], disabled=["guide", "countries", "certifiers"], clock=clock)


@frozen
class Faulty:
    """An action around another one, whose methods may fail."""

    inner: Any
    on: date | None = None

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        WIRE.step()
        found: tuple[Ref, ...] = self.inner.subjects(mobility)
        return found

    def check(self, context: Context, mobility: Mobility) -> Iterable[Refusal]:
        WIRE.step()
        return WIRE.steps(evolve(self.inner, on=self.on).check(context, mobility))

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        WIRE.step()
        changed: Mobility = evolve(self.inner, on=self.on).apply(mobility, rules)
        WIRE.step()
        return changed


def faulty(act: Action) -> Action:
    """The same action with its methods wired; a bare trigger has none worth it."""
    if isinstance(act, Fire):
        return act
    spec = spec_of(type(act))
    asked = spec.permission

    def wired(rules: WorkflowIndex, mobility: Mobility, values: Any) -> Any:
        WIRE.step()
        return asked(rules, mobility, values_of(values["inner"])) if callable(asked) else asked

    permission = wired if callable(asked) else asked
    marked = {"__mobiflow_action__": evolve(spec, permission=permission)}
    made: Action = type("Faulty", (Faulty,), marked)(act)
    return made


def _journey() -> list[tuple[Actor, Action]]:
    """What is done from the first day to the last, and by whom."""
    flow = begin(minor("tom"), adult("lea"))
    happened: list[Happened] = []

    class Kept(list[Happened]):
        def append(self, item: Happened) -> None:
            happened.append(item)
            super().append(item)

    flow._instance.pending = Kept()
    drive(flow)
    return [(item.actor, act) for item in happened for act in item.acts]


JOURNEY: Final = _journey()


def _places() -> list[Mobility]:
    """Where the mobility stands before each action of the journey, and at the end."""
    flow = begin(minor("tom"), adult("lea"), engine=ENGINE)
    places = [flow.mobility]
    for actor, act in JOURNEY:
        flow.acting_as(actor).do(act)
        places.append(flow.mobility)
    return places


PLACES: Final = _places()


def standing_at(place: int, actor: Actor = COORDINATOR) -> Flow:
    """A flow that has come so far, and remembers nothing."""
    WIRE.armed(None)
    snapshot = Snapshot.of(ENGINE.blueprint("mobility"), PLACES[place])
    return Flow(Instance(snapshot, clock, None), actor)


def unchanged(flow: Flow, before: Mobility, entries: tuple[Entry, ...]) -> None:
    WIRE.armed(None)
    assert flow.mobility is before
    assert flow.journal == entries


@settings(max_examples=400)
@given(
    place=st.integers(0, len(JOURNEY) - 1),
    share=st.floats(0, 1),
    methods=st.booleans(),
)
def test_whatever_raises_whenever_changes_nothing(
    place: int, share: float, *, methods: bool
) -> None:
    """Anywhere on the way, one action meets a fault at one of its calls, whichever it is."""
    actor, act = JOURNEY[place]
    act = faulty(act) if methods else act
    standing_at(place, actor).do(act)
    calls = WIRE.calls
    flow = standing_at(place, actor)
    before, entries = flow.mobility, flow.journal
    WIRE.armed(1 + int(share * (calls - 1)))
    with pytest.raises(Fault):
        flow.do(act)
    unchanged(flow, before, entries)
    flow.do(act)
    assert flow.mobility == PLACES[place + 1]


QUESTIONS: Final[dict[str, Callable[[Flow], object]]] = {
    "explain": lambda flow: flow.explain("advance").refusals,
    "plan": lambda flow: flow.plan("decide", learner="lea").steps,
    "todo": Flow.todo,
    "available": Flow.available,
    "steps": Flow.steps,
    "invariants": Flow.violations,
}


def told(answer: object) -> str:
    """An answer, to be compared with another."""
    return repr(answer)


@settings(max_examples=400)
@given(
    place=st.integers(0, len(JOURNEY)),
    at=st.integers(1, 300),
    question=st.sampled_from([*QUESTIONS]),
)
def test_a_question_that_fails_changes_nothing(place: int, at: int, question: str) -> None:
    """And nothing wrong is remembered."""
    flow = standing_at(place)
    before, entries = flow.mobility, flow.journal
    WIRE.armed(at)
    with suppress(Fault):
        QUESTIONS[question](flow)
    unchanged(flow, before, entries)
    assert told(QUESTIONS[question](flow)) == told(QUESTIONS[question](standing_at(place)))


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_of_several_actions_a_refused_one_undoes_all(failing: int) -> None:
    acts: list[Action] = [
        CollectDocument("lea", "cv"),
        CollectDocument("lea", "cover-letter"),
        AddLearner(adult("max")),
    ]
    acts[failing] = AddLearner(adult("lea"))  # there is one
    flow = begin(adult("lea"))
    before, entries = flow.mobility, flow.journal
    with pytest.raises(Refused):
        flow.do_all(acts)
    assert flow.mobility is before
    assert flow.journal == entries


@pytest.mark.parametrize("at", range(1, 12))
def test_of_several_actions_a_fault_undoes_all(at: int) -> None:
    flow = standing_at(0)
    before, entries = flow.mobility, flow.journal
    acts = [faulty(CollectDocument("lea", kind)) for kind in ("cv", "cover-letter")]
    WIRE.armed(at)
    with pytest.raises(Fault):
        flow.do_all(acts)
    unchanged(flow, before, entries)


@pytest.mark.parametrize("at", [2, 3])
def test_a_fault_in_a_guard_is_noted_with_guard_and_plugin(at: int) -> None:
    """When it is asked, and in the middle of its answer; the first call is the clock."""
    flow = standing_at(0)
    WIRE.armed(at)
    with pytest.raises(Fault) as error:
        flow.explain("select", learner="lea")
    assert error.value.__notes__ == [
        "Raised in guard documents_collected(gate=application), contributed by wired 1."
    ]


def test_a_listener_that_fails_does_not_undo() -> None:
    """It is told after the fact; the hook says so."""

    class Fails:
        __name__ = "fails"

        @mobiflow.hookimpl
        def mobiflow_committed(self, entry: Entry, mobility: Mobility) -> None:
            if mobility.learners:
                raise Fault

    flow = begin(engine=guide(TODAY, Fails()))
    with pytest.raises(Fault):
        flow.do(AddLearner(adult("lea")))
    assert [*flow.mobility.learners] == ["lea"]
    assert flow.revision == 2


@pytest.mark.parametrize("at", [1, 2])
def test_a_clock_that_fails_changes_nothing(at: int) -> None:
    """It is asked for the day, and again for the entry."""
    flow = begin(adult("lea"))
    before = flow.mobility
    times = [Clock(TODAY)()] * (at - 1)
    flow._instance.clock = times.pop
    with pytest.raises(IndexError):
        flow.do(CollectDocument("lea", "cv"))
    assert flow.mobility is before
    assert flow.revision == 2


def test_a_copy_lives_a_life_of_its_own() -> None:
    """What the other tests try things on."""
    flow = begin(adult("lea"))
    copy(flow).do(CollectDocument("lea", "cv"))
    assert "cv" not in flow.mobility.learners["lea"].documents


def test_the_journey_is_the_whole_way() -> None:
    """What the faults are tried on goes through signatures, departures and decisions."""
    kinds = {type(act) for _, act in JOURNEY}
    assert {SignContract, DecideUnit, VerifyDocument, Fire} <= kinds
    assert PLACES[-1].status == "completed"
