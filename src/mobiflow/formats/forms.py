"""How every value of a definition is written in a file: read, written and described in one place.

The shape is that of the classes in :mod:`mobiflow.definition`; what differs is in
:mod:`mobiflow.formats.special`. Words of closed lists are only read as texts here: the
checks of a definition know them, and name the nearest one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, time
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeAlias, Union, cast, get_args, get_origin, get_type_hints

import attrs
from attrs import NOTHING

from mobiflow._record import record
from mobiflow.errors import InvalidValue, Problem
from mobiflow.formats.converter import assembler
from mobiflow.formats.docstrings import described
from mobiflow.formats.leaves import (
    LEAVES,
    MAX_WRONG,
    Hook,
    is_list,
    is_object,
    step,
    text,
    unreadable,
    wrong,
)
from mobiflow.formats.toml import Toml
from mobiflow.model.introspection import fields_of

__all__ = ["Form", "Forms", "Schema", "every", "form_of_record", "list_of", "table_of", "values"]

Schema: TypeAlias = Mapping[str, Any]
"""A part of a JSON Schema."""

MAX_TEXT: Final = 4000
"""The longest text that is read."""

MAX_ITEMS: Final = 1000
"""The longest list that is read."""

_NOT_WRITTEN: Final = frozenset({"source", "facts", "removed"})
"""Whose a piece is and what was removed is found out; classes of facts are code."""


@record
class Form:
    """One kind of value: what reads it, what writes it, and what JSON Schema says of it.

    ``parts`` are the definitions that the schema refers to.
    """

    read: Hook
    write: Callable[[Any], Toml]
    schema: Schema
    parts: Mapping[str, Schema] = attrs.field(factory=dict[str, Any])


Forms: TypeAlias = Callable[[object], Form]
"""The form of a type."""


def every(forms: Forms) -> Forms:
    """The form of any type a definition is made of; ``forms`` tells it of the types inside."""

    def form(hint: object) -> Form:
        origin, arguments = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType) and NoneType in arguments:
            (inner,) = (option for option in arguments if option is not NoneType)
            found = forms(inner)  # nothing stands for nothing: it is left out
        elif origin is Literal:
            found = Form(_short, _as_it_is, {"enum": [*arguments]})
        elif origin is tuple:
            found = list_of(forms(arguments[0]))
        elif origin is frozenset:
            found = list_of(forms(arguments[0]), frozenset, unique=True)
        elif origin is Mapping:
            found = table_of(forms(arguments[1]), forms(arguments[0]).schema)
        elif isinstance(hint, type) and attrs.has(hint):
            found = form_of_record(hint, forms)
        else:
            found = _PLAIN[hint]
        return found

    return form


# -- simple values


def _short(value: object) -> str:
    found = text(value)
    if len(found) > MAX_TEXT:
        raise wrong(f"a text of at most {MAX_TEXT} characters", value)
    return found


def _as_it_is(value: Any) -> Any:  # noqa: ANN401  # any simple value
    return value


def values() -> Form:
    """A table of texts, numbers, dates, or lists of such: what a guard may be given."""
    return table_of(Form(_anything, _anything_written, {}), {})


def _anything(value: object) -> object:
    if is_list(value):
        return tuple(_each(value, _simple))
    return _simple(value)


def _simple(value: object) -> object:
    if is_object(value) or is_list(value):
        raise wrong("a text, a number, a date, true or false", value)
    return _short(value) if isinstance(value, str) else value


def _anything_written(value: Any) -> Any:  # noqa: ANN401  # any simple value
    return [*value] if isinstance(value, tuple) else value


_PLAIN: Final[Mapping[Hashable, Form]] = {
    str: Form(_short, _as_it_is, {"type": "string"}),
    int: Form(LEAVES[int], _as_it_is, {"type": "integer"}),
    float: Form(LEAVES[float], _as_it_is, {"type": "number"}),
    bool: Form(LEAVES[bool], _as_it_is, {"type": "boolean"}),
    date: Form(LEAVES[date], _as_it_is, {"type": "string", "format": "date"}),
    time: Form(LEAVES[time], _as_it_is, {"type": "string", "format": "partial-time"}),
}


# -- lists and tables


def list_of(
    form: Form,
    collect: Callable[[Iterable[object]], object] = tuple,
    *,
    unique: bool = False,
) -> Form:
    """A list of values of one form."""

    def read(value: object) -> object:
        if not is_list(value):
            raise wrong("a list", value)
        if len(value) > MAX_ITEMS:
            raise unreadable([Problem("$", f"more than {MAX_ITEMS} items.")])
        return collect(_each(value, form.read))

    def write(value: Iterable[Any]) -> Toml:
        items = [form.write(item) for item in value]
        return sorted(items, key=str) if unique else items

    schema = {"type": "array", "items": form.schema, **({"uniqueItems": True} if unique else {})}
    return Form(read, write, schema, form.parts)


def _each(items: Iterable[object], read: Hook) -> list[object]:
    return [*_all((_named(item, index), item, read) for index, item in enumerate(items)).values()]


def _named(item: object, index: int) -> str:
    """What an item of a list goes by in a path: its name, as in the checks of definitions."""
    if is_object(item):
        for key in ("id", "kind", "trigger", "guard", "standard"):
            name = item.get(key)
            if isinstance(name, str) and step(name).startswith("."):
                return f"[{name}]"
    return f"[{index}]"


def table_of(form: Form, keys: Schema) -> Form:
    """A table with keys of one's own."""

    def read(value: object) -> object:
        if not is_object(value):
            raise wrong("a table", value)
        found = _all((step(key), (key, item), _item) for key, item in value.items())
        return dict(found.values())

    def _item(pair: object) -> Any:  # noqa: ANN401  # a key and what its form reads
        key, item = cast("tuple[str, object]", pair)
        return _short(key), form.read(item)

    def write(value: Mapping[str, Any]) -> Toml:
        return {key: form.write(item) for key, item in value.items()}

    names = {"propertyNames": {"enum": keys["enum"]}} if "enum" in keys else {}
    schema = {"type": "object", "additionalProperties": form.schema, **names}
    return Form(read, write, schema, form.parts)


