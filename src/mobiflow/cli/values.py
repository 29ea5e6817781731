"""The values of an action: what they are, and from ``--set key=value`` to what JSON would have."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

from attrs import frozen

from mobiflow.cli.files import read_bytes
from mobiflow.cli.outcome import Wrong
from mobiflow.cli.output.words import kebab
from mobiflow.errors import UnknownName
from mobiflow.i18n import N_
from mobiflow.model import Ref, Stay
from mobiflow.model.introspection import Shape, shape_of
from mobiflow.verdict import Refusal

__all__ = ["Given", "Value", "given_values", "parts_of", "values_of"]

_YES: Final = ("yes", "true", "oui")
_NO: Final = ("no", "false", "non")


_SHOWN: Final[Mapping[type[Any], tuple[str, ...]]] = {
    Refusal: ("guard", "code", "subject", "params"),
    Stay: ("period",),
}
"""The values that tell which one it is, or that somebody new may bring; the others are not."""


@frozen
class Value:
    """A value of an action: its path (``learner.born``), what it is, and whether it is needed."""

    path: str
    shape: Shape
    required: bool


def values_of(shape: Shape, path: str = "", *, required: bool = True) -> Iterator[Value]:
    """The values of an action, those of what it is made of by their paths."""
    shown = _SHOWN.get(shape.cls)
    for field in shape.fields:
        if field.metadata.get("state") or (shown and field.name not in shown):
            continue
        name, needed = f"{path}{field.name}", required and field.required
        inner = parts_of(field.shape)
        if inner is None:
            yield Value(name, field.shape, needed)
        else:
            yield from values_of(inner, f"{name}.", required=needed)


def parts_of(shape: Shape) -> Shape | None:
    """The record a value is, if it is one (an optional one too) with parts of its own."""
    found = shape.record
    return None if found is None or found.cls is Ref else found


@frozen
class Given:
    """What the options of a command say about a trigger or an action."""

    subjects: Mapping[str, str]
    reason: str | None
    force_majeure: bool | None
    on: date | None
    pairs: tuple[str, ...]
    document: str | None

    @property
    def options(self) -> Mapping[str, Any]:
        """What was given by options of its own, not by ``--set``."""
        own = {"reason": self.reason, "force_majeure": self.force_majeure, "on": self.on}
        said = {name: value for name, value in own.items() if value is not None}
        return {**self.subjects, **said}


def given_values(action_type: type[Any], given: Given) -> dict[str, Any]:
    """The values of an action: those of a JSON document, then each ``--set``, then the options.

    Raises:
        Wrong: when something cannot be read, or is asked for by no field.
        UnknownName: when a key stands for no value of the action.
    """
    shape = shape_of(action_type)
    known = {value.path: value for value in values_of(shape)}
    tree = _document(given.document) if given.document is not None else {}
    texts: dict[str, list[str]] = {}
    for pair in given.pairs:
        key, sign, text = pair.partition("=")
        if not sign:
            raise Wrong(N_("“{pair}” has no value. Write --set key=value."), pair=pair)
        path = _path(action_type, known, key.strip().replace("-", "_"))
        texts.setdefault(path, []).append(text)
    for path, parts in texts.items():
        _put(tree, path, _value(path, _at(shape, path), parts))
    for name, value in given.options.items():
        _put(tree, _place(action_type, known, name), _plain(value))
    return tree


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _document(text: str) -> dict[str, Any]:
    """A JSON object, given as text, as ``@file`` or as ``@-`` for the standard input."""
    if text == "@-":
        text = sys.stdin.read()
    elif text.startswith("@"):
        text = read_bytes(Path(text[1:])).decode("utf-8", "replace")
    try:
        values: object = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        problem = getattr(error, "msg", "nested too deeply")
        raise Wrong(
            N_("The values are not JSON: {problem}. Write an object, like {example}."),
            problem=problem,
            example='{"kind": "cv"}',
        ) from None
    if not isinstance(values, dict):
        raise Wrong(
            N_("The values must be one JSON object, like {example}."), example='{"kind": "cv"}'
        )
    return cast("dict[str, Any]", values)


def _put(tree: dict[str, Any], path: str, value: object) -> None:
    *above, last = path.split(".")
    for step in above:
        inner = tree.setdefault(step, {})
        if not isinstance(inner, dict):
            raise Wrong(N_("“{path}” is given twice, in different ways."), path=path)
        tree = cast("dict[str, Any]", inner)
    tree[last] = value


# -- which value is meant


def _path(action_type: type[Any], known: Mapping[str, Value], key: str) -> str:
    """The path of a key: the key itself, or the one place in which it is the last part."""
    if key in known or _at(shape_of(action_type), key) is not None:
        return key
    places = [path for path in known if path.endswith(f".{key}")]
    if len(places) == 1:
        return places[0]
    name = kebab(action_type.__name__)
    raise UnknownName(f"value of {name}", key, places or known)


def _at(shape: Shape, path: str) -> Shape | None:
    """What is at a path, ``None`` when nothing can be there."""
    for step in path.split("."):
        if shape.only.form == "map":
            shape = shape.only.parts[1]
            continue
        inner = parts_of(shape)
        found = [field.shape for field in inner.fields if field.name == step] if inner else []
        if not found:
            return None
        shape = found[0]
    return shape


_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "learner": ("learner", "owner", "subject"),
    "company": ("company", "of", "owner", "subject"),
    "incident": ("incident", "id"),
}
"""Which value of an action the option ``--learner`` gives, and the like: the first there is."""


def _place(action_type: type[Any], known: Mapping[str, Value], option: str) -> str:
    shapes = {field.name: field.shape for field in shape_of(action_type).fields}
    for name in _PLACES.get(option, (option,)):
        if name in shapes:
            return f"{name}.id" if parts_of(shapes[name]) is not None else name
    raise Wrong(
        N_("“{action}” has no use for --{option}. What it asks for: {known}."),
        action=kebab(action_type.__name__),
        option=option.replace("_", "-"),
        known=", ".join(known),
    )


# -- what a text stands for


def _value(path: str, shape: Shape | None, texts: list[str]) -> object:
    options = shape.options if shape is not None else ()
    parts = parts_of(shape) if shape is not None else None
    items = next((option.parts[0] for option in options if option.form == "list"), None)
    if texts == [""] and shape is not None and shape.optional:
        return None
    if len(texts) == 1 and texts[0][:1] in ("[", "{") and (items or parts):
        return _json(path, texts[0])
    if items is not None and (len(texts) > 1 or not _is(options, str)):
        found = texts[0].split(",") if len(texts) == 1 else texts
        return [_single(items.options, text.strip()) for text in found]
    if len(texts) > 1:
        raise Wrong(N_("“{path}” is given twice, in different ways."), path=path)
    if parts is not None:
        below = ", ".join(f"{path}.{value.path}" for value in values_of(parts))
        message = N_("“{path}” has several parts. Give them one by one: {parts}.")
        raise Wrong(message, path=path, parts=below)
    return _single(options, texts[0])


def _single(options: tuple[Shape, ...], text: str) -> object:
    """A number or a yes, where one is asked for; whatever else is checked later, as a text."""
    if _is(options, int) and text.strip().lstrip("+-").isdecimal():
        return int(text)
    if _is(options, bool) and text.lower() in (*_YES, *_NO):
        return text.lower() in _YES
    return text


def _is(options: tuple[Shape, ...], leaf: type[object]) -> bool:
    return any(option.form == "leaf" and option.cls is leaf for option in options)


def _json(path: str, text: str) -> object:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        message = N_("The value of “{path}” is not JSON, though it begins like it.")
        raise Wrong(message, path=path) from None
