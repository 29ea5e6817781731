"""Instances from plain values and back, everything wrong at once.

One function makes a converter, with one hook factory per form of type, strict leaves, and nothing
that coerces. It makes two of each sort: a quick one, whose first error ends it, and a detailed one,
which is asked only when the quick one says no, and collects what cattrs collects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from functools import cache
from heapq import nsmallest
from itertools import islice
from typing import Any, Final, TypeVar

import attrs
from cattrs import (
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
)
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_unstructure_fn, override
from cattrs.strategies import configure_tagged_union

from mobiflow.errors import InvalidValue, Problem, nearest
from mobiflow.formats.by_form import FACTORIES, Manner, hook_for
from mobiflow.formats.leaves import (
    LEAVES,
    MAX_PROBLEMS,
    MAX_WRONG,
    Hook,
    is_object,
    step,
    unreadable,
    wrong,
)
from mobiflow.model.introspection import Shape, shape_of

__all__ = ["PLAIN", "read", "written"]

_T = TypeVar("_T")

PLAIN: Final = Manner()
"""JSON values, with nothing particular."""


def read(manner: Manner, cls: type[_T], value: object) -> _T:
    """An instance of a type from a plain value.

    Raises:
        InvalidValue: with every problem and its path.
    """
    try:
        return _read(manner, cls, value, detailed=False)
    except Exception:  # noqa: BLE001, S110  # whatever it is: the detailed converter tells it
        pass
    try:
        return _read(manner, cls, value, detailed=True)
    except (ClassValidationError, IterableValidationError, InvalidValue) as error:
        problems = tuple(islice(_problems(error, "$", manner), MAX_PROBLEMS + 1))
        if len(problems) > MAX_PROBLEMS:
            problems = (*problems[:-1], Problem("$", "And more: correct these first."))
        raise unreadable(problems) from None


def _read(manner: Manner, cls: type[_T], value: object, *, detailed: bool) -> _T:
    found: _T = _hook(manner, shape_of(cls), detailed=detailed)(value, cls)
    return found


@cache
def _hook(manner: Manner, shape: Shape, *, detailed: bool) -> Hook:
    return hook_for(shape, _converter(manner, detailed=detailed), manner)


@cache
def _converter(manner: Manner, *, detailed: bool) -> Converter:
    converter = Converter(detailed_validation=detailed, forbid_extra_keys=True)

    def factory(hint: Any) -> Hook:
        shape = shape_of(hint)
        return FACTORIES[shape.form](shape, converter, manner)

    def special(hint: Any) -> Hook:
        return manner.special[hint](inner, factory(hint))

    def inner(hint: Any) -> Hook:
        return hook_for(shape_of(hint), converter, manner)

    converter.register_structure_hook_factory(lambda hint: hint not in manner.tagged, factory)
    converter.register_structure_hook_factory(manner.special.__contains__, special)
    for leaf, hook in LEAVES.items():  # cattrs has ways of its own for these, which coerce
        converter.register_structure_hook(leaf, special(leaf) if leaf in manner.special else hook)
    for union, tags in manner.tagged.items():
        _tell_apart(converter, union, tags)
    return converter


def _tell_apart(converter: Converter, union: Any, tags: Mapping[type[Any], str]) -> None:
    """Read and write a union of records with the tag ``type``."""
    configure_tagged_union(union, converter, tags.__getitem__, tag_name="type")
    tagged: Hook = converter.get_structure_hook(union)
    expected = "one of " + ", ".join(repr(tag) for tag in tags.values())
    known = frozenset(tags.values())

    def read_tagged(value: Any, hint: Any) -> Any:
        if not is_object(value):
            raise wrong("a table that says its type", value)
        found = value.get("type")
        if not isinstance(found, str) or found not in known:
            raise wrong(expected, found, "$.type")
        return tagged(value, hint)

    converter.register_structure_hook_func(lambda hint: hint == union, read_tagged)


# -- what went wrong


def _problems(error: BaseException, path: str, manner: Manner) -> Iterator[Problem]:
    """Everything in a group of errors, with the paths that the notes of cattrs give."""
    match error:
        case ClassValidationError() | IterableValidationError():
            for part in error.exceptions:
                yield from _problems(part, path + _place(part), manner)
        case InvalidValue():
            yield from _under(path, error)
        case ForbiddenExtraKeysError():
            known = [f.name for f in shape_of(error.cl).fields if f.name not in manner.left_out]
            for key in nsmallest(MAX_WRONG, map(str, error.extra_fields)):
                yield Problem(path + step(key), _unknown(key, known))
        case KeyError():
            yield Problem(path, "missing.")
        case _:
            yield Problem(path, f"cannot be read: {error}.")


def _place(error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return step(note.name)
        if isinstance(note, IterableValidationNote):
            return str(note.index)
    return ""


def _under(path: str, error: InvalidValue) -> Iterator[Problem]:
    for problem in error.problems:
        yield Problem(path + problem.path.removeprefix("$"), problem.message)


def _unknown(key: str, known: list[str]) -> str:
    """What to say of a key that nothing asks for."""
    for near in nearest(key, known):
        return f"unknown; did you mean {near!r}?"
    return f"unknown; what can be here: {', '.join(known)}."


# -- writing


def written(value: object) -> Any:  # JSON has no better type
    """The JSON value of an instance; what is empty or unknown is left out.

    Of classes marked with ``in_full`` everything is written.
    """
    return _writer().unstructure(value)


@cache
def _writer() -> Converter:
    converter = Converter(unstruct_collection_overrides={frozenset: sorted})
    for leaf in (date, datetime, time):
        converter.register_unstructure_hook(leaf, leaf.isoformat)
    converter.register_unstructure_hook_factory(attrs.has, _record_writer)
    return converter


def _record_writer(cls: type[Any], converter: Converter) -> Callable[[Any], dict[str, Any]]:
    told: dict[str, Any] = {}
    for field in shape_of(cls).fields:
        if field.metadata.get("json"):
            told[field.name] = override(unstruct_hook=dict)
        elif not field.required and _is_nothing(field.default):
            told[field.name] = override(omit_if_default=True)
    return make_dict_unstructure_fn(cls, converter, _cattrs_use_linecache=False, **told)


def _is_nothing(default: object) -> bool:
    """Whether a default means "nothing", not a number or a word that might change one day."""
    return default is None or default in ((), "", {}) or attrs.has(type(default))
