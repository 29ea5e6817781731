"""What a type is, and what an attrs value is made of: the one place that reads annotations.

:func:`shape_of` describes a type once: a leaf, words of a closed list, a list, a map, a record with
its fields, one of several, or anything else. Whatever walks values by their types looks at that:
the strict edge, reading and writing of files, schemas, the command line, plausible answers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date, datetime, time
from functools import cache
from types import NoneType, UnionType
from typing import (
    Any,
    Final,
    Literal,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from mobiflow._record import evolve, record

__all__ = [
    "Check",
    "Field",
    "Plain",
    "Shape",
    "changed",
    "fields_of",
    "is_record",
    "is_record_type",
    "names_of",
    "parameters_of",
    "plain",
    "shape_of",
]

_T = TypeVar("_T")

Check: TypeAlias = Callable[[Any], str | None]
"""Says what was expected of a value, or ``None`` when it is fine."""

LEAVES: Final = (str, int, float, bool, NoneType, date, datetime, time, bytes)


@record(eq=False)
class Shape:
    """What a type is.

    Attributes:
        hint: the annotation it stands for.
        form: of what sort it is.
        cls: what its values are instances of, as far as that is known.
        words: the words of a closed list.
        parts: of a list its items, of a map its keys and its items, of several the options.
    """

    hint: Any
    form: Literal["leaf", "words", "list", "map", "record", "either", "free"]
    cls: Any = object
    words: tuple[str, ...] = ()
    parts: tuple[Shape, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of a record."""
        return _fields(self.cls)

    @property
    def options(self) -> tuple[Shape, ...]:
        """Everything it may be: itself, unless it is one of several."""
        return self.parts if self.form == "either" else (self,)

    @property
    def optional(self) -> bool:
        """Whether there may be nothing."""
        return any(option.cls is NoneType for option in self.options)

    @property
    def only(self) -> Shape:
        """What it is when there is something, if that is one thing: of ``X | None``, X."""
        rest = [option for option in self.options if option.cls is not NoneType]
        return rest[0] if len(rest) == 1 else self

    @property
    def record(self) -> Shape | None:
        """The record that it is, or may be."""
        return next((option for option in self.options if option.form == "record"), None)


@record(eq=False)
class Field:
    """A field of a record: its type, and what else is declared of it.

    Attributes:
        name: what it is called; ``alias`` is what the constructor calls it.
        given: whether the constructor takes it.
        compared: whether it takes part in equality; what does not is no part of the value.
    """

    name: str
    alias: str
    shape: Shape
    given: bool
    compared: bool
    attribute: attrs.Attribute[Any]

    @property
    def required(self) -> bool:
        """Whether there is no default."""
        return self.attribute.default is attrs.NOTHING

    @property
    def default(self) -> Any:
        """The value that is taken where none is given; ask only where there is one."""
        default: Any = self.attribute.default
        return default.factory() if hasattr(default, "factory") else default

    @property
    def metadata(self) -> Mapping[Any, Any]:
        """What :mod:`mobiflow.model.constraints` says of it, and ``label``."""
        return self.attribute.metadata

    @property
    def check(self) -> Check | None:
        """What a value must keep to besides its type."""
        return cast("Check | None", self.attribute.metadata.get("check"))


# -- types


def shape_of(hint: Any) -> Shape:
    """The description of a type, as an annotation gives it."""
    # Annotations that differ only in the order of words or alternatives are equal.
    return _shape(hint, "" if isinstance(hint, type) else repr(hint))


