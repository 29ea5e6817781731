"""What a plugin changes in a workflow that is not its own: pieces added, replaced, removed.

Everything is applied together: first all additions, then all replacements, then all removals,
whatever the order of the plugins. Two plugins that add or replace the same piece, or insert at
the same point, are an error that names both.

An *address* says which piece is meant::

    phase:during                            step:debrief
    task:debrief/hold-debrief               note:plan-b
    state:learner/abroad                    transition:learner/depart
    document:insurance                      requirement:insurance
    party:guardian
    guard:ready-to-depart#placed            a guard of a set
    guard:learner/select#documents_collected(gate=application)
    guard:before/exit#nobody_undecided      a guard of a phase
    guard:learner/abroad#tutor_named        a invariant

A transition that exists for several sources is told apart by one of them:
``transition:learner/reinstate/interrupted``.
"""

from __future__ import annotations

from typing import TypeAlias

from mobiflow._record import record
from mobiflow.definition import (
    DocumentKind,
    LeadTime,
    Note,
    Party,
    Phase,
    Requirement,
    State,
    Step,
    Task,
    Transition,
)
from mobiflow.verdict import Guard

__all__ = [
    "AddDocument",
    "AddGuard",
    "AddInvariant",
    "AddLabel",
    "AddLeadTime",
    "AddNote",
    "AddParty",
    "AddPhase",
    "AddRequirement",
    "AddState",
    "AddStep",
    "AddTask",
    "AddTransition",
    "Contribution",
    "Remove",
    "Replace",
]


@record
class AddPhase:
    """A phase is inserted after another (``None``: before the first); ``advance`` follows."""

    phase: Phase
    after: str | None


@record
class AddStep:
    """A step is inserted in a phase after another step (``None``: at the end)."""

    step: Step
    phase: str
    after: str | None = None


@record
class AddTask:
    """A task is inserted in a step after another task of it (``None``: at the end)."""

    task: Task
    step: str
    after: str | None = None


@record
class AddNote:
    """A help note is added to a step."""

    note: Note
    step: str


@record
class AddState:
    """A state is added to the lifecycle of a kind of subject."""

    state: State
    kind: str


@record
class AddTransition:
    """A transition is added to the lifecycle of a kind of subject."""

    transition: Transition
    kind: str


@record
class AddGuard:
    """A guard is added where ``to`` says.

    A set of guards (``ready-to-depart``), a transition (``learner/depart``), or the entry or
    exit of a phase (``during/entry``).
    """

    guard: Guard
    to: str


@record
class AddInvariant:
    """A invariant is added to a state of a kind of subject."""

    guard: Guard
    kind: str
    state: str


@record
class AddDocument:
    """A kind of document is added; a :class:`Requirement` asks for it at a gate."""

    document: DocumentKind


@record
class AddRequirement:
    """A document is asked for at a gate."""

    requirement: Requirement


@record
class AddParty:
    """A party must sign the pedagogical contract."""

    party: Party


@record
class AddLabel:
    """What a word is called inside a sentence, in English, by its address.

    The word is one of the workflow's that the plugin calls by another name, or one it brings that
    has no title of its own to fit: the state of a phase, ``state:mobility/visit``. The addresses
    are those of :meth:`mobiflow.Engine.label`.
    """

    word: str
    text: str


@record
class AddLeadTime:
    """A lead time for something the plugin adds, under its path."""

    path: str
    lead_time: LeadTime


Piece: TypeAlias = (
    Phase | Step | Task | Note | State | Transition | Guard | DocumentKind | Requirement | Party
)
"""What can be replaced."""


@record
class Replace:
    """The piece at an address is replaced.

    A phase or step keeps its own parts unless the new one brings some: replacing a step to
    reword it does not lose its tasks.
    """

    address: str
    piece: Piece


@record
class Remove:
    """The piece at an address is removed, with everything in it.

    Lead times and ``after`` references to what is gone go with it.
    """

    address: str


Contribution: TypeAlias = (
    AddPhase
    | AddStep
    | AddTask
    | AddNote
    | AddState
    | AddTransition
    | AddGuard
    | AddInvariant
    | AddDocument
    | AddRequirement
    | AddParty
    | AddLabel
    | AddLeadTime
    | Replace
    | Remove
)
"""A change that a plugin may ask for."""
