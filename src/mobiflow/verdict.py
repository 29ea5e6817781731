"""The words of a verdict: permissions, guards, reasons, refusals, remedies.

This is the small data file in the middle: everything that judges speaks in these words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, Protocol, TypeAlias

from attrs import evolve, field

from mobiflow._record import record
from mobiflow.errors import InvalidValue, Problem, shown
from mobiflow.model import Ref
from mobiflow.model.words import Role, Scope

__all__ = [
    "Ask",
    "Guard",
    "MadeBy",
    "Permission",
    "Reason",
    "Refusal",
    "Remedy",
    "allow",
    "maker",
]

_P = ParamSpec("_P")

Param: TypeAlias = "str | int | date | tuple[str, ...]"
"""What a refusal may say about itself: plain, comparable, serialisable."""


@record
class Permission:
    """Who may do something; everybody else may not.

    ``roles`` are those whose job it is, the first one above all: a refusal names them. Deputies
    may do it as well, on their behalf. A role that is held for certain subjects only (learner,
    guardian, tutor, the companies) may act for those alone.
    """

    roles: tuple[Role, ...]
    deputies: tuple[Role, ...] = ()

    @property
    def everyone(self) -> tuple[Role, ...]:
        """Those in charge and their deputies."""
        return (*self.roles, *self.deputies)


def allow(*roles: Role, deputies: tuple[Role, ...] = ()) -> Permission:
    """Permit these roles, and these deputies on their behalf."""
    return Permission(roles, deputies)


@record
class Ask:
    """A field of a remedy that only a person can fill in.

    ``type`` is the Python type of the answer; ``choices`` limits a text to known words,
    ``at_least`` and ``at_most`` bound a date, and ``must`` gives attributes that the answer must
    have (a company's ``kind``). ``label`` is English, translated when shown.
    """

    name: str
    type: Any
    label: str
    choices: tuple[str, ...] = ()
    at_least: date | None = None
    at_most: date | None = None
    must: Mapping[str, str] = field(factory=dict[str, str])


@record
class Remedy:
    """The action that would clear a refusal: what is known of it, and what must be asked."""

    action_type: type[Any]
    known: Mapping[str, Any]
    ask: tuple[Ask, ...] = ()

    def fill(self, **values: object) -> Any:  # noqa: ANN401  # an action of any type
        """The action, once somebody has given the values asked for.

        Raises:
            InvalidValue: when a value is missing, not asked for or not among the choices.
        """
        problems = tuple(self._problems(values))
        if problems:
            raise InvalidValue(f"{self.action_type.__name__} cannot be filled in:", problems)
        return self.action_type(**{**self.known, **values})

    def _problems(self, values: Mapping[str, object]) -> Iterable[Problem]:
        asked = {ask.name: ask for ask in self.ask}
        for name in sorted(asked.keys() - values.keys()):
            yield Problem(f"$.{name}", f"missing: {asked[name].label}.")
        for name, value in values.items():
            if name not in asked and name != "on":
                known = ", ".join(sorted(asked)) or "nothing"
                yield Problem(f"$.{name}", f"not asked for; this remedy asks for {known}.")
            elif name in asked and asked[name].choices and value not in asked[name].choices:
                choices = ", ".join(asked[name].choices)
                yield Problem(f"$.{name}", f"expected one of {choices}, got {shown(value)}.")


class Voice(Protocol):
    """Puts refusals into words; given by the engine."""

    def matter(self, refusal: Refusal, locale: str, people: Mapping[str, str] | None) -> str: ...

    def sentence(self, refusal: Refusal, locale: str, people: Mapping[str, str] | None) -> str: ...

    def names_its_subject(self, refusal: Refusal) -> bool: ...


@record
class Reason:
    """One reason why not, as a guard or an action gives it; the engine makes a refusal of it.

    Attributes:
        code: a stable word for machines, like ``document-missing``.
        subject: whom or what it is about.
        params: the particulars that tell it from another reason of this code, by name.
        remedy: the action that would clear it, if one can.
        deadline_key: the key under which the workflow says by when (``document/insurance``).
        due: the day by which it should be cleared, where the rule itself knows one.
        asked_by: the plugins that ask for it, where they are others than that of the guard.
        who: the roles whose turn it is, where no remedy says so.
    """

    code: str
    subject: Ref
    params: Mapping[str, Param] = field(factory=dict[str, Param])
    remedy: Remedy | None = None
    deadline_key: str = field(default="", kw_only=True)
    due: date | None = field(default=None, kw_only=True)
    asked_by: tuple[str, ...] = field(default=(), kw_only=True)
    who: tuple[Role, ...] = field(default=(), kw_only=True)


@record
class Refusal:
    """One reason why not, complete: what a guard found, with all that the workflow adds to it.

    Attributes:
        code: a stable word for machines, like ``document-missing``.
        subject: whom or what it is about.
        params: the particulars, by name.
        remedy: the action that would clear it, if one can.
        who: the roles whose turn it is, filled in by the engine from the remedy's permission.
        asked_by: the plugins that ask for it, with their versions.
        basis: the laws or other texts it rests on, where there are any.
        due: the day by which it should be cleared, if the workflow gives a lead time.
        notes: the ids of the guide's help notes that belong here.
        guard: the id of the guard that refused, empty for permissions and action checks.
        excusable_by: the roles that may excuse it; empty when nobody may.
        deadline_key: the key under which the workflow says by when.
        key: a text that tells it from any other one, the same whoever asks and whenever.
    """

    code: str
    subject: Ref
    params: Mapping[str, Param] = field(factory=dict[str, Param])
    remedy: Remedy | None = None
    deadline_key: str = field(default="", kw_only=True)
    who: tuple[Role, ...] = field(default=(), kw_only=True)
    asked_by: tuple[str, ...] = field(default=(), kw_only=True)
    basis: tuple[str, ...] = field(default=(), kw_only=True)
    due: date | None = field(default=None, kw_only=True)
    notes: tuple[str, ...] = field(default=(), kw_only=True)
    guard: str = field(default="", kw_only=True)
    excusable_by: tuple[Role, ...] = field(default=(), kw_only=True)
    voice: Voice | None = field(default=None, kw_only=True, eq=False, repr=False)

    key: str = field(init=False, repr=False, eq=False)

    @key.default
    def _key(self) -> str:
        """What makes two refusals the same one: code, subject and params."""
        given = sorted(self.params.items()) if isinstance(self.params, dict) else ()
        return f"{self.code} {self.subject}{''.join(f' {name}={value}' for name, value in given)}"

    def text(self, locale: str = "en", *, people: Mapping[str, str] | None = None) -> str:
        """One sentence for people, in a language (``en``, ``fr``, or a plugin's).

        ``people`` gives names by id, for applications that keep names to themselves.
        """
        if self.voice is None:
            return f"{self.subject}: {self.matter()}"
        return self.voice.sentence(self, locale, people)

    def matter(self, locale: str = "en", *, people: Mapping[str, str] | None = None) -> str:
        """What is the matter, without the subject's name in front and the stop behind."""
        if self.voice is None:
            details = ", ".join(f"{name}={value}" for name, value in self.params.items())
            return f"{self.code} ({details})" if details else self.code
        return self.voice.matter(self, locale, people)

    def __str__(self) -> str:
        return self.text()


def met(_context: object, _subject: object) -> Iterable[Reason]:
    """What a guard that is met yields: nothing."""
    return ()


def covers_nothing(_rules: object, **_params: str) -> Iterable[str]:
    """What a guard covers that asks for no document and no signature: nothing."""
    return ()


@record
class MadeBy:
    """What made a guard: a function, the values it was given, and the rule that came of it."""

    make: Callable[..., Guard]
    given: tuple[object, ...]
    named: Mapping[str, object]
    func: Callable[..., Iterable[Reason]]

    @property
    def values(self) -> Mapping[str, object]:
        """The values by the names of the function's parameters."""
        given = zip(signature(self.make).parameters, self.given, strict=False)
        return {**dict(given), **self.named}


@record
class Guard:
    """A named rule that says why not.

    ``func(context, subject, **params)`` yields reasons, or nothing when the rule is met. It
    must depend on its arguments alone: no clock, no files, no network. ``revision`` grows when
    the meaning changes; ``scope`` is what the subject is, empty for any. ``says`` gives an
    English sentence per refusal code, with ``{subject}`` and the params as fields, for codes the
    library does not know. ``basis`` names the laws it rests on, ``excusable_by`` the roles that
    may excuse it. ``concerns(context)`` may tell, once for all learners, that it asks nothing of
    anybody there.

    What the engine has to know of a guard, the guard says itself. ``covers(rules, **params)`` is
    called when the workflow is compiled, and yields the deadline keys of what the guard asks for
    (``document/cv``, ``signature/guardian``): the step whose task has this guard is then where
    they belong. ``needs`` is the kind of subject without whose lifecycle it could never be met.
    ``refers`` says which of its params name a piece of the workflow, and of what sort: ``phase``,
    ``step``, ``task``, ``gate``, ``document`` or ``party``; such a piece must be there.
    ``made_by`` is set by :func:`maker`, and lets a workflow be written to a file.
    """

    id: str
    revision: int
    func: Callable[..., Iterable[Reason]] = field(eq=False)
    params: Mapping[str, str] = field(factory=dict[str, str])
    scope: Scope | str = field(default="learner", kw_only=True)
    excusable_by: tuple[Role, ...] = field(default=(), kw_only=True)
    says: Mapping[str, str] = field(factory=dict[str, str], kw_only=True, eq=False)
    basis: tuple[str, ...] = field(default=(), kw_only=True, eq=False)
    source: str = field(default="", kw_only=True, eq=False)
    covers: Callable[..., Iterable[str]] = field(default=covers_nothing, kw_only=True, eq=False)
    needs: str = field(default="", kw_only=True, eq=False)
    refers: Mapping[str, str] = field(factory=dict[str, str], kw_only=True, eq=False)
    made_by: MadeBy | None = field(default=None, kw_only=True, eq=False, repr=False)
    concerns: Callable[..., bool] | None = field(default=None, kw_only=True, eq=False)

    def reasons(self, context: object, subject: object) -> Iterable[Reason]:
        """Ask this guard about a subject."""
        return self.func(context, subject, **self.params)

    def __str__(self) -> str:
        if not self.params:
            return self.id
        return f"{self.id}({', '.join(f'{name}={value}' for name, value in self.params.items())})"


def maker(make: Callable[_P, Guard]) -> Callable[_P, Guard]:
    """Let the guards that a function makes remember it, and the values it was given."""

    @wraps(make)
    def made(*args: _P.args, **kwargs: _P.kwargs) -> Guard:
        guard = make(*args, **kwargs)
        return evolve(guard, made_by=MadeBy(made, args, kwargs, guard.func))

    return made
