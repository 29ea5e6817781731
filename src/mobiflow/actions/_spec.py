"""What every action has: a subject, who may do it, when, its own checks and its effect.

An action is a frozen attrs class with the four methods of :class:`Action`, marked with
:func:`action`. Nothing is inherited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, Literal, Protocol, TypeAlias, TypeVar

from attrs import field

from mobiflow._record import record
from mobiflow.errors import UnknownName
from mobiflow.model import Mobility, Ref
from mobiflow.model.introspection import names_of
from mobiflow.model.words import Category, Kind
from mobiflow.rules.context import Context
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Permission, Refusal

__all__ = [
    "Action",
    "Spec",
    "action",
    "already",
    "day",
    "earlier",
    "is_action",
    "learner_ref",
    "spec_of",
    "stamped",
    "values_of",
]

PermissionFor: TypeAlias = Callable[[WorkflowIndex, Mobility, Mapping[str, object]], Permission]
"""Who may do something when that depends on its values (the party of a signature, say)."""


class Action(Protocol):
    """What somebody did or wants; the only way a mobility changes.

    ``on`` is the day it happened, ``None`` for today. ``subjects`` names what it acts upon (the
    first is the one whose lifecycle it moves), ``check`` yields its own objections, ``apply``
    gives the changed mobility and never refuses.
    """

    @property
    def on(self) -> date | None: ...

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]: ...

    def check(self, context: Context, mobility: Mobility) -> Iterable[Refusal]: ...

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility: ...


@record
class Spec:
    """How an action type is to be judged.

    Attributes:
        name: the name of its class.
        permission: who may do it; ``None`` when the transition it fires says so.
        trigger: the trigger it fires on its subjects, if any.
        kind: the kind of subject whose trigger it is; empty when that makes no difference.
        categories: the categories of learner states that allow it; empty for all.
        company: the field that names the company acted for, where roles of companies may do it.
        says: an English sentence for each refusal code of its own, as :class:`mobiflow.Guard` has.
        source: the plugin it comes from, filled in by the engine; empty for the library's.
    """

    name: str
    permission: Permission | PermissionFor | None
    trigger: str | None
    categories: tuple[Category, ...]
    kind: str = ""
    company: str = "of"
    says: Mapping[str, str] = field(factory=dict[str, str])
    source: str = ""


_SPEC: Final = "__mobiflow_action__"
_C = TypeVar("_C", bound=type[object])
_A = TypeVar("_A", bound="Action")


def action(
    permission: Permission | PermissionFor | None = None,
    *,
    trigger: str | None = None,
    kind: Kind | Literal[""] = "",
    categories: tuple[Category, ...] = (),
    company: str = "of",
    says: Mapping[str, str] | None = None,
) -> Callable[[_C], _C]:
    """Mark a frozen attrs class as an action.

    ``company`` is the field that names the company acted for: nobody acts for another one. A
    ``trigger`` of a ``kind`` can then be fired by this action alone, never bare. ``says`` gives an
    English sentence for each refusal code that only this action has.
    """

    def mark(cls: _C) -> _C:
        spec = Spec(cls.__name__, permission, trigger, categories, kind, company, says or {})
        setattr(cls, _SPEC, spec)
        return cls

    return mark


def spec_of(action_type: type[object]) -> Spec:
    """How an action type is judged.

    Raises:
        UnknownName: when the class is not an action.
    """
    spec = getattr(action_type, _SPEC, None)
    if not isinstance(spec, Spec):
        hint = "An action is a class marked with @action, or a trigger given as text."
        raise UnknownName("action", action_type.__name__, (), hint)
    return spec


def is_action(value: object) -> bool:
    """Whether a class is marked as an action."""
    return isinstance(getattr(value, _SPEC, None), Spec)


def values_of(act: object) -> Mapping[str, object]:
    """The values of an action by field name."""
    return {name: getattr(act, name) for name in names_of(act)}


def learner_ref(learner: str) -> Ref:
    """The reference of a learner."""
    return Ref("learner", learner)


def already(what: str, subject: Ref, **params: str) -> Refusal:
    """There is nothing to do: a stale click harms nothing."""
    return Refusal(f"already-{what}", subject, params)


def stamped(act: _A, today: date) -> _A:
    """The action with its day filled in, today unless it says otherwise."""
    if act.on is not None:
        return act
    return type(act)(**{**values_of(act), "on": today})


def earlier(subject: Ref, on: date | None, than: date | None, what: str) -> Iterator[Refusal]:
    """An objection when something is said to have happened before what it follows from."""
    if than is not None and day(on) < than:
        params = {"day": day(on), what: than}
        yield Refusal(f"before-{what}", subject, params)


def day(on: date | None) -> date:
    """The day of an action; the road has filled it in before anything is applied."""
    if on is None:
        raise ValueError("an action is applied with the day it happened")
    return on
