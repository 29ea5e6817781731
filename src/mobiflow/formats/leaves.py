"""What the simple values of JSON must be to be read, and what is said when they are not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice
from math import isfinite
from typing import Any, Final, TypeAlias, TypeGuard, TypeVar, cast

from mobiflow.errors import InvalidValue, Problem
from mobiflow.model.checks import problems_of, right
from mobiflow.model.introspection import is_record

__all__ = [
    "LEAVES",
    "MAX_DEPTH",
    "MAX_PROBLEMS",
    "MAX_WRONG",
    "Hook",
    "facts",
    "is_list",
    "is_object",
    "items_of",
    "json_value",
    "literal",
    "step",
    "text",
    "unreadable",
    "wrong",
]

Hook: TypeAlias = Callable[[Any, Any], Any]
"""Makes a value of a JSON value, as cattrs calls it, or raises :class:`InvalidValue`."""

MAX_DEPTH: Final = 32
"""How deeply the values of a recorded action may be nested."""

MAX_WRONG: Final = 50
"""After so many wrong items of a list or an object the others are not looked at: whoever sends
rubbish does not decide how much memory its description takes."""

MAX_PROBLEMS: Final = 500
"""As many problems are told of one document."""

_is_text: Final = right(str)
_is_day: Final = right(date)

_Time = TypeVar("_Time", date, datetime, time)
_SIMPLE_KEY: Final = re.compile(r"[\w#:+@/-]{1,200}")
_SHOWN: Final = 60


def unreadable(problems: Iterable[Problem]) -> InvalidValue:
    """The error for a value in which something is wrong."""
    return InvalidValue("This cannot be read:", problems)


def wrong(expected: str, value: object, path: str = "$") -> InvalidValue:
    """The error for a value that is something else than expected."""
    return unreadable([Problem(path, f"expected {expected}, got {_shown(value)}.")])


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a JSON value is a list."""
    return isinstance(value, list)


def items_of(value: dict[str, Any] | list[Any]) -> Iterable[tuple[str | int, Any]]:
    """The items of an object by their keys, or those of a list by their places."""
    return value.items() if isinstance(value, dict) else enumerate(value)


def step(key: str | int) -> str:
    """A step of a JSON path: ``.born``, ``[2]``, ``["not so simple"]``."""
    if isinstance(key, int):
        return f"[{key}]"
    return f".{key}" if _SIMPLE_KEY.fullmatch(key) else f"[{_shown(key)}]"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        shown = json.dumps(value[:_SHOWN], ensure_ascii=not value.isprintable())
        return shown if len(value) <= _SHOWN else f"{shown[:-1]}…"
    if value is None or isinstance(value, int | float):
        shown = json.dumps(value)
        return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    return f"a {type(value).__name__}"


def text(value: object, _hint: object = None) -> str:
    """A text."""
    if type(value) is str and value.isascii():
        return value
    if not isinstance(value, str):
        raise wrong("a text", value)
    if not _is_text(value):
        raise unreadable(problems_of(value, str, "$"))
    return value


def _number(value: object, _hint: object = None) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong("a whole number", value)
    return value


def _fraction(value: object, _hint: object = None) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        with suppress(OverflowError):
            found = float(value)
            if isfinite(found):
                return found
    raise wrong("a number", value)


def _yes_or_no(value: object, _hint: object = None) -> bool:
    if not isinstance(value, bool):
        raise wrong("true or false", value)
    return value


def _nothing(value: object, _hint: object = None) -> None:
    if value is not None:
        raise wrong("null", value)


def _day(value: object, _hint: object = None) -> date:
    found = value if type(value) is date else _parsed(date, value)
    if found is None:
        raise wrong("a date like '2027-03-26'", value)
    if not _is_day(found):
        raise unreadable(problems_of(found, date, "$"))
    return found


def _moment(value: object, _hint: object = None) -> datetime:
    found = value if isinstance(value, datetime) else _parsed(datetime, value)
    if found is None or found.utcoffset() != timedelta():
        raise wrong("a UTC time like '2027-03-26T09:30:00+00:00'", value)
    return found


def _time_of_day(value: object, _hint: object = None) -> time:
    written = f"{value}:00" if isinstance(value, str) and value.count(":") == 1 else value
    found = value if isinstance(value, time) else _parsed(time, written)
    if found is None or found.tzinfo is not None:
        raise wrong("a time like '09:30'", value)
    return found


def _parsed(cls: type[_Time], value: object) -> _Time | None:
    """A date or a time, if the text is exactly what would be written."""
    try:
        found = cls.fromisoformat(cast("str", value))
    except (TypeError, ValueError):
        return None
    return found if found.isoformat() == value else None


def facts(value: object, _hint: object = None) -> object:
    """What was read already, as an instance of the class that a plugin has for its facts."""
    if not is_record(value):
        raise wrong("an instance of a class of facts", value)
    return value


def json_value(value: object, _hint: object = None) -> object:
    """Anything but a fraction, which a journal has no way to write."""
    if not _is_json(value, MAX_DEPTH):
        raise unreadable(islice(_problems_of_json(value, "$", MAX_DEPTH), MAX_WRONG))
    return value


def _is_json(value: Any, depth: int) -> bool:  # noqa: ANN401  # anything
    """Whether there are no problems: the quick yes to what follows."""
    cls = type(value)  # pyright: ignore[reportUnknownVariableType]  # of anything
    if not depth:
        return False
    if cls is str:
        return _is_text(value)
    if cls is dict:
        return all(_is_json(item, depth - 1) for item in value.values())
    if cls is list:
        return all(_is_json(item, depth - 1) for item in value)
    return value is None or cls is int or cls is bool


def _problems_of_json(value: object, path: str, depth: int) -> Iterator[Problem]:
    if not depth:
        yield Problem(path, f"nested more than {MAX_DEPTH} levels deep.")
    elif is_object(value) or is_list(value):
        for key, item in items_of(value):
            yield from _problems_of_json(item, path + step(key), depth - 1)
    elif isinstance(value, str):
        yield from problems_of(value, str, path)
    elif value is not None and not isinstance(value, int):
        yield from wrong("a text, a whole number, true, false or null", value, path).problems


LEAVES: Final[Mapping[Any, Hook]] = {
    str: text,
    int: _number,
    float: _fraction,
    bool: _yes_or_no,
    type(None): _nothing,
    date: _day,
    datetime: _moment,
    time: _time_of_day,
}
"""How each simple type is read."""


def literal(words: tuple[Any, ...]) -> Hook:
    """One of a few words."""
    expected = "one of " + ", ".join(repr(word) for word in words)

    def read(value: object, _hint: object = None) -> object:
        if not isinstance(value, str) or value not in words:
            raise wrong(expected, value)
        return value

    return read
