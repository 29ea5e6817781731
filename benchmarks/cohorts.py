"""Mobilities at a place of the story, with as many learners as wanted; public names only."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import count
from typing import Any

from mobiflow import Actor, Engine, Flow
from mobiflow.actions import ChangeCompany, CollectDocument
from mobiflow.testing import Clock, at

LEARNERS = 30
COORDINATOR = Actor("coordinator", id="coordinator")


@cache
def engine() -> Engine:
    """One for everybody; its clock stands still."""
    return Engine(clock=Clock(date(2027, 1, 4)))


def loaded(data: bytes, *, verify: bool = True) -> Flow:
    """A flow that has answered no question yet, as after every request to a server."""
    return engine().loads(data, by=COORDINATOR, verify=verify)


@cache
def start() -> bytes:
    """Thirty learners, and nothing done."""
    return at("before", learners=LEARNERS, engine=engine()).dumps()


@cache
def half_way() -> bytes:
    """Thirty learners who have just left: much is done, and all the rest is still to be done."""
    return _half_way(LEARNERS).dumps()


def _half_way(learners: int) -> Flow:
    flow = at("during", learners=learners, engine=engine())
    for learner in flow.mobility.learners:
        flow.do("depart", learner=learner)
    return flow


@cache
def completed() -> bytes:
    """Thirty learners who have everything behind them: the longest document they can have."""
    return at("completed", learners=LEARNERS, engine=engine()).dumps()


def state_of(data: bytes) -> bytes:
    """A document with the whole state of another, and a journal of one entry."""
    document = json.loads(data)
    document["journal"] = document["journal"][:1]
    return _written(document)


@cache
def crowd(learners: int) -> bytes:
    """One learner's state half-way, so many times over; a drive of thousands would take minutes."""
    document = json.loads(state_of(_half_way(1).dumps()))
    mobility: dict[str, Any] = document["mobility"]
    one = json.dumps(mobility["learners"]["learner-1"])
    mobility["learners"] = {
        f"learner-{number}": json.loads(one.replace('"learner-1"', f'"learner-{number}"'))
        for number in range(1, learners + 1)
    }
    return _written(document)


def _written(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


# -- what is done over and over


def handing_in(flow: Flow) -> Callable[[], object]:
    """Somebody hands in another curriculum vitae."""
    numbers = count()
    return lambda: flow.do(CollectDocument("learner-1", "cv", reference=f"cv-{next(numbers)}"))


def telephoning(flow: Flow) -> Callable[[], object]:
    """A company has another telephone number, which no rule reads."""
    numbers, company = count(), next(iter(flow.mobility.companies))
    return lambda: flow.do(ChangeCompany(company, contact=f"number {next(numbers)}"))


def moving(flow: Flow) -> Callable[[], object]:
    """Three transitions of a learner and back, the first with a guard."""
    while refusals := flow.explain("select", learner="learner-1").refusals:
        for refusal in refusals:
            assert refusal.remedy is not None
            act = refusal.remedy.fill(**{ask.name: ask.at_least for ask in refusal.remedy.ask})
            flow.acting_as(flow.actor_for(act)).do(act)

    def there_and_back() -> None:
        flow.do("select", learner="learner-1")
        flow.do("withdraw", learner="learner-1")
        flow.do("reinstate", learner="learner-1", reason="They thought better of it")

    return there_and_back
