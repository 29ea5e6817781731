"""Is everything in a definition of the type it is declared with?

The words of closed lists are only asked to be texts here: other checks name the nearest word.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import attrs

from mobiflow.errors import Problem
from mobiflow.model._checks import problems_of

__all__ = ["problems_of_shape"]


def problems_of_shape(value: object, hint: object, path: str) -> Iterator[Problem]:
    """Everything in a value, however deep, that is not what its annotation says."""
    for option in _options(hint):
        origin, arguments = get_origin(option), get_args(option)
        if isinstance(option, type) and attrs.has(option) and isinstance(value, option):
            for name, inner in _fields(option):
                yield from problems_of_shape(getattr(value, name), inner, f"{path}.{name}")
            return
        if origin is tuple and isinstance(value, tuple):
            for index, item in enumerate(cast("tuple[object, ...]", value)):
                where = f"{path}[{_name(item) or index}]"
                yield from problems_of_shape(item, arguments[0], where)
            return
        if origin is Mapping and isinstance(value, Mapping):
            for key, item in cast("Mapping[object, object]", value).items():
                yield from problems_of_shape(key, arguments[0], f"{path}[{key}]")
                yield from problems_of_shape(item, arguments[1], f"{path}[{key}]")
            return
        if option is Any or (origin is Callable and callable(value)):
            return
    yield from _of_plain(value, hint, path)


def _of_plain(value: object, hint: object, path: str) -> Iterator[Problem]:
    if get_origin(hint) is tuple and isinstance(value, str):
        advice = f"A tuple of one has a comma: ({value!r},)."
        yield Problem(path, f"expected a tuple, got the text {value!r}. {advice}")
    else:
        yield from problems_of(value, str if get_origin(hint) is Literal else hint, path)


def _name(item: object) -> str:
    """What an item goes by in a path, if it has a name."""
    for attribute in ("id", "kind", "trigger"):
        name = getattr(item, attribute, None)
        if isinstance(name, str) and name:
            return name
    return ""


@cache
def _fields(cls: type[Any]) -> tuple[tuple[str, object], ...]:
    hints = get_type_hints(cls)
    return tuple((attribute.name, hints[attribute.name]) for attribute in attrs.fields(cls))


@cache
def _options(hint: object) -> tuple[object, ...]:
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(option for part in get_args(hint) for option in _options(part))
    return (hint,)
