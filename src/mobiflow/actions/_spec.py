"""What every action has: a subject, who may do it, when, its own checks and its effect.

An action is a frozen attrs class with the methods of :class:`Action`, marked with
:func:`action`. Nothing is inherited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, Literal, Protocol, TypeAlias, TypeVar

from attrs import field

from mobiflow._record import record
from mobiflow.errors import UnknownName
from mobiflow.i18n import N_
from mobiflow.model import Mobility, Ref
from mobiflow.model.introspection import changed, names_of
from mobiflow.model.words import Category, Kind
from mobiflow.rules.context import Context
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Permission, Reason

__all__ = [
    "COMMON",
    "Action",
    "Spec",
    "action",
    "day",
    "earlier",
    "is_action",
    "learner_ref",
    "ref_of",
    "spec_of",
    "stamped",
    "subjects_of",
    "values_of",
]

PermissionFor: TypeAlias = Callable[[WorkflowIndex, Mobility, Mapping[str, object]], Permission]
"""Who may do something when that depends on its values (the party of a signature, say)."""


class Action(Protocol):
    """What somebody did or wants; the only way a mobility changes.

    ``on`` is the day it happened, ``None`` for today. ``apply`` gives the changed mobility; it
    never refuses, and reads no personal field. An action may have three more methods:

    * ``subjects(mobility)`` names what it acts upon (the first is the one whose lifecycle it
      moves), unless ``@action(subject="learner")`` does;
    * ``check(context, mobility)`` yields its own objections, once its subjects are known;
    * ``resolve(context, mobility)`` gives the action as it is to be recorded, with all that
      ``apply`` needs filled in; it may read everything, and is asked before anything is judged.
    """

    @property
    def on(self) -> date | None: ...

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility: ...


@record
class Spec:
    """How an action type is to be judged.

    Attributes:
        name: the name of its class.
        permission: who may do it; ``None`` when the transition it fires says so.
        trigger: the trigger it fires on its subjects, if any; a function where its values say so.
        categories: the categories of learner states that allow it; empty for all.
        subjects: what an action acts upon in a mobility.
        check: what it objects to, in a context and a mobility.
        resolve: the action as it is to be recorded.
        names: the values that name a subject, where nothing else has to be known to do it.
        kind: the kind of subject whose trigger it is; empty when that makes no difference.
        company: the field that names the company acted for, where roles of companies may do it.
        says: an English sentence for each refusal code of its own, as :class:`mobiflow.Guard` has.
        title: what doing it is called inside a sentence (``hand in a document``).
        source: the plugin it comes from, filled in by the engine; empty for the library's.
    """

    name: str
    permission: Permission | PermissionFor | None
    trigger: str | Callable[[Any], str] | None
    categories: tuple[Category, ...]
    subjects: Callable[[Any, Mobility], tuple[Ref, ...]]
    check: Callable[[Any, Context, Mobility], Iterable[Reason]]
    resolve: Callable[[Any, Context, Mobility], Any]
    names: Callable[[Ref], Mapping[str, str]] | None = None
    kind: str = ""
    company: str = "of"
    says: Mapping[str, str] = field(factory=dict[str, str])
    title: str = ""
    source: str = ""

    def fires(self, act: Action) -> str | None:
        """The trigger that an action of this type fires."""
        return self.trigger(act) if callable(self.trigger) else self.trigger

    def acts_for(self, act: Action) -> str | None:
        """The company acted for, where the action names one."""
        named = getattr(act, self.company, None)
        return named if isinstance(named, str) else None

    def called(self, act: Action) -> str:
        """What the action is called in a refusal: its trigger where that is all it is."""
        return self.trigger(act) if callable(self.trigger) else self.name


COMMON: Final[Mapping[str, str]] = {
    "before-departure": N_("{day} is before the departure, {departed}"),
    "reason-missing": N_("a reason is needed"),
    "already-planned": N_("already planned like this"),
    "already-known": N_("nothing in this is new"),
    "already-chosen": N_("this assessment is already chosen"),
    "already-signed": N_("already signed by: {party}"),
    "already-taken": N_("the id {id} is already taken"),
    "not-a-signer": N_("{party} does not sign this; those who do: {choices:party}"),
    "not-placed-there": N_("not placed in {company}"),
    "not-an-objective": N_(
        "{outcome} is not an objective of this stay; those are: {choices:outcome}"
    ),
    "unit-empty": N_("a unit needs at least one learning outcome"),
    "units-missing": N_("no unit of learning outcomes has been agreed"),
    "contract-missing": N_("there is no pedagogical contract"),
    "contract-outdated": N_("the contract no longer says what is true about: {change}"),
    "outcome-unmarked": N_("the outcome “{outcome}” has no mark"),
    "outcome-unmarked:scale": N_("the mark {mark} of “{outcome}” is not on the scale: {scale}"),
    "not-placed": N_("no host company has been found for the stay"),
    "date-in-future": N_("{day} is in the future; today is {today}"),
    "task-open": N_("to be done: {task}"),
}
"""What several actions say, and guards with them."""

_SPEC: Final = "__mobiflow_action__"
_C = TypeVar("_C", bound=type[object])
_A = TypeVar("_A", bound="Action")


def action(
    permission: Permission | PermissionFor | None = None,
    *,
    subject: Literal["learner", "mobility", ""] = "",
    trigger: str | Callable[[Any], str] | None = None,
    kind: Kind | Literal[""] = "",
    names: Callable[[Ref], Mapping[str, str]] | None = None,
    categories: tuple[Category, ...] = (),
    company: str = "of",
    says: Mapping[str, str] | None = None,
    title: str = "",
) -> Callable[[_C], _C]:
    """Mark a frozen attrs class as an action.

    ``subject`` says what it acts upon: the learner whose id is in its field ``learner``, or the
    mobility; a class with a method ``subjects`` says so itself. ``company`` is the field that
    names the company acted for: nobody acts for another one. A ``trigger`` of a ``kind`` can then
    be fired by this action alone, never bare; ``names`` gives the values that name a subject of
    that kind, where the action needs no others. ``says`` gives an English sentence for each
    refusal code that only this action has, ``title`` says in English what doing it is called.

    Raises:
        TypeError: when the class does not say what it acts upon.
    """

    def mark(cls: _C) -> _C:
        spec = Spec(
            cls.__name__,
            permission,
            trigger,
            categories,
            subjects=_subjects(cls, subject),
            check=getattr(cls, "check", _nothing),
            resolve=getattr(cls, "resolve", _itself),
            names=names,
            kind=kind,
            company=company,
            says={**COMMON, **(says or {})},
            title=title,
        )
        setattr(cls, _SPEC, spec)
        return cls

    return mark


def _subjects(cls: type[object], subject: str) -> Callable[[Any, Mobility], tuple[Ref, ...]]:
    own: Callable[[Any, Mobility], tuple[Ref, ...]] | None = getattr(cls, "subjects", None)
    if own is not None:
        return own
    found = _OF_SUBJECT.get(subject)
    if found is None:
        raise TypeError(
            f"{cls.__name__} does not say what it acts upon: give it a method subjects(mobility), "
            'or mark it with @action(…, subject="learner").'
        )
    return found


def _learner(act: Any, mobility: Mobility) -> tuple[Ref, ...]:
    return (Ref("learner", act.learner),)


def _mobility(act: Any, mobility: Mobility) -> tuple[Ref, ...]:
    return (Ref("mobility", mobility.id),)


_OF_SUBJECT: Final = {"learner": _learner, "mobility": _mobility}


def _nothing(act: Any, context: Context, mobility: Mobility) -> tuple[Reason, ...]:
    return ()


def _itself(act: Any, context: Context, mobility: Mobility) -> Any:
    return act


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


def ref_of(mobility: Mobility, name: str) -> Ref:
    """The reference of whoever has an id: the mobility itself, a company or a learner.

    Raises:
        UnknownName: when nobody is called so; the nearest ids are named.
    """
    if name == mobility.id:
        return Ref("mobility", name)
    if name in mobility.companies:
        return Ref(f"{mobility.companies[name].kind}-company", name)
    if name in mobility.learners:
        return Ref("learner", name)
    raise UnknownName("learner or company", name, (*mobility.learners, *mobility.companies))


def subjects_of(act: Action, mobility: Mobility) -> tuple[Ref, ...]:
    """What an action acts upon in a mobility.

    Raises:
        UnknownName: when it is not an action, or names somebody who is not there.
    """
    return spec_of(type(act)).subjects(act, mobility)


def stamped(act: _A, today: date) -> _A:
    """The action with its day filled in, today unless it says otherwise."""
    if act.on is not None:
        return act
    return changed(act, {"on": today})


def earlier(
    code: str, subject: Ref, on: date | None, than: date | None, what: str
) -> Iterator[Reason]:
    """An objection when something is said to have happened before what it follows from.

    ``what`` is the param that tells when that was.
    """
    if than is not None and day(on) < than:
        yield Reason(code, subject, {"day": day(on), what: than})


def day(on: date | None) -> date:
    """The day of an action; the road has filled it in before anything is applied."""
    if on is None:
        raise ValueError("an action is applied with the day it happened")
    return on
