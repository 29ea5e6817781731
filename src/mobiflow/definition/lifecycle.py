"""Lifecycles: states and transitions of one kind of subject."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from attrs import field

from mobiflow._record import record
from mobiflow.model import Subject
from mobiflow.verdict import Guard, Permission

__all__ = [
    "Choice",
    "Effect",
    "Lifecycle",
    "State",
    "Transition",
]


@record
class State:
    """A state of a lifecycle, with the category that guards ask about.

    ``title`` is what it is called inside a sentence. ``invariants`` guards hold for as long as a
    subject is in this state: when broken they show in to-dos and on the board, and undo nothing.
    """

    id: str
    category: str = ""
    title: str = ""
    invariants: tuple[Guard | str, ...] = field(default=(), kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)


@record
class Choice:
    """Picks the destination where one trigger has several: ``func(context, subject)``."""

    id: str
    revision: int
    func: Callable[..., str] = field(eq=False)


@record
class Effect:
    """What a transition leaves on its subject besides the new state.

    ``func(subject, action)`` gives the changed subject. ``action`` is what fired the transition.
    """

    id: str
    revision: int
    func: Callable[..., Subject] = field(eq=False)


@record
class Transition:
    """From one state to another, by a trigger.

    With several ``dests`` a ``choice`` picks one. ``asks`` are the facts the trigger cannot do
    without (``reason``, ``force_majeure``). ``exceptional`` transitions leave the usual way and
    are never proposed as the next thing to do. ``automatic`` ones follow by themselves as soon
    as their guards are met. ``title`` says what firing it does (``select the learner``); of several
    transitions with one trigger, that of the first that has one is shown.
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
    title: str = field(default="", kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)


@record
class Lifecycle:
    """A finite-state model of one kind of subject."""

    kind: str
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
