"""Who may do something, and the rules that say why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from inspect import signature
from typing import ParamSpec

from attrs import field

from mobiflow._record import evolve, record
from mobiflow.model.words import Role, Scope
from mobiflow.verdict.refusals import Reason

__all__ = ["Guard", "MadeBy", "Permission", "allow", "covers_nothing", "maker", "met"]

_P = ParamSpec("_P")


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
    English sentence per refusal code, with the params as fields (``{until}``); a field may say what
    kind of word it is (``{any_of:document}``), and ``{subject}`` is the subject's name. A code may
    have a second sentence for when one more param is there, ``code:param``. ``basis`` names the
    laws it rests on, ``excusable_by`` the roles that may excuse it. ``concerns(context)`` may tell,
    once for all learners, that it asks nothing of anybody there.

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
