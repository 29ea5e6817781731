"""Where everybody stands, as data: what `show` draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from mobiflow import Todo
from mobiflow.cli.files import Opened
from mobiflow.model import Learner, Mobility, Ref
from mobiflow.verdict import Refusal

__all__ = ["Row", "Step", "board_of", "owner_of", "steps_of"]


@frozen
class Row:
    """What is open about one learner, or about the mobility itself.

    ``open`` are the things to do now, the soonest due first; ``broken`` the invariants
    that do not hold.
    """

    learner: Learner | None
    open: tuple[Todo, ...]
    broken: tuple[Refusal, ...]

    @property
    def late(self) -> int:
        """How many things are overdue."""
        return sum(item.overdue for item in self.open)

    @property
    def urgent(self) -> Refusal | None:
        """What to do first: what is broken, then what is due soonest."""
        if self.broken:
            return self.broken[0]
        return self.open[0].refusal if self.open else None


@frozen
class Step:
    """A step of the guide as it stands."""

    phase: str
    id: str
    title: str
    status: str


def owner_of(mobility: Mobility, ref: Ref) -> str:
    """The id of the learner, the company or the incident a refusal is about."""
    incident = mobility.incidents.get(ref.id) if ref.kind == "incident" else None
    return ref.holder if incident is None else incident.learner or mobility.id


def board_of(file: Opened) -> tuple[Row, ...]:
    """A row for the mobility itself, with everything that is nobody's own; then the learners."""
    mobility = file.mobility
    open_ = _by_owner(mobility, ((t.refusal, t) for t in file.flow.todo()))
    broken = _by_owner(mobility, ((r, r) for r in file.flow.violations()))
    rows = [
        Row(learner, tuple(open_.get(name, ())), tuple(broken.get(name, ())))
        for name, learner in sorted(mobility.learners.items(), key=lambda pair: _order(pair[1]))
    ]
    nobody = Row(None, tuple(open_.get("", ())), tuple(broken.get("", ())))
    return (nobody, *rows)


def _by_owner(mobility: Mobility, items: Iterable[tuple[Refusal, Any]]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for refusal, item in items:
        owner = owner_of(mobility, refusal.subject)
        found.setdefault(owner if owner in mobility.learners else "", []).append(item)
    return found


def _order(learner: Learner) -> tuple[bool, str]:
    """By group, those without one last; else as they came."""
    return (learner.group is None, learner.group or "")


def steps_of(file: Opened) -> tuple[Step, ...]:
    """Every step of the guide with its status, in order."""
    statuses = file.flow.steps()
    return tuple(
        Step(phase.id, step.id, file.words.say(step.title), statuses[step.id])
        for phase in file.blueprint.workflow.phases
        for step in phase.steps
    )
