"""Plays a story: everything goes through the library, as an application would use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import cast

from attrs import define, field

from mobiflow.actions import Action, Excuse, Start, subjects_of
from mobiflow.cli.demo.attempts import Attempts
from mobiflow.cli.demo.cast import Cast, bring_in
from mobiflow.cli.demo.shown import (
    Advised,
    Broken,
    Closed,
    DayBegins,
    Done,
    Narrated,
    Result,
    Shown,
    Todos,
    TurnedDown,
)
from mobiflow.cli.demo.story import (
    Act,
    Event,
    Excusing,
    Import,
    ShowAdvice,
    ShowTodo,
    ShowViolations,
    Story,
    Tell,
    Unexpected,
)
from mobiflow.engine import Engine
from mobiflow.flow import Flow
from mobiflow.formats import action_from
from mobiflow.model import Actor, Learner, Mobility, Period
from mobiflow.text import Refused
from mobiflow.text.bound import BoundMessages
from mobiflow.verdict import Refusal

__all__ = ["Player", "closed"]


@define(eq=False)
class Player:
    """Plays a story. Not frozen: it lives from the first day to the last.

    ``flow`` is the mobility, for its coordinator; ``day`` is what its clock shows.
    """

    story: Story
    day: date = field(init=False)
    engine: Engine = field(init=False)
    flow: Flow = field(init=False)
    _cast: Cast = field(init=False)
    _attempts: Attempts = field(factory=Attempts, init=False)

    def __attrs_post_init__(self) -> None:
        self.day = self.story.days[0].date
        self.engine = Engine(clock=lambda: datetime.combine(self.day, time(12), UTC))
        start = cast("Start", action_from(Start, self.story.start))
        self._cast = Cast(self.story, self.engine.blueprint(start.workflow))
        self.flow = self.engine.start(
            start.workflow,
            id=start.id,
            title=start.title,
            by=Actor("coordinator", id=self.story.accounts.get("coordinator")),
            sending=start.sending,
            host=start.host,
            period=start.period,
        )

    @property
    def messages(self) -> BoundMessages:
        """Puts what is shown into words, as things stand."""
        return self._cast.blueprint.messages_of(self.flow.mobility)

    def play(self) -> Iterator[Shown]:
        """Everything that happens, in order; the mobility moves on as it is read.

        Raises:
            Unexpected: when the library does not answer as the story says.
        """
        for day in self.story.days:
            self.day = day.date
            yield DayBegins(day.date, day.title)
            for event in day.events:
                yield self._shown(event)
        yield closed(self.flow)

    def _shown(self, event: Event) -> Shown:
        match event:
            case Act():
                return self._act(event)
            case Excusing():
                return self._excuse(event)
            case Import():
                actor = self._cast.actor(event.by, None, {}, self.flow.mobility)
                return bring_in(self.flow.acting_as(actor), event, self.story.data(event.file))
            case ShowTodo():
                return Todos(event.role, self.flow.todo(role=event.role))
            case ShowViolations() | ShowAdvice():
                return self._open(event)
            case Tell():
                return Narrated(event.text)

    def _open(self, event: ShowViolations | ShowAdvice) -> Shown:
        """What is broken, or only advised; the story knows which codes."""
        broken = isinstance(event, ShowViolations)
        refusals = self.flow.violations() if broken else self.flow.advice()
        self._compare("invariants" if broken else "advice", event.codes, refusals)
        return Broken(refusals) if broken else Advised(refusals)

    def _act(self, event: Act) -> Shown:
        action = self._cast.action(event, self.flow.mobility)
        actor = self._cast.actor(event.by, event.learner, event.values, self.flow.mobility)
        done = Done(actor, event.what, subjects_of(action, self.flow.mobility))
        self._attempts.notice(self.flow, event.what)
        refusals = self._do(action, actor)
        self._compare(event.what, event.refused, refusals)
        if event.attempt:
            return self._attempts.made(action, done, refusals, self.day)
        return TurnedDown(actor, event.what, done.subjects, refusals) if refusals else done

    def _excuse(self, event: Excusing) -> Shown:
        """Excuse what an explanation gives, as an application would: nothing is made up."""
        asked = Act(event.at, event.by, event.learner, {}, None, frozenset(), attempt=False)
        action = self._cast.action(asked, self.flow.mobility)
        actor = self._cast.actor(event.by, event.learner, {}, self.flow.mobility)
        in_the_way = self.flow.acting_as(actor).explain(action).refusals
        self._compare(event.at, frozenset({event.code}), in_the_way)
        for refusal in in_the_way:
            excuse = Excuse(refusal, reason=event.reason, until=event.until)
            self._compare("excuse", frozenset(), self._do(excuse, actor))
        return Done(actor, "excuse", subjects_of(action, self.flow.mobility))

    def _do(self, action: Action, actor: Actor) -> tuple[Refusal, ...]:
        """Do it, or hear why not."""
        try:
            self.flow.acting_as(actor).do(action)
        except Refused as refused:
            return refused.refusals
        return ()

    def _compare(self, what: str, expected: frozenset[str], refusals: Iterable[Refusal]) -> None:
        """Hold an answer against the story.

        Raises:
            Unexpected: when they differ.
        """
        found = tuple(refusals)
        if frozenset(refusal.code for refusal in found) != expected:
            raise Unexpected(self.day, what, expected, found)


# -- what became of everybody


def closed(flow: Flow) -> Closed:
    """How the mobility stands, learner by learner, and its journal."""
    journal = flow.journal
    results = tuple(_result(flow.mobility, learner) for learner in _in_order(flow.mobility))
    return Closed(flow.status, results, len(journal), journal[-1].hash(), flow.digest)


def _in_order(mobility: Mobility) -> Iterator[Learner]:
    yield from sorted(mobility.learners.values(), key=lambda learner: learner.id)


def _result(mobility: Mobility, learner: Learner) -> Result:
    stay = learner.stay
    return Result(
        id=learner.id,
        name=learner.name or learner.id,
        group=learner.group,
        status=learner.status,
        units=dict(_units(mobility, learner)),
        contracts=tuple(contract.status for contract in learner.contracts),
        stay=Period(stay.departed, stay.returned) if stay.departed and stay.returned else None,
        force_majeure=stay.force_majeure,
    )


def _units(mobility: Mobility, learner: Learner) -> Iterator[tuple[str, str | None]]:
    contract = learner.contract
    for objective in contract.objectives if contract else ():
        decision = learner.decisions.get(objective.unit)
        title = mobility.units[objective.unit].title
        yield title, decision.verdict if decision else None
