"""Taking a mobility forward by filling the remedies of what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from mobiflow._runtime.agenda import ENOUGH, actionable, blocking
from mobiflow._runtime.evaluation import asks_of, evaluate
from mobiflow._runtime.samples import sample
from mobiflow._runtime.snapshot import Snapshot, company_of, permission_of
from mobiflow.actions import AddLearner, Fire
from mobiflow.actions._spec import Action, stamped, values_of
from mobiflow.engine import Engine
from mobiflow.errors import MobiflowError, UnknownName
from mobiflow.flow import Flow, instance_of
from mobiflow.model import Actor, Learner, Organisation, Period, Ref
from mobiflow.rules.paths import best_way
from mobiflow.rules.permissions import someone
from mobiflow.testing._clock import Clock
from mobiflow.text import Refused
from mobiflow.verdict import Ask, Refusal, Remedy

__all__ = ["Stuck", "at", "drive", "someone_who_may"]

Answer = Callable[[Refusal, Remedy], Action | None]
"""Fills a remedy in; ``None`` for plausible values."""


class Stuck(MobiflowError, AssertionError):
    """A mobility that no remedy takes any further; ``refusals`` say what stands in the way."""

    def __init__(self, status: str, to: str, refusals: tuple[Refusal, ...]) -> None:
        self.status = status
        self.to = to
        self.refusals = refusals
        super().__init__(status, to, refusals)

    def __str__(self) -> str:
        reasons = "\n".join(f"  - {refusal.text()}" for refusal in self.refusals)
        return f"Stuck at {self.status!r} on the way to {self.to!r}:\n{reasons}"


def drive(flow: Flow, *, to: str = "completed", answer: Answer | None = None) -> Flow:
    """Fill remedies, acting as whoever may, until the mobility has reached a state.

    Values nobody gives are plausible ones; ``answer`` may fill remedies its own way. The same
    flow comes back.

    Raises:
        Stuck: when no remedy takes the mobility any further.
        UnknownName: when there is no such state.
    """
    lifecycle = snapshot_of(flow).blueprint.rules.lifecycles["mobility"]
    states = [state.id for state in lifecycle.states]
    if to not in states:
        raise UnknownName("state of the mobility", to, states)
    while flow.status != to:
        path = best_way(lifecycle, flow.status, (to,))
        if path is None:
            raise Stuck(flow.status, to, ())
        _through(flow, path[0], to, answer)
    return flow


def _through(flow: Flow, trigger: str, to: str, answer: Answer | None) -> None:
    """Clear everything that refuses a trigger of the mobility, then fire it."""
    ref = Ref("mobility", flow.mobility.id)
    gate = Remedy(Fire, {"trigger": trigger, "subject": ref}, _asks(flow, trigger))
    cleared = Counter[object]()
    while True:
        snapshot, today = snapshot_of(flow), _today(flow)
        act = stamped(sample(snapshot, gate, today), today)
        refusals = evaluate(snapshot, act, None, today)
        if not refusals:
            flow.acting_as(someone_who_may(flow, act)).do(act)
            return
        done = {r.key for r in actionable(snapshot, refusals, today) if _clear(flow, r, answer)}
        if all(cleared[key] >= ENOUGH for key in done):
            left = evaluate(snapshot_of(flow), act, None, today)
            reasons = blocking(snapshot_of(flow), left, today)
            voice = snapshot_of(flow).blueprint.messages.of(flow.mobility)
            raise Stuck(flow.status, to, voice.given_to(reasons))
        cleared.update(done)


def _asks(flow: Flow, trigger: str) -> tuple[Ask, ...]:
    return asks_of(snapshot_of(flow).blueprint.transitions.get(("mobility", trigger, flow.status)))


def _clear(flow: Flow, refusal: Refusal, answer: Answer | None) -> bool:
    """Take a remedy, unless another one has made it needless meanwhile."""
    remedy = refusal.remedy
    if remedy is None:
        return False
    given = answer(refusal, remedy) if answer is not None else None
    act = given if given is not None else sample(snapshot_of(flow), remedy, _today(flow))
    try:
        flow.acting_as(someone_who_may(flow, act)).do(act)
    except Refused:
        return False
    return True


def someone_who_may(flow: Flow, act: Action) -> Actor:
    """An actor with the role, and the relation, that an action needs.

    Raises:
        UnknownName: when nobody may do it.
    """
    snapshot = snapshot_of(flow)
    values = values_of(act)
    permission = permission_of(snapshot, type(act), values)
    of = company_of(snapshot, type(act), values)
    for role in permission.everyone:
        found = [
            someone(role, snapshot.mobility, ref, of) for ref in act.subjects(snapshot.mobility)
        ]
        actors = [actor for actor in found if actor is not None]
        if found and len(actors) == len(found):
            return Actor(role, of={name for actor in actors for name in actor.of})
    raise UnknownName("actor for", type(act).__name__, permission.everyone)


def at(
    status: str = "before",
    *,
    learners: int = 1,
    engine: Engine | None = None,
    workflow: str = "mobility",
    sending: str = "FR",
    host: str = "DE",
    today: date = date(2027, 1, 4),
) -> Flow:
    """A mobility with so many learners, driven to a state; it acts for its coordinator.

    Learners are called ``learner-1``, ``learner-2`` …; the stay is in March 2027, and leads from
    the country ``sending`` to the country ``host``. Without an ``engine`` there is one with the
    built-in plugins and a clock that stands at ``today``.

    Raises:
        Stuck, UnknownName: as :func:`drive`.
    """
    engine = engine or Engine(clock=Clock(today))
    flow = engine.start(
        workflow,
        id="test",
        title="A mobility to test",
        by=Actor("coordinator", id="coordinator"),
        sending=Organisation("A training centre", country=sending),
        host=Organisation("A host partner", country=host),
        period=Period(date(2027, 3, 1), date(2027, 3, 26)),
    )
    for number in range(1, learners + 1):
        flow.do(AddLearner(a_learner(number)))
    return drive(flow, to=status)


def a_learner(number: int) -> Learner:
    """A plausible adult student."""
    return Learner(
        f"learner-{number}",
        name=f"Learner {number}",
        born=date(2007, 5, 2),
        nationality="FR",
        enrolment="student",
    )


def snapshot_of(flow: Flow) -> Snapshot:
    """The case behind a flow."""
    return instance_of(flow).snapshot


def _today(flow: Flow) -> date:
    return instance_of(flow).now().date()
