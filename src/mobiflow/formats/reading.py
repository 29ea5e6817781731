"""Which type is read how: attrs values from JSON values, everything wrong with them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs

from mobiflow._record import record
from mobiflow._runtime.journal import Recorded
from mobiflow.errors import InvalidValue, Problem
from mobiflow.formats.converter import assembler
from mobiflow.formats.leaves import (
    LEAVES,
    MAX_WRONG,
    Hook,
    is_list,
    is_object,
    literal,
    step,
    text,
    unreadable,
    wrong,
)
from mobiflow.model import Document, Ref
from mobiflow.verdict import Refusal

__all__ = ["read"]

_T = TypeVar("_T")


def read(cls: type[_T], value: object, *, short: bool = False) -> _T:
    """An instance of an attrs class from a JSON value; ``short`` allows ``kind:id`` for a Ref.

    The metadata of a field may hold a ``check``, which says what was expected of its value, and
    ``whole``, which yields the problems of a value whose parts are all right.

    Raises:
        InvalidValue: with every problem and its JSON path.
    """
    hint: object = cls
    found: Any = (_hook_short if short else _hook)(hint)(value)
    return cast("_T", found)


@cache
def _hook(hint: object) -> Hook:
    return _hook_for(hint, _hook)


@cache
def _hook_short(hint: object) -> Hook:
    return _ref(_hook(hint)) if hint is Ref else _hook_for(hint, _hook_short)


def _hook_for(hint: object, hook: Callable[[object], Hook]) -> Hook:
    """How a type is read, where ``hook`` tells it of the types inside."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in LEAVES:
        found = LEAVES[hint]
    elif origin is Literal:
        found = literal(arguments)
    elif origin in (Union, UnionType):
        found = _either(arguments, hook)
    elif origin is tuple and arguments[1:] == (...,):
        found = _list(hook(arguments[0]), tuple)
    elif origin is frozenset:
        found = _list(hook(arguments[0]), _different)
    elif origin is Mapping and arguments[0] is str:
        found = _map(hook(arguments[1]), _own_key(arguments[1]))
    elif hint is Refusal:
        found = _refusal(hook(_Told))
    elif isinstance(hint, type) and attrs.has(hint):
        found = _class(hint, hook)
    else:
        found = _unsupported(hint)
    return found


# -- classes


def _class(cls: type[Any], hook: Callable[[object], Hook]) -> Hook:
    hints = {**get_type_hints(cls), **_OVERRULED.get(cls, {})}
    fields = {a.name: _checked(hook(hints[a.name]), a.metadata) for a in attrs.fields(cls)}
    return assembler(cls, fields)


_OVERRULED: Final[Mapping[type[Any], Mapping[str, object]]] = {
    Recorded: {"values": Mapping[str, Any]}  # JSON, which the type says by speaking of itself
}


def _checked(hook: Hook, metadata: Mapping[Any, Any]) -> Hook:
    check, whole = metadata.get("check"), metadata.get("whole")
    if check is None and whole is None:
        return hook

    def read_checked(value: object) -> object:
        found = hook(value)
        expected = check(found) if check is not None else None
        if expected is not None:
            raise wrong(expected, value)
        problems = tuple(whole(found)) if whole is not None else ()
        if problems:
            raise unreadable(problems)
        return found

    return read_checked


def _ref(hook: Hook) -> Hook:
    def read_ref(value: object) -> object:
        if not isinstance(value, str):
            return hook(value)
        kind, _, name = text(value).partition(":")
        if not (kind and name):
            raise wrong("a subject like 'learner:l-1'", value)
        return Ref(kind, name)

    return read_ref


@record
class _Told:
    """As much of a refusal as tells which one it is."""

    guard: str
    code: str
    subject: Ref
    params: Mapping[str, str | int | tuple[str, ...]] = attrs.field(factory=dict[str, str])


def _refusal(hook: Hook) -> Hook:
    def read_refusal(value: object) -> object:
        told = cast("_Told", hook(value))
        return Refusal(told.code, told.subject, told.params, guard=told.guard)

    return read_refusal


# -- lists and maps


def _list(hook: Hook, collect: Callable[[Iterable[object]], object]) -> Hook:
    def item(_index: int, value: object) -> object:
        return hook(value)

    def read_list(value: object) -> object:
        if not is_list(value):
            raise wrong("a list", value)
        return collect(_each(enumerate(value), item).values())

    return read_list


def _different(items: Iterable[object]) -> frozenset[object]:
    listed = list(items)
    if len(set(listed)) != len(listed):
        raise unreadable([Problem("$", "something is in this list twice.")])
    return frozenset(listed)


def _map(hook: Hook, own: str | None) -> Hook:
    """A map; ``own`` is the field of an item that repeats the key under which it is kept."""

    def item(key: str, value: object) -> object:
        text(key)
        found = hook(value)
        if own is not None and getattr(found, own) != key:
            raise wrong(f"{key!r}, under which it is kept", getattr(found, own), f"$.{own}")
        return found

    def read_map(value: object) -> object:
        if not is_object(value):
            raise wrong("an object", value)
        return _each(value.items(), item)

    return read_map


def _own_key(item: Any) -> str | None:  # noqa: ANN401  # any type
    if item is Document:
        return "kind"
    return "id" if attrs.has(item) and "id" in attrs.fields_dict(item) else None


_Key = TypeVar("_Key", int, str)


def _each(
    pairs: Iterable[tuple[_Key, object]], item: Callable[[_Key, object], object]
) -> dict[_Key, object]:
    """The items of a list or a map, or everything that is wrong with them."""
    found: dict[_Key, object] = {}
    problems: list[Problem] = []
    failed = 0
    for key, value in pairs:
        try:
            found[key] = item(key, value)
        except InvalidValue as error:
            path = "$" + step(key)
            problems += (
                Problem(path + p.path.removeprefix("$"), p.message) for p in error.problems
            )
            failed += 1
            if failed == MAX_WRONG:
                message = f"has {MAX_WRONG} wrong items; those after them were not looked at."
                problems.append(Problem("$", message))
                break
    if problems:
        raise unreadable(problems)
    return found


# -- alternatives


def _either(options: tuple[Any, ...], hook: Callable[[object], Hook]) -> Hook:
    """One of several types, told apart by what JSON has for them."""
    hooks: dict[type[Any], Hook] = {}
    for option in options:
        if option is not NoneType:
            hooks.setdefault(_shape(option), hook(option))
    only = next(iter(hooks.values())) if len(hooks) == 1 else None
    optional = NoneType in options
    expected = " or ".join(_SHAPES[shape] for shape in hooks)

    def read_either(value: object) -> object:
        if value is None and optional:
            return None
        chosen = only or hooks.get(str if isinstance(value, date | time) else type(value))
        if chosen is None:
            raise wrong(expected, value)
        return chosen(value)

    return read_either


_SHAPES: Final[Mapping[type[Any], str]] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}


def _shape(hint: Any) -> type[Any]:  # noqa: ANN401  # any type
    """What JSON has for a type."""
    origin = get_origin(hint)
    if origin in (tuple, frozenset):
        return list
    if origin is Mapping or attrs.has(hint):
        return dict
    return hint if hint in (int, float, bool) else str


def _unsupported(hint: object) -> Hook:
    message = f"values of type {getattr(hint, '__name__', hint)} cannot be read from JSON."

    def read_unsupported(_value: object) -> object:
        raise unreadable([Problem("$", message)])

    return read_unsupported
