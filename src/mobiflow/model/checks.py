"""The strict edge: is a value what its annotations say?

Values are checked once, where they enter (an action, a call of the engine, a definition), and
trusted inside. The rules come from the annotations, and from the metadata of fields for what a type
cannot say (:mod:`mobiflow.model.constraints`).

Each question is answered twice. A quick yes looks up, for the class of each value, what else has to
hold; only when that says no is the whole story told, every problem with its path. The story alone
decides: a quick no costs time, never truth. In definitions (``loose``) any text may stand for a
word, because other checks name the nearest one, and items go by their names in paths.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from functools import cache, partial
from operator import attrgetter
from types import FunctionType, MappingProxyType, NoneType
from typing import Any, Final, TypeAlias, cast

from mobiflow.errors import InvalidValue, Problem, shown
from mobiflow.model.introspection import Check, Field, Shape, is_record, shape_of

__all__ = ["name_of", "problems_of", "right", "verify"]

Test: TypeAlias = Callable[[Any], bool]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")  # alone, they cannot be written as UTF-8
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200
_BITS: Final = 1000  # some 300 digits; Python itself refuses to write out the really long ones


_Row: TypeAlias = "tuple[Tests, Shape, Check | None]"
"""What a field's value is told right by, and its own check."""


def verify(value: object, what: str, kind: type[object] | None = None) -> None:
    """Raise :class:`InvalidValue` with everything that is wrong with an instance of a class."""
    hint: Any = kind or type(value)
    if not _right_of_class(hint)(value):
        problems = tuple(_story(value, shape_of(hint), "$", loose=False))
        if problems:
            raise InvalidValue(f"{what} cannot be accepted:", problems)


def problems_of(value: Any, hint: Any, path: str, *, loose: bool = False) -> Iterator[Problem]:
    """Everything in a value, however deep, that is not as its type and its fields' checks say."""
    if not right(hint, loose=loose)(value):
        yield from _story(value, shape_of(hint), path, loose=loose)


# -- the quick yes


def right(hint: Any, *, loose: bool = False) -> Test:
    """What tells quickly whether a value has no problems."""
    return _right(shape_of(hint), loose=loose)


@cache
def _right_of_class(cls: Any) -> Test:
    """The same for a class, which is found without being described anew."""
    return right(cls)


@cache
def _right(shape: Shape, *, loose: bool) -> Test:
    table = _tests(shape, loose=loose)

    def yes(value: Any) -> bool:
        test = table.get(type(value), _unusual)  # pyright: ignore[reportUnknownArgumentType]  # of anything
        if test is None:
            return True
        return _told(value, shape, loose=loose) if test is _unusual else test(value)

    return yes


def _unusual(_: object) -> bool:
    """Stands for what no table knows: a value of a class that is no usual one, a subclass say."""
    return False


def _told(value: Any, shape: Shape, *, loose: bool) -> bool:
    return next(_story(value, shape, "$", loose=loose), None) is None


def _is_text(value: str) -> bool:
    return value.isascii() or not _SURROGATE.search(value)


def _is_number(value: int) -> bool:
    return value.bit_length() <= _BITS


def _is_near(value: date) -> bool:
    return _FIRST_YEAR <= value.year <= _LAST_YEAR


Tests: TypeAlias = Mapping[type, Test | None]
"""For each class that a value may have: what else must hold, ``None`` where nothing does."""

_LEAVES: Final[Mapping[Any, Tests]] = {
    str: {str: _is_text},
    int: {int: _is_number},
    float: {float: None, int: _is_number},
    bool: {bool: None},
    NoneType: {NoneType: None},
    date: {date: _is_near},
    datetime: {datetime: _is_near},
    time: {time: None},
    bytes: {bytes: None},
}


@cache
def _tests(shape: Shape, *, loose: bool) -> Tests:
    found: Tests = {}
    match shape.form:
        case "leaf":
            found = _LEAVES[shape.cls]
        case "words":
            found = {str: _is_text if loose else frozenset(shape.words).__contains__}
        case "either":
            found = _tests_of_either(shape, loose=loose)
        case "list":
            found = {shape.cls: _each(shape.parts[0], loose=loose)}
        case "map":
            found = dict.fromkeys((dict, MappingProxyType), _members(shape, loose=loose))
        case "record":
            found = {shape.cls: _fields(shape, loose=loose)}
        case "free" if shape.cls is Callable:
            found = dict.fromkeys((FunctionType, partial), None)
        case "free":
            pass
    return found


def _tests_of_either(shape: Shape, *, loose: bool) -> Tests:
    """The tests of all options; where two look alike, the story has to tell them apart."""
    found: dict[type, Test | None] = {}
    for option in shape.parts:
        for cls, test in _tests(option, loose=loose).items():
            found[cls] = test if found.get(cls, test) is test else _unusual
    return found


def _each(item: Shape, *, loose: bool) -> Test:
    def each(values: Any) -> bool:
        yes = _right(item, loose=loose)  # only now: types may speak of themselves
        return all(map(yes, values))

    return each


def _members(shape: Shape, *, loose: bool) -> Test:
    keys, items = (_each(part, loose=loose) for part in shape.parts)
    return lambda value: keys(value) and items(value.values())