@cache
def _shape(hint: Any, _order: str) -> Shape:
    origin, arguments = get_origin(hint), get_args(hint)
    found: Shape
    if hint is None:
        found = Shape(NoneType, "leaf", NoneType)
    elif hint in LEAVES:
        found = Shape(hint, "leaf", hint)
    elif origin is Literal:
        found = Shape(hint, "words", str, arguments)
    elif origin in (Union, UnionType):
        options = [option for part in arguments for option in shape_of(part).options]
        found = Shape(hint, "either", parts=tuple(dict.fromkeys(options)))
    elif origin in (frozenset, list) or (origin is tuple and arguments[1:] == (...,)):
        found = Shape(hint, "list", origin, parts=(shape_of(arguments[0]),))
    elif origin is Mapping:
        found = Shape(hint, "map", Mapping, parts=tuple(shape_of(part) for part in arguments))
    elif is_record_type(hint):
        found = Shape(hint, "record", hint)
    elif hint is Any:
        found = Shape(hint, "free")
    elif isinstance(hint, type) and not getattr(hint, "_is_protocol", False):
        found = Shape(hint, "free", hint)
    else:
        found = Shape(hint, "free", origin or object)
    return found


def parameters_of(function: Callable[..., object]) -> Mapping[str, Shape]:
    """What the parameters of a function have to be; nothing of those nobody can tell."""
    try:
        hints = get_type_hints(function)
    except Exception:  # noqa: BLE001  # hints that nobody can resolve say nothing
        return {}
    return {name: shape_of(hint) for name, hint in hints.items() if name != "return"}


@cache
def _fields(cls: Any) -> tuple[Field, ...]:
    hints = get_type_hints(cls)
    return tuple(
        Field(
            name=a.name,
            alias=a.alias or a.name,
            shape=shape_of(Any if a.metadata.get("json") else hints[a.name]),
            given=a.init,
            compared=bool(a.eq),
            attribute=a,
        )
        for a in attrs.fields(cls)
    )


def is_record_type(hint: object) -> bool:
    """Whether a type is an attrs class."""
    return isinstance(hint, type) and attrs.has(hint)


# -- values


Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"
"""What JSON can say."""


def is_record(value: object) -> bool:
    """Whether a value is an instance of an attrs class."""
    return attrs.has(type(value))


def names_of(value: object) -> tuple[str, ...]:
    """The names of an attrs instance's fields."""
    return tuple(a.name for a in _attributes(cast("Hashable", type(value))))


def fields_of(value: object) -> Iterator[tuple[attrs.Attribute[object], object]]:
    """The fields of an attrs instance with their values."""
    for attribute in _attributes(cast("Hashable", type(value))):
        yield attribute, getattr(value, attribute.name)


@cache
def _attributes(cls: Any) -> tuple[attrs.Attribute[object], ...]:
    return tuple(attrs.fields(cls)) if attrs.has(cls) else ()


def changed(value: _T, fields: Mapping[str, object]) -> _T:
    """The same attrs instance with some values changed, by field name."""
    record: Any = value
    found: _T = evolve(record, **fields)
    return found


def plain(
    value: object,
    wanted: Callable[[attrs.Attribute[object]], bool],
    special: Callable[[object], object] | None = None,
) -> Plain:
    """A value in JSON's terms, with the wanted fields of every attrs instance in it.

    ``special`` may replace a value by a simpler one first. Sets are sorted, dates are ISO 8601.
    """
    names: dict[type[object], tuple[str, ...]] = {}

    def walk(value: object) -> Plain:
        if special is not None:
            value = special(value)
        if value is None or isinstance(value, (bool, int, str)):
            return value
        kept = names.get(type(value))
        if kept is None and is_record(value):
            kept = names[type(value)] = tuple(a.name for a, _ in fields_of(value) if wanted(a))
        if kept is not None:
            return {name: walk(getattr(value, name)) for name in kept}
        if isinstance(value, Mapping):
            items = cast("Mapping[object, object]", value).items()
            return {str(name): walk(item) for name, item in items}
        if isinstance(value, frozenset):
            return sorted(map(walk, cast("frozenset[object]", value)), key=str)
        if isinstance(value, tuple | list):
            return [walk(item) for item in cast("tuple[object, ...]", value)]
        return value.isoformat() if isinstance(value, date) else str(value)

    return walk(value)
