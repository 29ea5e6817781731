"""How the values of a workflow are read from a file: as their types say, but for what follows.

Words of closed lists are only read as texts, because the checks of a definition know them, and name
the nearest one. What is a function in Python is read as what a file says of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, cast

from mobiflow._record import record
from mobiflow.definition import (
    Choice,
    Condition,
    Confirmation,
    DocumentRequired,
    Effect,
    HoursLimit,
    Lifecycle,
    MinimumAge,
    SignatureRequired,
)
from mobiflow.definition.prerequisites import Required
from mobiflow.errors import Problem, UnknownName
from mobiflow.formats.by_form import Inner, Manner
from mobiflow.formats.leaves import Hook, is_list, is_object, step, text, unreadable, wrong
from mobiflow.lifecycles import library
from mobiflow.model.words import Role
from mobiflow.verdict import Guard, Permission

__all__ = ["NOT_WRITTEN", "REQUIRED", "TOML", "Reference"]

MAX_TEXT: Final = 4000
"""The longest text that is read."""

MAX_ITEMS: Final = 1000
"""The longest list that is read."""

NOT_WRITTEN: Final = frozenset({"source", "facts", "removed"})
"""Whose a piece is and what was removed is found out; classes of facts are code."""

REQUIRED: Final[Mapping[type[Any], str]] = {
    DocumentRequired: "document",
    Confirmation: "confirmation",
    SignatureRequired: "signature",
    HoursLimit: "hours",
    MinimumAge: "minimum-age",
}
"""What a prerequisite may require, and the type that a file gives it."""


@record
class Reference:
    """What a file says of a guard, condition, choice or effect: its name, and the values given."""

    what: Literal["guard", "condition", "choice", "effect"]
    id: str
    values: Mapping[str, object]


def _named(item: object) -> str | None:
    """What an item of a list goes by in a path: its name, as in the checks of definitions."""
    if is_object(item):
        for key in ("id", "kind", "trigger", "guard", "standard"):
            name = item.get(key)
            if isinstance(name, str) and step(name).startswith("."):
                return name
    return None


# -- simple values


def _short(value: object, _hint: object = None) -> str:
    found = text(value)
    if len(found) > MAX_TEXT:
        raise wrong(f"a text of at most {MAX_TEXT} characters", value)
    return found


def _simple(value: object, _hint: object) -> object:
    if is_object(value) or is_list(value):
        raise wrong("a text, a number, a date, true or false", value)
    return _short(value) if isinstance(value, str) else value


def _anything(inner: Inner, _usual: Hook) -> Hook:
    """What a guard may be given: a text, a number, a date, or a list of such."""
    listed = inner(tuple[object, ...])

    def read_anything(value: object, hint: object) -> object:
        return listed(value, hint) if is_list(value) else _simple(value, hint)

    return read_anything


# -- who may


def _permission(inner: Inner, usual: Hook) -> Hook:
    roles = inner(tuple[Role, ...])

    def read_permission(value: object, hint: object) -> object:
        if is_list(value):
            return Permission(cast("tuple[Role, ...]", roles(value, tuple[Role, ...])))
        if is_object(value):
            return usual(value, hint)
        raise wrong("a list of roles, or a table of roles and deputies", value)

    return read_permission


# -- what is a function in Python


def _by_name(what: Literal["condition", "choice", "effect"]) -> Hook:
    return lambda value, _hint: Reference(what, text(value), {})


def _guard(inner: Inner, _usual: Hook) -> Hook:
    given = inner(Mapping[str, Any])

    def read_guard(value: object, _hint: object) -> object:
        if not is_object(value):
            raise wrong('a guard, like { guard = "placed" }', value)
        if "guard" not in value:
            raise unreadable([Problem("$.guard", "missing.")])
        rest = {key: item for key, item in value.items() if key != "guard"}
        return Reference("guard", _short(value["guard"]), given(rest, Mapping[str, Any]))

    return read_guard


def _guard_or_set(inner: Inner, _usual: Hook) -> Hook:
    guard = inner(Guard)

    def read_guard_or_set(value: object, _hint: object) -> object:
        if isinstance(value, str):
            return _short(value)
        if not is_object(value):
            raise wrong('a guard, like { guard = "placed" }, or the name of a set', value)
        return _short(value["set"]) if value.keys() == {"set"} else guard(value, Guard)

    return read_guard_or_set


def _lifecycle(_inner: Inner, usual: Hook) -> Hook:
    def read_lifecycle(value: object, hint: object) -> object:
        if isinstance(value, str):
            return _standard(value, "$")
        if is_object(value) and value.keys() == {"standard"}:
            return _standard(text(value["standard"]), "$.standard")
        return usual(value, hint)

    return read_lifecycle


def _standard(kind: str, path: str) -> Lifecycle:
    try:
        return library.LIFECYCLES[kind]
    except KeyError:
        message = str(UnknownName("standard lifecycle", kind, library.LIFECYCLES))
        raise unreadable([Problem(path, message)]) from None


TOML: Final = Manner(
    table="a table",
    special={
        str: lambda _inner, _usual: _short,
        object: lambda _inner, _usual: _simple,
        Any: _anything,
        Permission: _permission,
        Guard: _guard,
        Guard | str: _guard_or_set,
        Condition: lambda _inner, _usual: _by_name("condition"),
        Choice: lambda _inner, _usual: _by_name("choice"),
        Effect: lambda _inner, _usual: _by_name("effect"),
        Lifecycle: _lifecycle,
    },
    tagged={Required: REQUIRED},
    words=lambda _words: _short,
    named=_named,
    longest=MAX_ITEMS,
    left_out=NOT_WRITTEN,
)
"""How a workflow file is read."""