def _fields(shape: Shape, *, loose: bool) -> Test:
    @cache
    def rows() -> tuple[Callable[[Any], tuple[Any, ...]], tuple[_Row, ...]]:
        looked_at = _looked_at(shape, loose=loose)
        tests = tuple(
            (_tests(field.shape, loose=loose), field.shape, None if loose else field.check)
            for field in looked_at
        )
        return attrgetter(*(field.name for field in looked_at), "__class__"), tests

    def fields(value: Any) -> bool:
        values_of, tests = rows()
        if not tests:
            return True
        for (table, inner, check), item in zip(tests, values_of(value), strict=False):
            test = table.get(type(item), _unusual)  # pyright: ignore[reportUnknownArgumentType]  # of anything
            if test is _unusual:
                if not _told(item, inner, loose=loose):
                    return False
            elif test is not None and not test(item):
                return False
            if check is not None and check(item) is not None:
                return False
        return True

    return fields


def _looked_at(shape: Shape, *, loose: bool) -> tuple[Field, ...]:
    """What takes no part in equality (a refusal's voice) is not part of a value."""
    return tuple(field for field in shape.fields if field.compared or loose)


# -- the whole story


def _story(value: Any, shape: Shape, path: str, *, loose: bool) -> Iterator[Problem]:
    fit = next((option for option in shape.options if _fits(value, option, loose=loose)), None)
    if fit is None:
        yield Problem(path, f"expected {_expected(shape, loose=loose)}, got {_got(value, shape)}")
    elif isinstance(value, type):
        pass
    elif is_record(value):
        yield from _story_of_fields(value, path, loose=loose)
    elif isinstance(value, Mapping):
        keys, items = fit.parts if fit.form == "map" else (_ANYTHING, _ANYTHING)
        for key, item in _items(value):  # pyright: ignore[reportUnknownArgumentType]  # of any
            where = f"{path}[{_key(key)}]" if loose else f"{path}.{_key(key)}"
            yield from _story(key, keys, where, loose=loose)
            yield from _story(item, items, where, loose=loose)
    elif isinstance(value, tuple | frozenset):
        item_shape = fit.parts[0] if fit.form == "list" else _ANYTHING
        for index, item in enumerate(cast("tuple[Any, ...]", value)):
            name = (name_of(item) if loose else "") or index
            yield from _story(item, item_shape, f"{path}[{name}]", loose=loose)
    else:
        yield from _story_of_leaf(value, path)


def _items(members: Mapping[Any, Any]) -> Iterable[tuple[Any, Any]]:
    return members.items()


def _story_of_leaf(value: Any, path: str) -> Iterator[Problem]:
    if isinstance(value, date):
        if not _is_near(value):
            yield Problem(path, f"expected a year from 1900 to 2200, got {value.isoformat()}.")
    elif isinstance(value, str):
        if not _is_text(value):
            yield Problem(path, f"expected a text in Unicode, got {shown(value)}.")
    elif isinstance(value, int) and not _is_number(value):
        yield Problem(path, f"expected a number of at most 300 digits, got {shown(value)}.")


def _story_of_fields(value: Any, path: str, *, loose: bool) -> Iterator[Problem]:
    for field in _looked_at(shape_of(type(value)), loose=loose):
        item, where = getattr(value, field.name), f"{path}.{field.name}"
        problems = tuple(_story(item, field.shape, where, loose=loose))
        yield from problems
        if field.check is not None and not problems and not loose:
            expected = field.check(item)
            if expected is not None:
                yield Problem(where, f"expected {expected}, got {shown(item)}.")


_ANYTHING: Final = shape_of(object)


def _fits(value: Any, option: Shape, *, loose: bool) -> bool:
    if option.form == "words" and not loose:
        return isinstance(value, str) and value in option.words
    if option.cls is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    if option.cls in (int, float):
        return isinstance(value, int | option.cls) and not isinstance(value, bool)
    return isinstance(value, option.cls)


_NAMES: Final[Mapping[Any, str]] = {
    str: "a text",
    int: "a whole number",
    bool: "True or False",
    date: "a datetime.date without a time",
    datetime: "an aware datetime",
    NoneType: "None",
    float: "a number",
    tuple: "a tuple",
}


def _expected(shape: Shape, *, loose: bool) -> str:
    return " or ".join(_expected_one(option, loose=loose) for option in shape.options)


def _expected_one(option: Shape, *, loose: bool) -> str:
    if option.form == "words" and not loose:
        return "one of " + ", ".join(repr(word) for word in option.words)
    if option.cls in _NAMES:
        return _NAMES[option.cls]
    name = getattr(option.cls, "__name__", str(option.hint))
    return name if option.hint is option.cls else f"a {name}".lower()


def _got(value: Any, shape: Shape) -> str:
    if isinstance(value, str) and any(option.cls is tuple for option in shape.options):
        return f"the text {shown(value)}. A tuple of one has a comma: ({shown(value)},)."
    return f"{shown(value)}."


def _key(key: object) -> str:
    text = str(key)
    return text if len(text) <= _LONGEST_KEY else f"{text[:_LONGEST_KEY]}…"


_LONGEST_KEY: Final = 100


def name_of(item: object) -> str:
    """What an item goes by in a path, if it has a name."""
    for attribute in ("id", "kind", "trigger"):
        name = getattr(item, attribute, None)
        if isinstance(name, str) and name:
            return _key(name)
    return ""
