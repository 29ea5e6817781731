"""The strict edge: is a value what its annotations say?

Values are checked once, where they enter (an action, a call of the engine), and trusted inside.
The rules come from the type annotations, and from ``field(metadata=…)`` for what a type cannot
say; every problem is reported with its path.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints

import attrs

from mobiflow.errors import InvalidValue, Problem
from mobiflow.model._shape import is_record

Check = Callable[[Any], str | None]
"""Says what was expected of a value, or ``None`` when it is fine."""

_ID = re.compile(r"[^\s/\x00-\x1f]{1,100}")
_SURROGATE = re.compile("[\ud800-\udfff]")  # alone, they cannot be written as UTF-8
_YEARS: Final = range(1900, 2201)
_LINE: Final = 300
_PROSE: Final = 4000
_QUOTED: Final = 60
_BITS: Final = 1000  # some 300 digits; Python itself refuses to write out the really long ones
_LEAVES: Final[frozenset[type]] = frozenset({str, int, bool, type(None)})


def _identifier(value: Any) -> str | None:
    if isinstance(value, str) and not _ID.fullmatch(value):
        return "an id of 1 to 100 characters without spaces or '/'"
    return None


def _country(value: Any) -> str | None:
    if isinstance(value, str) and not re.fullmatch(r"[A-Z]{2}", value):
        return "a country as two capital letters (ISO 3166-1 alpha-2), like 'FR'"
    return None


def _line(value: Any) -> str | None:
    if isinstance(value, str) and not (len(value.strip()) > 0 and len(value) <= _LINE):
        return "a text of 1 to 300 characters"
    return None


def _prose(value: Any) -> str | None:
    if isinstance(value, str) and not (len(value.strip()) > 0 and len(value) <= _PROSE):
        return "a text of 1 to 4000 characters"
    return None


ID: Final[Mapping[str, Any]] = {"check": _identifier}
COUNTRY: Final[Mapping[str, Any]] = {"check": _country}
LINE: Final[Mapping[str, Any]] = {"check": _line}
PROSE: Final[Mapping[str, Any]] = {"check": _prose}
PERSONAL: Final[Mapping[str, Any]] = {"personal": True, "check": _line}
PERSONAL_PROSE: Final[Mapping[str, Any]] = {"personal": True, "check": _prose}
PERSONAL_FACT: Final[Mapping[str, Any]] = {"personal": True}
PERSONAL_COUNTRY: Final[Mapping[str, Any]] = {"personal": True, "check": _country}
STATE: Final[Mapping[str, Any]] = {"state": True}
"""Marks what only actions may set; a newcomer brings the default."""


def verify(value: object, what: str, kind: type[object] | None = None) -> None:
    """Raise :class:`InvalidValue` with everything that is wrong with an instance of a class."""
    problems = tuple(problems_of(value, kind or type(value), "$"))
    if problems:
        raise InvalidValue(f"{what} cannot be accepted:", problems)


def problems_of(value: Any, hint: Any, path: str) -> Iterator[Problem]:  # noqa: C901  # by shape
    """Compare a value with a type annotation, going into attrs classes and collections."""
    if not _fits(value, hint):
        yield Problem(path, f"expected {_expected(hint)}, got {_shown(value)}.")
    elif isinstance(value, date):
        if value.year not in _YEARS:
            yield Problem(path, f"expected a year from 1900 to 2200, got {value.isoformat()}.")
    elif isinstance(value, str):
        if not value.isascii() and _SURROGATE.search(value):
            yield Problem(path, f"expected a text in Unicode, got {_shown(value)}.")
    elif isinstance(value, int) and value.bit_length() > _BITS:
        yield Problem(path, f"expected a number of at most 300 digits, got {_shown(value)}.")
    elif isinstance(value, int | float | bytes) or value is None:
        pass
    elif is_record(value):
        yield from _problems_of_fields(value, path)
    elif isinstance(value, Mapping):
        for key, item in cast("Mapping[str, Any]", value).items():
            yield from problems_of(item, _item_hint(hint, Mapping), f"{path}.{key}")
    elif isinstance(value, tuple | frozenset):
        for index, item in enumerate(cast("tuple[Any, ...]", value)):
            yield from problems_of(item, _item_hint(hint, tuple), f"{path}[{index}]")


def _problems_of_fields(value: Any, path: str) -> Iterator[Problem]:
    for name, hint, check, leaves in _fields(cast("Hashable", type(value))):
        item = getattr(value, name)
        found = False
        if (
            type(item) not in leaves
            or (type(item) is str and not item.isascii())
            or (type(item) is int and item.bit_length() > _BITS)
        ):
            for problem in problems_of(item, hint, f"{path}.{name}"):
                found = True
                yield problem
        if check is not None and not found:
            expected = check(item)
            if expected is not None:
                yield Problem(f"{path}.{name}", f"expected {expected}, got {_shown(item)}.")


@cache
def _fields(cls: Any) -> tuple[tuple[str, Any, Check | None, frozenset[type]], ...]:
    """Name, annotation, own check, and the classes whose instances are right without a look.

    What takes no part in equality (a refusal's voice) is not part of the value.
    """
    hints = get_type_hints(cls)
    return tuple(
        (a.name, hints[a.name], a.metadata.get("check"), _LEAVES & {*_options(hints[a.name])})
        for a in attrs.fields(cls)
        if a.eq
    )


def _item_hint(hint: Any, shape: type) -> Any:
    for option in _options(hint):
        arguments = get_args(option)
        if arguments and get_origin(option) is not Literal:
            return arguments[-1] if shape is Mapping else arguments[0]
    return Any


@cache
def _options(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(option for part in get_args(hint) for option in _options(part))
    return (hint,)


def _fits(value: Any, hint: Any) -> bool:
    return any(_fits_one(value, option) for option in _options(hint))


def _fits_one(value: Any, option: Any) -> bool:  # noqa: PLR0911  # one per form
    if option is Any or option is object:
        return True
    if option is None or option is type(None):
        return value is None
    origin = get_origin(option)
    if origin is Literal:
        return isinstance(value, str) and value in get_args(option)
    if origin is not None:
        return isinstance(value, origin)
    if option is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    if option in (int, float):
        return isinstance(value, int | option) and not isinstance(value, bool)
    return isinstance(value, option)


_NAMES: Final = {
    str: "a text",
    int: "a whole number",
    bool: "True or False",
    date: "a datetime.date without a time",
    datetime: "an aware datetime",
    type(None): "None",
    float: "a number",
}


def _expected(hint: Any) -> str:
    return " or ".join(_expected_one(option) for option in _options(hint))


def _expected_one(option: Any) -> str:
    origin = get_origin(option)
    if origin is Literal:
        return "one of " + ", ".join(repr(word) for word in get_args(option))
    if origin is tuple:
        return "a tuple"
    if origin is not None:
        return f"a {getattr(origin, '__name__', origin)}".lower()
    return _NAMES.get(option, getattr(option, "__name__", str(option)))


def _shown(value: Any) -> str:
    if is_record(value):
        return f"a {type(value).__name__}"
    try:
        text = repr(value)
    except ValueError:  # of a number with too many digits
        return f"a very long {type(value).__name__}"
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 3]}…"
