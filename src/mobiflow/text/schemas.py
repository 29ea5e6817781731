"""The JSON Schema of answers, made from the shapes that type checkers see."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints, is_typeddict

from mobiflow.model.introspection import Plain
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


def _of(shape: Any) -> dict[str, Plain]:  # noqa: ANN401  # a TypedDict
    hints = get_type_hints(shape)
    properties: dict[str, Plain] = {name: _value(name, hint) for name, hint in hints.items()}
    return {
        "description": (inspect.getdoc(shape) or "").partition("\n\n")[0].replace("``", ""),
        "type": "object",
        "properties": properties,
        "required": [*hints],
    }


def _value(name: str, hint: Any) -> dict[str, Plain]:  # noqa: ANN401  # an annotation
    origin, arguments = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if origin in (Union, UnionType):
        return {"anyOf": [_value(name, option) for option in arguments]}
    if origin is list:
        return {"type": "array", "items": _value(name, arguments[0])}
    if origin is dict:
        return {"type": "object"}
    days: dict[str, Plain] = {"format": "date"} if hint is str and name in _DAYS else {}
    return {"type": _PLAIN[hint], **days}
