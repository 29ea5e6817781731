"""All or nothing: whatever fails, and wherever, a flow is as it was, and goes on from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, partial, wraps
from typing import Any, Final, cast

import attrs
import pytest
from attrs import evolve
from hypothesis import assume, given
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
    hookimpl,
)
from mobiflow.actions import (
    Action,
    AddLearner,
    ChangeLearner,
    CollectDocument,
    DecideUnit,
    Fire,
    GiveFeedback,
    SignContract,
    Spec,
    VerifyDocument,
)
from mobiflow.definition import Choice, Condition, Effect, Workflow
from mobiflow.testing import Clock, drive
from tests.amounts import examples
from tests.support import (
    COORDINATOR,
    TODAY,
    adult,
    begin,
    copy,
    done_in,
    guide,
    minor,
    standing_at,
)


class Boom(Exception):
    """What goes wrong."""


class Tripwire:
    """Counts the calls of everything that is not ours, and raises at one of them."""

    def __init__(self) -> None:
        self.calls = Counter[str]()
        self.place: str | None = None
        self.left = 0
        self.error: BaseException = Boom()

    def arm(self, call: int, error: BaseException | None = None, place: str | None = None) -> None:
        """Raise at a call from now on (the first is 1), of one kind of function or of any."""
        self.place, self.left, self.error = place, call, error or Boom("lost")

    def disarm(self) -> None:
        self.left = 0
        self.calls.clear()

    def tick(self, place: str) -> None:
        self.calls[place] += 1
        if self.left and self.place in (None, place):
            self.left -= 1
            if self.left == 0:
                raise self.error


WIRE: Final = Tripwire()


@cache
def plain(place: str, func: Callable[..., Any]) -> Callable[..., Any]:
    """A function that may fail before it answers; one for each, so that a name means one thing."""

    @wraps(func)
    def wrapped(*args: object, **kwargs: object) -> object:
        WIRE.tick(place)
        return func(*args, **kwargs)

    return wrapped


@cache
def yielding(place: str, func: Callable[..., Any]) -> Callable[..., Any]:
    """For what yields refusals: it may fail at once, after each of them, and at the end."""

    @wraps(func)
    def wrapped(*args: object, **kwargs: object) -> Iterator[object]:
        WIRE.tick(place)
        for refusal in func(*args, **kwargs):
            yield refusal
            WIRE.tick(place)

    return wrapped


WRAPPERS: Final[Mapping[type, Callable[[Callable[..., Any]], Callable[..., Any]]]] = {
    Guard: partial(yielding, "guard"),
    Choice: partial(plain, "choice"),
    Effect: partial(plain, "effect"),
    Condition: partial(plain, "condition"),
}


def wired(piece: Any) -> Any:
    """A definition whose every function is wrapped."""
    if isinstance(piece, tuple):
        return tuple(wired(item) for item in piece)
    if isinstance(piece, type) or not attrs.has(type(piece)):
        return piece
    changes = {a.name: wired(getattr(piece, a.name)) for a in attrs.fields(type(piece)) if a.init}
    if type(piece) in WRAPPERS:
        changes["func"] = WRAPPERS[type(piece)](piece.func)
    return evolve(piece, **changes)


class Wired:
    """Brings the guide with wrapped functions, and is told what happens."""

    __name__ = "wired"
    __version__ = "1"

    @hookimpl
    def mobiflow_workflows(self) -> list[Workflow]:
        full = guide().workflows["mobility"]
        ours = tuple(found for found in full.lifecycles if found.kind != "mobility")
        return [wired(evolve(full, lifecycles=ours))]

    @hookimpl
    def mobiflow_committed(self, entry: Entry, mobility: Mobility) -> None:
        WIRE.tick("committed")


def clock() -> datetime:
    """A clock that may fail like everything else."""
    WIRE.tick("clock")
    return Clock(TODAY)()


ENGINE: Final = Engine([Wired()], disabled=["guide", "countries", "certifiers"], clock=clock)
"""Compiled where it is first asked, when the actions are wired."""

PEOPLE: Final = (adult("lea"), minor("tom"))


def _journey() -> tuple[tuple[Actor, tuple[Action, ...]], ...]:
    """What is done, and by whom, in a mobility of two from the first day to the last."""
    flow = begin()
    with done_in(flow) as happened:
        for learner in PEOPLE:
            flow.do(AddLearner(learner))
        drive(flow)
    return tuple(happened)


def _places() -> tuple[Mobility, ...]:
    """Where the mobility stands before each call of the journey, and at the end."""
    flow = begin()
    places = [flow.mobility]
    for actor, acts in JOURNEY:
        flow.acting_as(actor).do_all(acts)
        places.append(flow.mobility)
    return tuple(places)


JOURNEY: Final = _journey()
PLACES: Final = _places()
PLACE: Final = st.integers(0, len(JOURNEY) - 1)


def at(place: int, actor: Actor = COORDINATOR) -> Flow:
    """A flow that has come so far, and remembers nothing."""
    WIRE.disarm()
    return standing_at(PLACES[place], ENGINE, actor)


@pytest.fixture(scope="module", autouse=True)
def actions_wired() -> Iterator[None]:
    """The methods of every action, and who may do it, are wrapped as well."""
    with pytest.MonkeyPatch.context() as patch:
        specs = cast("dict[type[Action], Spec]", ENGINE.blueprint("mobility").specs)
        for action, spec in specs.items():
            who = spec.permission
            wired = evolve(
                spec,
                subjects=plain("subjects", spec.subjects),
                check=yielding("check", spec.check),
                resolve=plain("resolve", spec.resolve),
                permission=plain("permission", who) if callable(who) else who,
            )
            patch.setattr(action, "apply", plain("apply", action.apply))
            patch.setitem(specs, action, wired)
        yield


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    WIRE.disarm()


# -- anywhere on the way


def test_the_journey_is_the_whole_way() -> None:
    """What is tried goes through signatures, departures and decisions, and calls all there is."""
    kinds = {type(act) for _, acts in JOURNEY for act in acts}
    assert {SignContract, DecideUnit, VerifyDocument, Fire} <= kinds
    assert PLACES[-1].status == "completed"
    called = set[str]()
    for place, (actor, acts) in enumerate(JOURNEY):
        at(place, actor).do_all(acts)
        called |= WIRE.calls.keys()
    places = {"apply", "check", "choice", "clock", "committed", "condition", "effect", "guard"}
    assert called == {*places, "permission", "resolve", "subjects"}


@examples(600)
@given(
    place=PLACE,
    share=st.floats(0, 1),
    error=st.sampled_from([Boom("lost"), KeyboardInterrupt()]),
)
def test_whatever_raises_whenever_leaves_no_trace(
    place: int, share: float, error: BaseException
) -> None:
    """Anywhere on the way, a call meets a failure in one of the functions, whichever it is."""
    actor, acts = JOURNEY[place]
    smooth = at(place, actor)
    smooth.do_all(acts)
    calls = WIRE.calls.total() - WIRE.calls["committed"]
    flow = at(place, actor)
    WIRE.arm(1 + int(share * (calls - 1)), error)
    with pytest.raises(type(error)):
        flow.do_all(acts)
    assert flow.mobility is PLACES[place]
    assert flow.journal == ()
    flow.do_all(acts)
    assert flow.mobility == PLACES[place + 1]
    assert flow.journal == smooth.journal


@pytest.mark.parametrize("error", [Boom("lost"), KeyboardInterrupt()], ids=repr)
def test_a_beginning_that_fails_can_be_begun_again(error: BaseException) -> None:
    WIRE.disarm()
    smooth = begin(engine=ENGINE)
    calls = WIRE.calls.total() - WIRE.calls["committed"]
    for call in range(1, calls + 1):
        WIRE.arm(call, error)
        with pytest.raises(type(error)):
            begin(engine=ENGINE)
        assert begin(engine=ENGINE) == smooth


def test_a_plugin_that_fails_when_told_undoes_nothing() -> None:
    for place, (actor, acts) in enumerate(JOURNEY):
        smooth = at(place, actor)
        smooth.do_all(acts)
        flow = at(place, actor)
        WIRE.arm(1, Boom("deaf"), "committed")
        with pytest.raises(Boom):
            flow.do_all(acts)
        assert flow.mobility == PLACES[place + 1]
        assert flow.journal == smooth.journal


QUESTIONS: Final[Mapping[str, Callable[[Flow], object]]] = {
    "explain": lambda flow: flow.explain("advance").refusals,
    "plan": lambda flow: flow.plan("decide", learner="lea").steps,
    "todo": Flow.todo,
    "available": Flow.available,
    "steps": Flow.steps,
    "violations": Flow.violations,
    "advice": Flow.advice,
}


@examples(400)
@given(data=st.data(), place=st.integers(2, len(JOURNEY)), asked=st.sampled_from([*QUESTIONS]))
def test_a_question_that_fails_changes_nothing_and_can_be_asked_again(
    data: st.DataObject, place: int, asked: str
) -> None:
    """And nothing wrong is remembered."""
    question = QUESTIONS[asked]
    expected = question(at(place))
    calls = WIRE.calls.total()
    flow = at(place)
    assume(calls)  # where all is over, little is asked
    WIRE.arm(data.draw(st.integers(1, calls)))
    with pytest.raises(Boom):
        question(flow)
    assert flow.mobility is PLACES[place]
    assert flow.journal == ()
    assert question(flow) == expected


def test_what_a_guard_raises_names_the_guard_and_its_plugin() -> None:
    """Whether it fails when it is asked or in the middle of its answer."""
    source = guide().workflows["mobility"].source
    guards = ENGINE.blueprint("mobility").rules.guards
    known = {f"Raised in guard {guard}, contributed by {source}." for guard in guards}
    named = set[str]()
    for place in range(2, len(JOURNEY)):
        for call in (1, 2, 5, 9, 14):
            flow = at(place)
            WIRE.arm(call, place="guard")
            try:
                flow.explain("advance")
            except Boom as error:
                named.update(error.__notes__)
    assert len(named) >= 10
    assert named <= known


def test_a_clock_that_fails_changes_nothing() -> None:
    flow = at(2)
    WIRE.arm(1, place="clock")
    with pytest.raises(Boom):
        flow.do(CollectDocument("lea", "cv"))
    assert flow.mobility is PLACES[2]
    assert flow.revision == 0


# -- several at once


def around(culprit: Any) -> list[Action]:
    """Two that are fine around one."""
    return [ChangeLearner("lea", name="Lea M."), culprit, ChangeLearner("tom", name="Tom B.")]


@pytest.mark.parametrize(
    ("culprit", "error"),
    [
        (GiveFeedback("lea", 9), InvalidValue),
        (AddLearner(adult("lea")), Refused),  # there is one
        (ChangeLearner("leo", name="Nobody"), UnknownName),
        (ChangeLearner("lea", name=""), InvalidValue),
        (3, UnknownName),
    ],
    ids=str,
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_of_several_actions_all_are_done_or_none(
    culprit: Any, error: type[Exception], place: int
) -> None:
    flow = begin(*PEOPLE)
    mobility, journal = flow.mobility, flow.journal
    first, _, last = around(culprit)
    acts = [first, last]
    acts.insert(place, culprit)
    with pytest.raises(error):
        flow.do_all(acts)
    assert flow.mobility is mobility
    assert flow.journal == journal
    flow.do_all([first, last])
    assert flow.revision == len(journal) + 1


def test_of_several_actions_a_failure_in_any_undoes_all() -> None:
    acts = [CollectDocument("lea", kind) for kind in ("cv", "cover-letter")]
    at(2).do_all(acts)
    for call in range(1, WIRE.calls.total() - WIRE.calls["committed"] + 1):
        flow = at(2)
        WIRE.arm(call)
        with pytest.raises(Boom):
            flow.do_all(acts)
        assert flow.mobility is PLACES[2]
        assert flow.revision == 0


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


def test_a_listener_may_act_on_the_flow_it_is_told_of() -> None:
    """It is told after the swap, so what it does comes after, and is told as well."""
    told: list[int] = []
    flows: list[Flow] = []

    class Answers:
        __name__ = "answers"

        @hookimpl
        def mobiflow_committed(self, entry: Entry, mobility: Mobility) -> None:
            told.append(entry.number)
            if flows and mobility.learners["tom"].name != "Tom B.":
                flows[0].do(ChangeLearner("tom", name="Tom B.", on=date(2027, 1, 4)))

    flow = begin(*PEOPLE, engine=guide(TODAY, Answers()))
    flows.append(flow)
    flow.do(ChangeLearner("lea", name="Lea M."))
    assert told == [0, 1, 2, 3, 4]
    assert flow.revision == 5
    assert flow.mobility.learners["lea"].name == "Lea M."


def test_a_copy_lives_a_life_of_its_own() -> None:
    """What the other tests try things on."""
    flow = begin(adult("lea"))
    copy(flow).do(CollectDocument("lea", "cv"))
    assert "cv" not in flow.mobility.learners["lea"].documents
