"""The only room that knows cattrs: it puts classes together and takes them apart.

How the value of a field is read is decided in :mod:`mobiflow.formats.reading`. None of the
conversions cattrs would make by itself is ever reached, because they coerce.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from functools import cache
from heapq import nsmallest
from typing import Any, Final

import attrs
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError
from cattrs.errors import AttributeValidationNote
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from mobiflow._runtime.journal import Entry, Recorded
from mobiflow.errors import InvalidValue, Problem
from mobiflow.formats.leaves import MAX_WRONG, Hook, is_object, step, unreadable, wrong
from mobiflow.model import Actor, Ref

__all__ = ["assembler", "written"]


def assembler(cls: type[Any], hooks: Mapping[str, Hook]) -> Hook:
    """What makes an instance of a class from an object, given how each field is read.

    A field without a hook cannot be given; it has its default.
    """
    fields: dict[str, Any] = {
        a.name: override(struct_hook=_as_cattrs_calls(hooks[a.name]))
        if a.name in hooks
        else override(omit=True)
        for a in attrs.fields(cls)
    }
    build = make_dict_structure_fn(
        cls,
        _converter(),
        _cattrs_forbid_extra_keys=True,
        _cattrs_detailed_validation=True,
        _cattrs_use_linecache=False,
        **fields,
    )

    def assemble(value: object) -> object:
        if not is_object(value):
            raise wrong("an object", value)
        try:
            return build(value, cls)
        except ClassValidationError as error:
            raise unreadable(_problems(error, [*hooks])) from None

    return assemble


def written(value: object) -> Any:  # noqa: ANN401  # JSON has no better type
    """The JSON value of an instance; of the state, what is empty or unknown is left out.

    Entries of a journal are written in full, so that they are exactly what was hashed.
    """
    return _converter().unstructure(value)


def _as_cattrs_calls(hook: Hook) -> Callable[[object, object], object]:
    def call(value: object, _type: object) -> object:
        return hook(value)

    return call


# -- what went wrong


def _problems(error: ClassValidationError, known: list[str]) -> Iterator[Problem]:
    for part in error.exceptions:
        notes = getattr(part, "__notes__", ())
        names = [note.name for note in notes if isinstance(note, AttributeValidationNote)]
        path = "$" + "".join(step(name) for name in names)
        if isinstance(part, InvalidValue):
            for problem in part.problems:
                yield Problem(path + problem.path.removeprefix("$"), problem.message)
        elif isinstance(part, ForbiddenExtraKeysError):
            for key in nsmallest(MAX_WRONG, part.extra_fields):
                yield Problem(path + step(key), _unknown(key, known))
        elif isinstance(part, KeyError):
            yield Problem(path, "missing.")
        else:
            yield Problem(path, f"cannot be read: {part}.")


def _unknown(key: str, known: list[str]) -> str:
    nearest = get_close_matches(key[:100], known, n=1)
    if nearest:
        return f"unknown; did you mean {nearest[0]!r}?"
    return f"unknown; what can be here: {', '.join(known)}."


# -- writing


@cache
def _converter() -> Converter:
    converter = Converter(unstruct_collection_overrides={frozenset: sorted})
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_unstructure_hook(time, time.isoformat)
    converter.register_unstructure_hook_factory(attrs.has, _disassembler)
    return converter


def _disassembler(cls: type[Any], converter: Converter) -> Callable[[Any], dict[str, Any]]:
    fields: dict[str, Any] = {
        a.name: override(omit_if_default=True)
        for a in attrs.fields(cls)
        if cls not in _IN_FULL and _is_empty(a.default)
    }
    if cls is Recorded:
        fields["values"] = override(unstruct_hook=dict)  # JSON already
    return make_dict_unstructure_fn(cls, converter, _cattrs_use_linecache=False, **fields)


_IN_FULL: Final = (Entry, Actor, Ref)


def _is_empty(default: object) -> bool:
    """Whether a default means "nothing", not a number or a word that might change one day."""
    made = hasattr(default, "factory") or attrs.has(type(default))
    return made or default in (None, (), "")
