"""How every value of a definition is written to a file, and described by a JSON Schema.

The shape is that of the classes in :mod:`mobiflow.definition`; what differs is in
:mod:`mobiflow.formats.toml.special`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Any, Final, TypeAlias

import attrs

from mobiflow._record import record
from mobiflow.formats.toml.docstrings import described
from mobiflow.formats.toml.reading import NOT_WRITTEN
from mobiflow.formats.toml.text import Toml
from mobiflow.model.introspection import Field, Shape, shape_of

__all__ = ["Form", "Forms", "Schema", "list_of", "usual"]

Schema: TypeAlias = Mapping[str, Any]
"""A part of a JSON Schema."""


@record
class Form:
    """One kind of value: what writes it, and what JSON Schema says of it.

    ``parts`` are the definitions that the schema refers to.
    """

    write: Callable[[Any], Toml]
    schema: Schema
    parts: Mapping[str, Schema] = attrs.field(factory=dict[str, Any])


Forms: TypeAlias = Callable[[Any], Form]
"""The form of a type."""


def usual(hint: object, forms: Forms) -> Form:
    """The form of a type that has no form of its own; ``forms`` tells it of the types inside."""
    shape = shape_of(hint)
    parts = [part.hint for part in shape.parts]
    match shape.form:
        case "either":
            return forms(shape.only.hint)  # nothing stands for nothing: it is left out
        case "words":
            return Form(_as_it_is, {"enum": [*shape.words]})
        case "list":
            return list_of(forms(parts[0]), unique=shape.cls is frozenset)
        case "map":
            return _table_of(forms(parts[1]), forms(parts[0]).schema)
        case "record":
            return _form_of_record(shape, forms)
        case _:
            return Form(_as_it_is, _SCHEMAS[shape.cls])


def _as_it_is(value: Any) -> Any:  # noqa: ANN401  # any simple value
    return value


_SCHEMAS: Final[Mapping[Any, Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    time: {"type": "string", "format": "partial-time"},
}


def list_of(form: Form, *, unique: bool = False) -> Form:
    """A list of values of one form."""

    def write(value: Iterable[Any]) -> Toml:
        items = [form.write(item) for item in value]
        return sorted(items, key=str) if unique else items

    schema = {"type": "array", "items": form.schema, **({"uniqueItems": True} if unique else {})}
    return Form(write, schema, form.parts)


def _table_of(form: Form, keys: Schema) -> Form:
    """A table with keys of one's own."""

    def write(value: Mapping[str, Any]) -> Toml:
        return {key: form.write(item) for key, item in value.items()}

    names = {"propertyNames": {"enum": keys["enum"]}} if "enum" in keys else {}
    return Form(write, {"type": "object", "additionalProperties": form.schema, **names}, form.parts)


def _form_of_record(shape: Shape, forms: Forms) -> Form:
    """A table with the fields of a class; what has its default is not written."""
    fields = [field for field in shape.fields if field.name not in NOT_WRITTEN]
    inside = {field.name: forms(field.shape.hint) for field in fields}

    def write(value: object) -> Toml:
        given = ((field, getattr(value, field.name)) for field in fields)
        return {
            field.name: inside[field.name].write(item)
            for field, item in given
            if field.required or item != field.default
        }

    name = shape.cls.__name__
    parts = {key: part for form in inside.values() for key, part in form.parts.items()}
    parts[name] = _schema(shape.cls, fields, inside)
    return Form(write, {"$ref": f"#/definitions/{name}"}, parts)


def _schema(cls: type[Any], fields: Iterable[Field], inside: Mapping[str, Form]) -> Schema:
    summary, about = described(cls)
    return {
        "title": cls.__name__,
        "description": summary,
        "type": "object",
        "properties": {f.name: _property(f, inside[f.name], about.get(f.name, "")) for f in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _property(field: Field, form: Form, about: str) -> Schema:
    """What a field says of itself, beside its form."""
    beside: dict[str, Any] = {"description": about} if about else {}
    if not field.required and isinstance(field.default, bool | str) and field.default:
        beside["default"] = field.default
    if not beside:
        return form.schema
    # Beside a reference nothing else counts, for older readers.
    return {**beside, **({"allOf": [form.schema]} if "$ref" in form.schema else form.schema)}