def _all(parts: Iterable[tuple[str, object, Hook]]) -> dict[int, Any]:
    """Every part, or everything that is wrong with them."""
    found: dict[int, Any] = {}
    problems: list[Problem] = []
    for index, (where, value, read) in enumerate(parts):
        try:
            found[index] = read(value)
        except InvalidValue as error:
            problems += _under(f"${where}", error)
            if len(problems) >= MAX_WRONG:
                problems.append(Problem("$", "too much is wrong here to look at the rest."))
                break
    if problems:
        raise unreadable(problems)
    return found


def _under(path: str, error: InvalidValue) -> Iterator[Problem]:
    for problem in error.problems:
        yield Problem(path + problem.path.removeprefix("$"), problem.message)


# -- classes


def form_of_record(cls: type[Any], forms: Forms) -> Form:
    """A table with the fields of a class; what has its default is not written."""
    hints = get_type_hints(cls)
    fields = [a for a in attrs.fields(cls) if a.name not in _NOT_WRITTEN]
    inside = {a.name: forms(hints[a.name]) for a in fields}
    assemble = assembler(cls, {name: form.read for name, form in inside.items()})

    def read(value: object) -> object:
        if not is_object(value):
            raise wrong("a table", value)
        return assemble(value)

    def write(value: object) -> Toml:
        return {
            a.name: inside[a.name].write(item)
            for a, item in fields_of(value)
            if a.name in inside and not _is_default(a, item)
        }

    parts = {name: part for form in inside.values() for name, part in form.parts.items()}
    parts[cls.__name__] = _schema(cls, fields, inside)
    return Form(read, write, {"$ref": f"#/definitions/{cls.__name__}"}, parts)


def _is_default(attribute: attrs.Attribute[Any], value: object) -> bool:
    default: Any = attribute.default
    if default is NOTHING:
        return False
    return bool(value == (default.factory() if hasattr(default, "factory") else default))


def _schema(
    cls: type[Any], fields: Iterable[attrs.Attribute[Any]], inside: Mapping[str, Form]
) -> Schema:
    summary, about = described(cls)
    return {
        "title": cls.__name__,
        "description": summary,
        "type": "object",
        "properties": {a.name: _property(a, inside[a.name], about.get(a.name, "")) for a in fields},
        "required": [a.name for a in fields if a.default is NOTHING],
        "additionalProperties": False,
    }


def _property(attribute: attrs.Attribute[Any], form: Form, about: str) -> Schema:
    """What a field says of itself, beside its form."""
    beside: dict[str, Any] = {"description": about} if about else {}
    if isinstance(attribute.default, bool | str) and attribute.default:
        beside["default"] = attribute.default
    if not beside:
        return form.schema
    # Beside a reference nothing else counts, for older readers.
    return {**beside, **({"allOf": [form.schema]} if "$ref" in form.schema else form.schema)}
