"""Anything public as JSON values, for output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from types import NoneType
from typing import Any, Final, cast

import attrs

from mobiflow._runtime.agenda import Plan
from mobiflow.actions._spec import spec_of
from mobiflow.model.introspection import Shape, fields_of, is_record, shape_of
from mobiflow.text import Explanation
from mobiflow.verdict import Ask, Refusal, Remedy

__all__ = ["plain"]


def plain(value: object) -> Any:  # noqa: ANN401  # JSON has no better type
    """A value in JSON's terms: every field there is, personal ones included; dates ISO 8601.

    Raises:
        TypeError: when a value has no JSON form (a function, say).

    >>> from mobiflow import Ref, Refusal
    >>> plain(Refusal("document-missing", Ref("learner", "l-1"), {"document": "cv"}))["subject"]
    {'kind': 'learner', 'id': 'l-1', 'owner': ''}
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        members = cast("Mapping[object, object]", value)
        return {str(name): plain(item) for name, item in members.items()}
    if isinstance(value, tuple | list | frozenset):
        items = [plain(item) for item in cast("Iterable[object]", value)]
        return sorted(items) if isinstance(value, frozenset) else items
    if is_record(value):
        return _fields(value)
    raise TypeError(f"A {type(value).__name__} has no JSON form.")


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401  # any attrs class
    if isinstance(value, Remedy):
        action = spec_of(value.action_type).name
        return {"action": action, "known": plain(value.known), "ask": plain(value.ask)}
    names = [a.name for a, _ in fields_of(value) if a.name != "voice"]
    if isinstance(value, Refusal):
        return {name: plain(getattr(value, name)) for name in _OF_A_REFUSAL}
    if isinstance(value, Ask):
        value = attrs.evolve(value, type=_type_name(shape_of(value.type)))
    elif isinstance(value, Explanation):
        names.insert(0, "allowed")
    elif isinstance(value, Plan):
        names.insert(0, "complete")
    return {name: plain(getattr(value, name)) for name in names}


_OF_A_REFUSAL: Final = (
    "code",
    "subject",
    "params",
    "guard",
    "who",
    "due",
    "asked_by",
    "basis",
    "notes",
    "excusable_by",
    "remedy",
)


def _type_name(shape: Shape) -> str:
    """What an answer has to be, in JSON Schema's words or ours: ``string``, ``Unit[]``."""
    if shape.form == "either":
        return " | ".join(_type_name(option) for option in shape.options)
    if shape.form == "list":
        return f"{_type_name(shape.parts[0])}[]"
    return _NAMES.get(shape.cls) or str(getattr(shape.hint, "__name__", shape.hint))


_NAMES: Final[Mapping[Any, str]] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    NoneType: "null",
}
