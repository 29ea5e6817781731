"""Whatever fails, and wherever: a flow is as it was before the call, and goes on from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial, wraps
from typing import Any, Final

import attrs
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobiflow import (
    Actor,
    Engine,
    Entry,
    Flow,
    Guard,
    InvalidValue,
    Mobility,
    Refused,
    UnknownName,
    actions,
    hookimpl,
)
from mobiflow._runtime.instance import Instance
from mobiflow.actions import Action, AddLearner, ChangeLearner, GiveFeedback
from mobiflow.actions._spec import is_action, spec_of
from mobiflow.definition import Choice, Condition, Effect, Workflow
from mobiflow.testing import Clock, drive
from tests import support
from tests.support import COORDINATOR, adult, begin, minor


class Bomb:
    """Counts the calls of everything that is not ours, and goes off at one of them."""

    def __init__(self) -> None:
        self.calls = Counter[str]()
        self.place = ""
        self.left = 0
        self.error: BaseException = RuntimeError()

    def arm(self, place: str, call: int, error: BaseException) -> None:
        """Go off at a call (the first is 1) from now on."""
        self.place, self.left, self.error = place, call, error

    def disarm(self) -> None:
        self.place = ""

    def tick(self, place: str) -> None:
        self.calls[place] += 1
        if place == self.place:
            self.left -= 1
            if self.left == 0:
                raise self.error


BOMB: Final = Bomb()


class Boom(Exception):
    """What goes wrong."""


def plain(place: str, func: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(func)
    def wrapped(*args: object, **kwargs: object) -> object:
        BOMB.tick(place)
        return func(*args, **kwargs)

    return wrapped


def yielding(place: str, func: Callable[..., Any]) -> Callable[..., Any]:
    """For what yields refusals: it may fail at once, after each of them, and at the end."""

    @wraps(func)
    def wrapped(*args: object, **kwargs: object) -> Iterator[object]:
        BOMB.tick(place)
        for refusal in func(*args, **kwargs):
            yield refusal
            BOMB.tick(place)

    return wrapped


WRAPPERS: Final[Mapping[type, Callable[[Callable[..., Any]], Callable[..., Any]]]] = {
    Guard: partial(yielding, "guard"),
    Choice: partial(plain, "choice"),
    Effect: partial(plain, "effect"),
    Condition: partial(plain, "condition"),
}


def mined(piece: Any) -> Any:
    """A definition whose every function is wrapped."""
    if isinstance(piece, tuple):
        return tuple(mined(item) for item in piece)
    if isinstance(piece, type) or not attrs.has(type(piece)):
        return piece
    changes = {a.name: mined(getattr(piece, a.name)) for a in attrs.fields(type(piece)) if a.init}
    if type(piece) in WRAPPERS:
        changes["func"] = WRAPPERS[type(piece)](piece.func)
    return evolve(piece, **changes)


class Mined:
    """Brings the guide with wrapped functions, and is told what happens."""

    __name__ = "mined"
    __version__ = "1"

    @hookimpl
    def mobiflow_workflows(self) -> list[Workflow]:
        full = support.guide().workflows["mobility"]
        ours = tuple(found for found in full.lifecycles if found.kind != "mobility")
        return [mined(evolve(full, lifecycles=ours))]

    @hookimpl
    def mobiflow_committed(self, entry: Entry, mobility: Mobility) -> None:
        BOMB.tick("committed")


def clock() -> datetime:
    BOMB.tick("clock")
    return Clock(support.TODAY)()


ENGINE: Final = Engine([Mined()], disabled=["guide", "countries", "certifiers"], clock=clock)
PEOPLE: Final = (adult(), minor())

Script = list[tuple[Actor, tuple[Action, ...]]]


@pytest.fixture(scope="module")
def script() -> Script:
    """What is done, and by whom, in a mobility of two from the start to the end."""
    flow = begin(engine=support.guide())
    beginnings = len(flow._instance.pending)
    for learner in PEOPLE:
        flow.do(AddLearner(learner))
    drive(flow)
    return [(happened.actor, happened.acts) for happened in flow._instance.pending[beginnings:]]


@pytest.fixture(scope="module", autouse=True)
def actions_mined() -> Iterator[None]:
    """The methods of every action, and who may do it, are wrapped as well."""
    with pytest.MonkeyPatch.context() as patch:
        for name in actions.__all__:
            action = getattr(actions, name)
            if not is_action(action):
                continue
            patch.setattr(action, "subjects", plain("subjects", action.subjects))
            patch.setattr(action, "check", yielding("check", action.check))
            patch.setattr(action, "apply", plain("apply", action.apply))
            spec = spec_of(action)
            if callable(spec.permission):
                who = plain("permission", spec.permission)
                patch.setattr(action, "__mobiflow_action__", evolve(spec, permission=who))
        yield


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    BOMB.disarm()


@pytest.fixture(scope="module")
def reference(script: Script) -> Flow:
    """The same mobility where nothing fails; afterwards the bomb knows how many calls it takes."""
    begin(engine=ENGINE)  # specs and other indexes are made once
    BOMB.calls.clear()
    flow = begin(engine=ENGINE)
    for actor, acts in script:
        flow.acting_as(actor).do_all(acts)
    assert flow.status == "completed"
    return flow


@pytest.fixture(scope="module")
def counts(reference: Flow) -> dict[str, int]:
    """How often each kind of function is called in the whole run."""
    return dict(BOMB.calls)


def test_everything_that_can_fail_is_called(counts: dict[str, int]) -> None:
    places = ["apply", "check", "choice", "clock", "committed", "condition", "effect", "guard"]
    assert sorted(counts) == [*places, "permission", "subjects"]


EXAMPLES: Final = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@EXAMPLES
@given(data=st.data(), error=st.sampled_from([Boom("lost"), KeyboardInterrupt()]))
def test_a_failure_anywhere_leaves_the_flow_as_it_was_and_usable(
    data: st.DataObject,
    error: BaseException,
    script: Script,
    reference: Flow,
    counts: dict[str, int],
) -> None:
    place = data.draw(st.sampled_from(sorted(counts.keys() - {"committed"})))
    call = data.draw(st.integers(1, counts[place]))
    BOMB.arm(place, call, error)
    failed = 0
    try:
        flow = begin(engine=ENGINE)
    except type(error):
        failed += 1
        flow = begin(engine=ENGINE)
    for actor, acts in script:
        acting, mobility, revision = flow.acting_as(actor), flow.mobility, flow.revision
        try:
            acting.do_all(acts)
        except type(error):
            failed += 1
            assert flow.mobility is mobility
            assert flow.revision == revision
            assert len(flow.journal) == revision
            acting.do_all(acts)
        assert flow.revision == revision + 1
    assert failed == 1
    assert flow.mobility == reference.mobility
    assert flow.journal == reference.journal, "no trace of the failure"


@EXAMPLES
@given(data=st.data())
def test_a_plugin_that_fails_when_told_undoes_nothing(
    data: st.DataObject, script: Script, reference: Flow, counts: dict[str, int]
) -> None:
    flow = begin(engine=ENGINE)
    BOMB.arm("committed", data.draw(st.integers(1, counts["committed"] - 1)), Boom("deaf"))
    failed = 0
    for actor, acts in script:
        revision = flow.revision
        try:
            flow.acting_as(actor).do_all(acts)
        except Boom:
            failed += 1
        assert flow.revision == revision + 1
    assert failed == 1
    assert flow.mobility == reference.mobility
    assert flow.journal == reference.journal


QUESTIONS: Final[Mapping[str, Callable[[Flow], object]]] = {
    "explain": lambda flow: flow.explain("advance"),
    "plan": lambda flow: flow.plan("advance"),
    "todo": lambda flow: flow.todo(),
    "available": lambda flow: flow.available(),
    "steps": lambda flow: flow.steps(),
    "invariants": lambda flow: flow.violations(),
    "advice": lambda flow: flow.advice(),
}


@EXAMPLES
@given(
    data=st.data(),
    ask=st.sampled_from([*QUESTIONS]),
    done=st.floats(0, 1),
    place=st.sampled_from(["guard", "condition", "check", "apply", "subjects", "choice"]),
)
def test_a_question_that_fails_changes_nothing_and_can_be_asked_again(
    data: st.DataObject, ask: str, done: float, place: str, script: Script
) -> None:
    flow = begin(engine=ENGINE)
    for actor, acts in script[: int(done * len(script))]:
        flow.acting_as(actor).do_all(acts)
    mobility, question = flow.mobility, QUESTIONS[ask]
    fresh = support.copy(flow)
    fresh._instance.snapshot = type(fresh._instance.snapshot).of(
        fresh._instance.snapshot.blueprint, mobility
    )
    before = BOMB.calls[place]
    expected = question(fresh)
    calls = BOMB.calls[place] - before
    BOMB.arm(place, data.draw(st.integers(1, max(calls, 1))), Boom("lost"))
    try:
        answer = question(flow)
    except Boom:
        answer = question(flow)
    BOMB.disarm()
    assert flow.mobility is mobility
    assert answer == expected


# -- one by one


GUARDS: Final = ENGINE.blueprint("mobility").rules.guards


def test_what_a_guard_raises_names_the_guard_and_its_plugin(script: Script) -> None:
    named: set[str] = set()
    flow = begin(engine=ENGINE)
    for actor, acts in script:
        for call in (1, 2, 5, 9, 14):
            BOMB.arm("guard", call, Boom("lost"))
            try:
                flow.acting_as(COORDINATOR).explain("advance")
            except Boom as error:
                named.update(error.__notes__)
            BOMB.disarm()
        flow.acting_as(actor).do_all(acts)
    source = support.guide().workflows["mobility"].source
    known = {f"Raised in guard {guard}, contributed by {source}." for guard in GUARDS}
    assert len(named) >= 10
    assert named <= known


def mixed(*acts: Action) -> list[Action]:
    """Two that are fine around those given."""
    return [ChangeLearner("lea", name="Lea M."), *acts, ChangeLearner("tom", name="Tom B.")]


@pytest.mark.parametrize(
    ("culprit", "error"),
    [
        (GiveFeedback("lea", 9), Refused),
        (ChangeLearner("leo", name="Nobody"), UnknownName),
        (ChangeLearner("lea", name=""), InvalidValue),
        (3, UnknownName),
    ],
    ids=str,
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_of_several_actions_all_are_done_or_none(
    culprit: Action, error: type[Exception], place: int
) -> None:
    flow = begin(*PEOPLE)
    mobility, journal = flow.mobility, flow.journal
    acts = mixed()
    acts.insert(place, culprit)
    with pytest.raises(error):
        flow.do_all(acts)
    assert flow.mobility is mobility
    assert flow.journal == journal
    flow.do_all(mixed())
    assert flow.revision == len(journal) + 1


def test_actions_that_come_one_by_one_may_stop_coming() -> None:
    flow = begin(*PEOPLE)
    mobility = flow.mobility

    def coming() -> Iterator[Action]:
        yield ChangeLearner("lea", name="Lea M.")
        raise Boom

    with pytest.raises(Boom):
        flow.do_all(coming())
    assert flow.mobility is mobility


def test_what_is_done_while_actions_come_is_not_lost() -> None:
    flow = begin(*PEOPLE)

    def coming() -> Iterator[Action]:
        flow.do(ChangeLearner("tom", name="Tom B."))
        yield ChangeLearner("lea", name="Lea M.")

    flow.do_all(coming())
    assert flow.mobility.learners["lea"].name == "Lea M."
    assert flow.mobility.learners["tom"].name == "Tom B."


def test_nothing_to_do_makes_no_entry() -> None:
    flow = begin()
    assert flow.do_all([]) == ()
    assert flow.revision == 1


def test_a_listener_may_act_on_the_flow_it_is_told_of() -> None:
    """It is told after the swap, so what it does comes after, and is told as well."""
    flow = begin(*PEOPLE)
    instance: Instance = flow._instance
    told: list[int] = []

    def committed(entry: Entry, mobility: Mobility) -> None:
        told.append(entry.number)
        if mobility.learners["tom"].name != "Tom B.":
            flow.do(ChangeLearner("tom", name="Tom B.", on=date(2027, 1, 4)))

    instance.committed = committed
    flow.do(ChangeLearner("lea", name="Lea M."))
    assert told == [3, 4]
    assert flow.revision == 5
    assert flow.mobility.learners["lea"].name == "Lea M."
