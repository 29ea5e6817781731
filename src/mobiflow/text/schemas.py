"""The JSON Schema of answers, made from the shapes that type checkers see."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import NoneType
from typing import Any, Final, is_typeddict

from mobiflow.model.introspection import Plain, Shape, parameters_of
from mobiflow.text.forms import DIALECT
from mobiflow.verdict import shapes

__all__ = ["answers_schema"]

_PLAIN: Final[Mapping[Any, str]] = {str: "string", bool: "boolean", NoneType: "null"}
_DAYS: Final = frozenset({"due"})


def answers_schema() -> dict[str, Plain]:
    """The JSON Schema of everything that ``to_json`` gives, each under its name in ``$defs``.

    Refer to one with ``{"$ref": "#/$defs/ExplanationJson"}``. Later versions may have more
    properties, and never fewer.
    """
    found: dict[str, Plain] = {name: _of(getattr(shapes, name)) for name in shapes.__all__}
    return {"$schema": DIALECT, "title": "Answers of mobiflow", "$defs": found}


def _of(shape: Callable[..., object]) -> dict[str, Plain]:
    """The schema of a shape: an object with all of its keys."""
    keys = parameters_of(shape)
    properties: dict[str, Plain] = {name: _value(name, value) for name, value in keys.items()}
    return {
        "description": (inspect.getdoc(shape) or "").partition("\n\n")[0].replace("``", ""),
        "type": "object",
        "properties": properties,
        "required": [*keys],
    }


def _value(name: str, shape: Shape) -> dict[str, Plain]:
    if is_typeddict(shape.cls):
        return {"$ref": f"#/$defs/{shape.cls.__name__}"}
    if shape.form == "either":
        return {"anyOf": [_value(name, option) for option in shape.options]}
    if shape.form == "list":
        return {"type": "array", "items": _value(name, shape.parts[0])}
    days: dict[str, Plain] = {"format": "date"} if shape.cls is str and name in _DAYS else {}
    return {"type": _PLAIN.get(shape.cls, "object"), **days}
