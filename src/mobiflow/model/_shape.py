"""Attrs values looked at from outside: their fields, and their form in JSON's terms."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TypeAlias, TypeVar, cast

import attrs

__all__ = ["Plain", "changed", "fields_of", "is_record", "names_of", "plain"]

_T = TypeVar("_T")

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"
"""What JSON can say."""


def is_record(value: object) -> bool:
    """Whether a value is an instance of an attrs class."""
    return attrs.has(type(value)) and not isinstance(value, type)


def names_of(record: object) -> tuple[str, ...]:
    """The names of an attrs instance's fields."""
    return _names(cast("Hashable", type(record)))


@cache
def _names(cls: object) -> tuple[str, ...]:
    return tuple(a.name for a in attrs.fields(cast("type[attrs.AttrsInstance]", cls)))


def fields_of(value: object) -> Iterator[tuple[attrs.Attribute[object], object]]:
    """The fields of an attrs instance with their values."""
    if attrs.has(type(value)):
        for attribute in attrs.fields(cast("type[attrs.AttrsInstance]", type(value))):
            yield attribute, getattr(value, attribute.name)


def changed(record: _T, values: Mapping[str, object]) -> _T:
    """The same attrs instance with some values changed, by field name."""
    return type(record)(**{a.name: value for a, value in fields_of(record)} | {**values})


def plain(
    value: object,
    wanted: Callable[[attrs.Attribute[object]], bool],
    special: Callable[[object], object] = lambda value: value,
) -> Plain:
    """A value in JSON's terms, with the wanted fields of every attrs instance in it.

    ``special`` may replace a value by a simpler one first. Sets are sorted, dates are ISO 8601.
    """
    value = special(value)
    if is_record(value):
        return {a.name: plain(v, wanted, special) for a, v in fields_of(value) if wanted(a)}
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {str(name): plain(item, wanted, special) for name, item in items}
    if isinstance(value, frozenset):
        members = cast("frozenset[object]", value)
        return sorted((plain(item, wanted, special) for item in members), key=str)
    if isinstance(value, tuple | list):
        sequence = cast("tuple[object, ...]", value)
        return [plain(item, wanted, special) for item in sequence]
    return value.isoformat() if isinstance(value, date) else _scalar(value)


def _scalar(value: object) -> Plain:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
