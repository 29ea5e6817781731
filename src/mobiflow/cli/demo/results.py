"""What became of everybody, once the story is over."""

from __future__ import annotations

from collections.abc import Iterator

from mobiflow.cli.demo.shown import Closed, Result
from mobiflow.flow import Flow
from mobiflow.model import Learner, Mobility, Period

__all__ = ["closed"]


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
