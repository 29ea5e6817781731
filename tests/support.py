"""What tests of the engine share: a known mobility, known people, and a copy to try things on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy as shallow
from datetime import date
from functools import cache
from typing import Any, Final, cast

from mobiflow import (
    Actor,
    Assessment,
    Blueprint,
    Company,
    Context,
    Engine,
    Entry,
    Flow,
    Learner,
    Organisation,
    Outcome,
    Period,
    Refusal,
    Refused,
    Remedy,
    Scale,
    Unit,
    actions,
)
from mobiflow._compiler.bound_guards import Finding
from mobiflow._runtime.instance import Instance
from mobiflow._runtime.journal import Happened, Journal, broken_links
from mobiflow._runtime.refusals import finalize
from mobiflow._runtime.rehearsal import probe
from mobiflow._runtime.requests import About
from mobiflow._runtime.snapshot import Snapshot
from mobiflow.actions import (
    Action,
    AddCompany,
    AddLearner,
    ChooseAssessment,
    MarkOutcome,
    Place,
    SetUnits,
    SignGrid,
)
from mobiflow.actions._spec import is_action, spec_of
from mobiflow.model import Mobility
from mobiflow.testing import Clock, drive

TODAY: Final = date(2027, 1, 4)
STAY: Final = Period(date(2027, 3, 1), date(2027, 3, 26))

COORDINATOR: Final = Actor("coordinator", id="u-1")
HOST: Final = Actor("host")
CERTIFIER: Final = Actor("certifier")

UNITS: Final = (
    Unit("dough", "Make dough", (Outcome("mix", "Mixes"), Outcome("rest", "Lets it rest"))),
    Unit("oven", "Run the oven", (Outcome("heat", "Heats it"),)),
)
OUTCOMES: Final = ("dough/mix", "dough/rest", "oven/heat")
ASSESSMENT: Final = Assessment(Scale(minimum="0", maximum="20"), "a jury of the school")


def guide(today: date = TODAY, *plugins: object) -> Engine:
    """The guide's workflow and nothing else: no country's laws, no certifier's rules."""
    if plugins:
        return Engine(plugins, disabled=["countries", "certifiers"], clock=Clock(today))
    twin = shallow(_guide())  # compiled once for all tests, each with a clock of its own
    twin._clock = Clock(today)
    return twin


@cache
def _guide() -> Engine:
    return Engine(disabled=["countries", "certifiers"], clock=Clock(TODAY))


def begin(*learners: Learner, engine: Engine | None = None, **about: Any) -> Flow:
    """A mobility before the stay, with these learners; it acts for its coordinator."""
    given: dict[str, Any] = {
        "id": "leipzig",
        "title": "Bakers in Leipzig",
        "by": COORDINATOR,
        "sending": Organisation("CFA Lyon", country="FR"),
        "host": Organisation("BSZ Leipzig", country="DE"),
        "period": STAY,
    }
    flow = (engine or guide()).start("mobility", **{**given, **about})
    for learner in learners:
        flow.do(AddLearner(learner))
    return flow


def agreed(flow: Flow) -> Flow:
    """Units and assessment are agreed, and there are two host companies."""
    flow.do_all([SetUnits(UNITS), ChooseAssessment(ASSESSMENT)])
    for name in ("krause", "weber"):
        flow.do(AddCompany(host_company(name)))
        flow.do("inform", company=name)
        flow.do("choose-company", company=name)
    return flow


def during(*learners: Learner, **about: Any) -> Flow:
    """The stay has begun; whoever is not yet there is ready to leave. Krause is the host."""
    flow = agreed(begin(*learners, **about))
    for learner in learners:
        flow.do(Place(learner.id, "krause"))
    return drive(flow, to="during")


def abroad(*learners: Learner, **about: Any) -> Flow:
    """Everybody has left."""
    flow = during(*learners, **about)
    for learner in learners:
        flow.do("depart", learner=learner.id)
    return flow


def back(*learners: Learner, **about: Any) -> Flow:
    """Everybody has come back, and nobody has been assessed."""
    flow = abroad(*learners, **about)
    for learner in learners:
        flow.do("come-back", learner=learner.id)
    return flow


def assessed(*learners: Learner, **about: Any) -> Flow:
    """Everybody is back with a complete grid."""
    flow = back(*learners, **about)
    for learner in learners:
        for path in OUTCOMES:
            do(flow, MarkOutcome(learner.id, path, "15"))
        do(flow, SignGrid(learner.id, "tutor"), SignGrid(learner.id, "learner"))
    return flow


def adult(name: str = "lea", **facts: Any) -> Learner:
    """Somebody of age, without an employer."""
    known = {"born": date(2005, 5, 2), "nationality": "FR", "enrolment": "student"}
    return Learner(name, name=name.capitalize(), **{**known, **facts})


