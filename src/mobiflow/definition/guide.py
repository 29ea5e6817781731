"""The guide: phases of steps of tasks and notes."""

from __future__ import annotations

from attrs import field

from mobiflow._record import record
from mobiflow.model.words import Category, Scope
from mobiflow.verdict import Guard, Permission

__all__ = [
    "GuardSet",
    "Note",
    "Phase",
    "Step",
    "Task",
]


@record
class Note:
    """A help note, shown wherever its step, or a refusal in it, is shown."""

    id: str
    title: str
    text: str
    source: str = field(default="", kw_only=True, eq=False)


@record
class Task:
    """Something to be done, once per subject of its scope.

    ``population`` lists the learner categories for which an instance exists (only for the
    scopes ``learner``, ``host-company`` and ``sending-company``: a company counts as long as it
    hosts or employs such a learner). A task with ``guards`` is done when they are met, any other
    when somebody says so. ``waivable`` tasks may be waived with a reason. ``after`` names tasks
    or steps that should come first: it orders to-dos and never refuses.
    """

    id: str
    title: str
    who: Permission
    text: str = ""
    scope: Scope = field(default="mobility", kw_only=True)
    population: tuple[Category, ...] = field(default=(), kw_only=True)
    guards: tuple[Guard, ...] = field(default=(), kw_only=True)
    waivable: bool = field(default=False, kw_only=True)
    after: tuple[str, ...] = field(default=(), kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)


@record
class Step:
    """A step of the guide: tasks, and the notes that help with them."""

    id: str
    title: str
    text: str = ""
    tasks: tuple[Task, ...] = field(default=(), kw_only=True)
    notes: tuple[Note, ...] = field(default=(), kw_only=True)
    after: tuple[str, ...] = field(default=(), kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)


@record
class GuardSet:
    """Guards with a common name, so that every place that asks them asks the same ones."""

    id: str
    guards: tuple[Guard, ...]
    source: str = field(default="", kw_only=True, eq=False)


@record
class Phase:
    """A state of the mobility's lifecycle, with its steps.

    ``entry`` guards are asked before the mobility enters the phase, ``exit`` guards before it
    leaves; each is a guard or the id of a :class:`GuardSet`. A guard about learners is asked of
    every engaged one. The transition ``advance`` to the next phase is generated.
    """

    id: str
    title: str
    text: str = ""
    steps: tuple[Step, ...] = field(default=(), kw_only=True)
    entry: tuple[Guard | str, ...] = field(default=(), kw_only=True)
    exit: tuple[Guard | str, ...] = field(default=(), kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)
