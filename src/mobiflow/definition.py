"""A workflow as data: phases of steps of tasks and notes, lifecycles, documents, parties.

Everything here is frozen and plain; :mod:`mobiflow._blueprint` checks and compiles it. Titles
and texts are English and are translated when shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from attrs import field, frozen

from mobiflow.model import Subject
from mobiflow.model.words import Category, Change, Evidence, Role, Scope
from mobiflow.verdict import Guard, Permission

__all__ = [
    "Choice",
    "Condition",
    "DocumentKind",
    "Effect",
    "GuardSet",
    "LeadTime",
    "Lifecycle",
    "Note",
    "Party",
    "Phase",
    "Requirement",
    "State",
    "Step",
    "Task",
    "Transition",
    "Workflow",
]


@frozen
class Note:
    """A help note, shown wherever its step, or a refusal in it, is shown."""

    id: str
    title: str
    text: str
    source: str = field(default="", kw_only=True, eq=False)


@frozen
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


@frozen
class Step:
    """A step of the guide: tasks, and the notes that help with them."""

    id: str
    title: str
    text: str = ""
    tasks: tuple[Task, ...] = field(default=(), kw_only=True)
    notes: tuple[Note, ...] = field(default=(), kw_only=True)
    after: tuple[str, ...] = field(default=(), kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)


@frozen
class GuardSet:
    """Guards with a common name, so that every place that asks them asks the same ones."""

    id: str
    guards: tuple[Guard, ...]
    source: str = field(default="", kw_only=True, eq=False)


@frozen
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


@frozen
class State:
    """A state of a lifecycle, with the category that guards ask about.

    ``title`` is for states that the workflow's labels do not name. ``standing`` guards hold for
    as long as a subject is in this state: when broken they show in to-dos and on the board, and
    undo nothing.
    """

    id: str
    category: str = ""
    title: str = ""
    standing: tuple[Guard | str, ...] = field(default=(), kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)


@frozen
class Choice:
    """Picks the destination where one trigger has several: ``func(setting, subject)``."""

    id: str
    revision: int
    func: Callable[..., str] = field(eq=False)


@frozen
class Effect:
    """What a transition leaves on its subject besides the new state.

    ``func(subject, action)`` gives the changed subject. ``action`` is what fired the transition.
    """

    id: str
    revision: int
    func: Callable[..., Subject] = field(eq=False)


@frozen
class Transition:
    """From one state to another, by a trigger.

    With several ``dests`` a ``choice`` picks one. ``asks`` are the facts the trigger cannot do
    without (``reason``, ``force_majeure``). ``exceptional`` transitions leave the usual way and
    are never proposed as the next thing to do. ``automatic`` ones follow by themselves as soon
    as their guards are met.
    """

    trigger: str
    sources: tuple[str, ...]
    dests: tuple[str, ...]
    permission: Permission
    guards: tuple[Guard | str, ...] = field(default=(), kw_only=True)
    choice: Choice | None = field(default=None, kw_only=True)
    effect: Effect | None = field(default=None, kw_only=True)
    asks: tuple[Literal["reason", "force_majeure"], ...] = field(default=(), kw_only=True)
    exceptional: bool = field(default=False, kw_only=True)
    automatic: bool = field(default=False, kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)


@frozen
class Lifecycle:
    """A finite-state model of one kind of subject."""

    kind: str
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]


@frozen
class Condition:
    """When something applies: ``func(setting, subject, day)`` is true, false, or ``None``.

    ``None`` means that ``fact`` is not known, which refuses rather than passes. ``day`` is the
    day on which the question arises (an age depends on it).
    """

    id: str
    revision: int
    func: Callable[..., bool | None] = field(eq=False)
    fact: str = ""


@frozen
class DocumentKind:
    """A kind of document: who brings it, whose it is, and whether it must outlast the stay."""

    id: str
    title: str
    who: Permission
    scope: Scope = "learner"
    expires: bool = False
    source: str = field(default="", kw_only=True, eq=False)


@frozen
class Requirement:
    """A document asked for at a gate; any one of ``kinds`` will do."""

    id: str
    gate: str
    kinds: tuple[str, ...]
    applies: Condition | None = None
    source: str = field(default="", kw_only=True, eq=False)


@frozen
class Party:
    """A party to the pedagogical contract.

    ``each`` is the relation when there may be none or several: the learner's host companies, or
    the employer. ``applies`` is asked with the day of the learner's signature.
    """

    id: str
    role: Role
    each: Literal["", "placement", "employer"] = ""
    applies: Condition | None = None
    source: str = field(default="", kw_only=True, eq=False)


@frozen
class LeadTime:
    """How many days before (negative) or after an end of the stay something is due."""

    anchor: Literal["start", "end"]
    days: int


@frozen
class Workflow:
    """An immutable definition.

    ``lead_times`` are looked up by the path of what is due (``prepare-participants/programme``,
    ``document/insurance``), then by ever shorter beginnings of it. ``evidence`` and
    ``grid_signers`` say what may document an assessment and who signs the grid;
    ``amendment_parties`` who must sign which kind of change. ``labels`` are the English names of
    roles, states, triggers and other words, by ``kind:word`` (``role:tutor``,
    ``learner:abroad``).
    """

    id: str
    version: str
    title: str
    credit: str = ""
    phases: tuple[Phase, ...] = field(default=(), kw_only=True)
    lifecycles: tuple[Lifecycle, ...] = field(default=(), kw_only=True)
    guard_sets: tuple[GuardSet, ...] = field(default=(), kw_only=True)
    documents: tuple[DocumentKind, ...] = field(default=(), kw_only=True)
    requirements: tuple[Requirement, ...] = field(default=(), kw_only=True)
    parties: tuple[Party, ...] = field(default=(), kw_only=True)
    amendment_parties: Mapping[Change, tuple[str, ...]] = field(
        factory=dict[Change, tuple[str, ...]], kw_only=True
    )
    evidence: tuple[Evidence, ...] = field(default=("grid",), kw_only=True)
    grid_signers: tuple[Role, ...] = field(default=("tutor",), kw_only=True)
    permissions: Mapping[str, Permission] = field(factory=dict[str, Permission], kw_only=True)
    lead_times: Mapping[str, LeadTime] = field(factory=dict[str, LeadTime], kw_only=True)
    labels: Mapping[str, str] = field(factory=dict[str, str], kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)