def minor(name: str = "tom", **facts: Any) -> Learner:
    """Somebody who is seventeen during the stay."""
    return adult(name, **{"born": date(2009, 8, 1), **facts})


def host_company(name: str = "krause") -> Company:
    return Company(name, kind="host", name=name.capitalize(), country="DE")


def sending_company(name: str = "dupont") -> Company:
    return Company(name, kind="sending", name=name.capitalize(), country="FR")


# -- the only place where tests of the engine look inside


def blueprint_of(flow: Flow) -> Blueprint:
    """The workflow of a flow, compiled."""
    return flow._instance.snapshot.blueprint


def context_of(flow: Flow) -> Context:
    """What guards see of a flow at present."""
    return flow._instance.snapshot.context


def spoken(flow: Flow, refusal: Refusal) -> Refusal:
    """A refusal that speaks with the words of a flow."""
    (found,) = blueprint_of(flow).messages_of(flow.mobility).given_to([refusal])
    return found


def finalized(flow: Flow, *found: Finding) -> Refusal:
    """What the same reason comes to that was found by several guards."""
    (refusal,) = finalize(flow._instance.snapshot, found, TODAY)
    return refusal


def answered(flow: Flow, remedy: Remedy) -> Action:
    """A remedy with plausible answers."""
    return flow.sample(remedy)


def taken_up(flow: Flow, remedy: Remedy) -> bool:
    """Whether something else has to be cleared before a remedy can be taken."""
    instance = flow._instance
    return bool(probe(instance.snapshot, remedy, instance.now().date()))


def set_day(flow: Flow, day: date) -> None:
    """It is another day, for this flow alone."""
    flow._instance.clock = Clock(day)


def let_pass(engine: Engine, *, days: int) -> None:
    """Days pass for everything that an engine made."""
    assert isinstance(engine._clock, Clock)
    engine._clock.forward(days=days)


def linked(journal: tuple[Entry, ...]) -> bool:
    """Whether every entry is tied to the one before."""
    return not any(True for _ in broken_links(journal))


def all_actions() -> list[type[Action]]:
    """Every action of the library."""
    return [found for found in vars(actions).values() if is_action(found)]


def categories_of(act: Action) -> tuple[str, ...]:
    """The categories of learner states that allow an action; none for all."""
    return spec_of(type(act)).categories


def copy(flow: Flow, actor: Actor | None = None) -> Flow:
    """Another flow that stands where this one stands; what is done to one spares the other."""
    instance = flow._instance
    return Flow(Instance(instance.snapshot, instance.clock, None), actor or flow.actor)


def forgetful(flow: Flow, actor: Actor) -> Flow:
    """Another flow that stands where this one stands, and remembers nothing of earlier answers."""
    fresh = copy(flow, actor)
    fresh._instance.snapshot = Snapshot.of(blueprint_of(flow), flow.mobility)
    return fresh


def standing_at(mobility: Mobility, engine: Engine, actor: Actor = COORDINATOR) -> Flow:
    """A flow that has come so far under an engine; it has no journal, and remembers nothing."""
    snapshot = Snapshot.of(engine.blueprint("mobility"), mobility)
    return Flow(Instance(snapshot, engine._clock, engine._registry.listener()), actor)


@contextmanager
def done_in(flow: Flow) -> Iterator[list[tuple[Actor, tuple[Action, ...]]]]:
    """Every call that a flow accepts meanwhile: by whom, and what."""
    done: list[tuple[Actor, tuple[Action, ...]]] = []

    class Kept(Journal):
        def append(self, happened: Happened) -> None:
            done.append((happened.actor, tuple(act for _, act in happened.acts)))
            super().append(happened)

    instance = flow._instance
    before = instance.journal
    before.seal()
    instance.journal = Kept(before.texts, before.read, list(before._entries))
    yield done
    after = instance.journal
    after.seal()
    instance.journal = Journal(after.texts, after.read, list(after._entries))


def do(flow: Flow, *acts: Action | str, **about: Any) -> Flow:
    """Do each, as somebody who may."""
    for act in acts:
        action = flow._action(act, cast("About", dict(about)))
        flow.acting_as(flow.actor_for(action)).do(action)
    return flow


def codes(flow: Flow, what: Action | str, **about: Any) -> list[str]:
    """The codes of what stands in the way, in order."""
    return [refusal.code for refusal in flow.explain(what, **about).refusals]


def refused(flow: Flow, what: Action | str, **about: Any) -> list[str]:
    """Try it: the codes of the refusals, or an empty list if it was done."""
    try:
        flow.do(what, **about)
    except Refused as error:
        return [refusal.code for refusal in error.refusals]
    return []


def learner_of(flow: Flow, name: str = "lea") -> Learner:
    mobility: Mobility = flow.mobility
    return mobility.learners[name]
