"""Taking a mobility forward by filling the remedies of what is refused."""

from __future__ import annotations

from datetime import date

from mobiflow.actions import AddLearner
from mobiflow.engine import Engine
from mobiflow.errors import MobiflowError
from mobiflow.flow import Answer, Flow
from mobiflow.model import Actor, Learner, Organisation, Period
from mobiflow.testing._clock import Clock
from mobiflow.verdict import Refusal

__all__ = ["Stuck", "at", "drive"]


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
    while flow.status != to:
        way = flow.way_to(to)
        left = () if way is None else flow.pursue(way[0], answer)
        if way is None or left:
            raise Stuck(flow.status, to, left)
    return flow


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
