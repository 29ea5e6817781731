"""From ``--set key=value`` to the values of an action, as JSON would have them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import NoneType
from typing import Any, Final, Literal, cast, get_args, get_origin, get_type_hints

from attrs import frozen

from mobiflow.cli.files import read_bytes
from mobiflow.cli.named import Value, parts_of, values_of
from mobiflow.cli.outcome import Wrong
from mobiflow.cli.output.words import kebab
from mobiflow.errors import UnknownName
from mobiflow.i18n import N_

__all__ = ["Given", "given_values"]

_YES: Final = ("yes", "true", "oui")
_NO: Final = ("no", "false", "non")


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
    known = {value.path: value for value in values_of(action_type)}
    tree = _document(given.document) if given.document is not None else {}
    texts: dict[str, list[str]] = {}
    for pair in given.pairs:
        key, sign, text = pair.partition("=")
        if not sign:
            raise Wrong(N_("“{pair}” has no value. Write --set key=value."), pair=pair)
        path = _path(action_type, known, key.strip().replace("-", "_"))
        texts.setdefault(path, []).append(text)
    for path, parts in texts.items():
        _put(tree, path, _value(path, _hint(action_type, path), parts))
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
    if key in known or _hint(action_type, key) is not None:
        return key
    places = [path for path in known if path.endswith(f".{key}")]
    if len(places) == 1:
        return places[0]
    name = kebab(action_type.__name__)
    raise UnknownName(f"value of {name}", key, places or known)


def _hint(action_type: type[Any], path: str) -> object:
    """The type of what is at a path, ``None`` when nothing can be there."""
    hint: object = action_type
    for step in path.split("."):
        if get_origin(hint) is not None and issubclass(get_origin(hint) or object, Mapping):
            hint = get_args(hint)[1]
            continue
        inner = parts_of(hint)
        hint = get_type_hints(inner).get(step) if inner is not None else None
        if hint is None:
            return None
    return hint


_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "learner": ("learner", "owner", "subject"),
    "company": ("company", "of", "owner", "subject"),
    "incident": ("incident", "id"),
}
"""Which value of an action the option ``--learner`` gives, and the like: the first there is."""


def _place(action_type: type[Any], known: Mapping[str, Value], option: str) -> str:
    hints = get_type_hints(action_type)
    for name in _PLACES.get(option, (option,)):
        if name in hints:
            return f"{name}.id" if parts_of(hints[name]) is not None else name
    raise Wrong(
        N_("“{action}” has no use for --{option}. What it asks for: {known}."),
        action=kebab(action_type.__name__),
        option=option.replace("_", "-"),
        known=", ".join(known),
    )


# -- what a text stands for


def _value(path: str, hint: object, texts: list[str]) -> object:
    options = tuple(_options(hint))
    listed = next((option for option in options if get_origin(option) is tuple), None)
    if texts == [""] and NoneType in options:
        return None
    if len(texts) == 1 and texts[0][:1] in ("[", "{") and (listed or parts_of(hint)):
        return _json(path, texts[0])
    if listed is not None and (len(texts) > 1 or str not in options):
        parts = texts[0].split(",") if len(texts) == 1 else texts
        return [_single(get_args(listed)[:1], part.strip()) for part in parts]
    if len(texts) > 1:
        raise Wrong(N_("“{path}” is given twice, in different ways."), path=path)
    if parts_of(hint) is not None:
        below = ", ".join(f"{path}.{value.path}" for value in values_of(parts_of(hint) or object))
        message = N_("“{path}” has several parts. Give them one by one: {parts}.")
        raise Wrong(message, path=path, parts=below)
    return _single(options, texts[0])


def _options(hint: object) -> Iterator[object]:
    if get_origin(hint) in (None, tuple, Literal) or not get_args(hint):
        yield hint
    else:
        yield from get_args(hint)


def _single(options: tuple[object, ...], text: str) -> object:
    """A number or a yes, where one is asked for; whatever else is checked later, as a text."""
    if int in options and text.strip().lstrip("+-").isdecimal():
        return int(text)
    if bool in options and text.lower() in (*_YES, *_NO):
        return text.lower() in _YES
    return text


def _json(path: str, text: str) -> object:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        message = N_("The value of “{path}” is not JSON, though it begins like it.")
        raise Wrong(message, path=path) from None
