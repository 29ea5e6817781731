"""Plausible answers to what remedies ask, for rehearsals on a copy: plans, probes, tests.

Nothing here ever reaches a mobility that somebody is responsible for: the library asks people
for facts and invents none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Final

from mobiflow._runtime.snapshot import Snapshot
from mobiflow.actions._spec import Action
from mobiflow.model import (
    Accompanist,
    Assessment,
    Company,
    Learner,
    Outcome,
    Scale,
    Tutor,
    Unit,
    WorkingHours,
)
from mobiflow.model.introspection import Shape, changed, shape_of
from mobiflow.verdict import Ask, Remedy

__all__ = ["sample"]


def sample(snapshot: Snapshot, remedy: Remedy, today: date) -> Action:
    """The action of a remedy on a day, with a plausible value for each thing asked."""
    values = {ask.name: _value(snapshot, ask, today) for ask in remedy.ask}
    act: Action = remedy.action_type(**{"on": today, **remedy.known, **values})
    return act


def _value(snapshot: Snapshot, ask: Ask, today: date) -> object:
    if ask.choices:
        return ask.choices[-1] if ask.name == "mark" else ask.choices[0]
    if ask.name == "mark" and snapshot.context.assessment is not None:
        return snapshot.context.assessment.scale.maximum
    if ask.name == "nationality":
        return snapshot.context.sending.country
    if ask.type is date:
        return _date(snapshot, ask, today)
    made = _MADE.get(ask.type)
    if made is None:
        shape = shape_of(ask.type)
        return _filled(snapshot, shape) if shape.form == "record" else ask.label
    value = made(snapshot)
    return changed(value, ask.must) if isinstance(value, Company) and ask.must else value


def _filled(snapshot: Snapshot, shape: Shape) -> object:
    """An instance of a plugin's class of facts, every field plausibly filled in."""
    start = snapshot.context.period.start
    plausible = {str: "plausible", int: 1, bool: False, date: start}
    kinds = {field.alias: [o.cls for o in field.shape.options] for field in shape.fields}
    return shape.cls(
        **{
            name: next(plausible[cls] for cls in options if cls in plausible)
            for name, options in kinds.items()
            if not plausible.keys().isdisjoint(options)
        }
    )


def _date(snapshot: Snapshot, ask: Ask, today: date) -> date:
    """Within bounds, an adult's birthday, and nothing that has expired by now."""
    start = snapshot.context.period.start
    if ask.name == "born":
        return date(start.year - 20, 1, 15)
    earliest = ask.at_least or start
    if ask.at_most is not None:
        return min(earliest, ask.at_most)
    return max(earliest, today)


def _fresh(snapshot: Snapshot, prefix: str) -> str:
    taken = snapshot.mobility.taken_ids() | snapshot.mobility.accompanists.keys()
    number = 1
    while f"{prefix}-{number}" in taken:
        number += 1
    return f"{prefix}-{number}"


def _learner(snapshot: Snapshot) -> Learner:
    born = date(snapshot.context.period.start.year - 20, 1, 15)
    name = _fresh(snapshot, "learner")
    return Learner(name, name=f"Plausible {name}", born=born, nationality="FR", enrolment="student")


def _company(snapshot: Snapshot) -> Company:
    name = _fresh(snapshot, "company")
    return Company(name, kind="host", name=name, country=snapshot.context.host.country)


def _units(_snapshot: Snapshot) -> tuple[Unit, ...]:
    return (Unit("u1", "A unit", (Outcome("o1", "An outcome"), Outcome("o2", "Another"))),)


_MADE: Final[Mapping[object, Callable[[Snapshot], object]]] = {
    int: lambda _snapshot: 4,
    WorkingHours: lambda _snapshot: WorkingHours(7, 35, 5, time(8), time(16), 60),
    bool: lambda _snapshot: False,
    Learner: _learner,
    Company: _company,
    Accompanist: lambda snapshot: Accompanist(
        _fresh(snapshot, "accompanist"), name="Plausible person"
    ),
    Tutor: lambda _snapshot: Tutor("tutor", name="Plausible tutor"),
    Assessment: lambda _snapshot: Assessment(
        Scale(levels=("not yet", "guided", "alone")), "an internal jury", languages=("en", "fr")
    ),
    tuple[Unit, ...]: _units,
}
