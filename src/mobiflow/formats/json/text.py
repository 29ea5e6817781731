"""JSON text: read with distrust, written so that a person can read it."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from attrs import define, field

from mobiflow.errors import InvalidValue, Problem
from mobiflow.formats.leaves import MAX_WRONG, is_list, is_object, items_of, step, unreadable
from mobiflow.model.checks import problems_of

__all__ = ["MAX_BYTES", "decoded", "laid_out", "parsed"]

MAX_BYTES: Final = 64 * 1024 * 1024
"""The largest document that is read."""

_encoded: Final = json.JSONEncoder(ensure_ascii=False).encode


def decoded(data: bytes) -> str:
    """A text in UTF-8 that is not too long.

    Raises:
        InvalidValue: when it is none, or more than a stored mobility could be.
    """
    if not_bytes := tuple(problems_of(data, bytes, "$")):
        raise unreadable(not_bytes)
    if len(data) > MAX_BYTES:
        raise _refused(f"{len(data)} bytes are too many; at most {MAX_BYTES} are read.")
    if not data.strip():
        raise _refused("empty.")
    if data.startswith(BOM_UTF8):
        raise _refused("not JSON: Unexpected UTF-8 BOM in line 1, column 1.")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _refused(f"not UTF-8: {error.reason} at byte {error.start}.") from None


def parsed(*texts: str) -> list[Any]:
    """The values that JSON texts stand for.

    Raises:
        InvalidValue: when one is not JSON.
    """
    seen = _Seen()
    decoder = json.JSONDecoder(object_pairs_hook=seen.collect, parse_constant=_refused_constant)
    try:
        documents = [decoder.decode(text) for text in texts]
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _refused(f"not JSON: {error.msg} in {place}.") from None
    except RecursionError:
        raise _refused("nested too deeply.") from None
    except InvalidValue:
        raise
    except ValueError:  # of int(), which has its own limit
        raise _refused("a number in it has too many digits.") from None
    if seen.repeated:
        raise unreadable(_repetitions(documents[0], seen.repeated[:MAX_WRONG]))
    return documents


@define
class _Seen:
    """The objects in which a key is repeated; it grows while a text is parsed."""

    repeated: list[tuple[object, str]] = field(factory=list[tuple[object, str]])

    def collect(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """An object, as the parser asks for it."""
        found = dict(pairs)
        if len(found) != len(pairs) and len(self.repeated) < MAX_WRONG:
            counted = Counter(name for name, _ in pairs)
            self.repeated += ((found, name) for name, count in counted.items() if count > 1)
        return found


def _refused(message: str) -> InvalidValue:
    return unreadable([Problem("$", message)])


def _refused_constant(name: str) -> None:
    raise _refused(f"not JSON: {name} is not a number there.")


def _repetitions(document: object, repeated: list[tuple[object, str]]) -> Iterator[Problem]:
    """Where keys are repeated; what was itself replaced by a repetition is placed at the top."""
    sought = {id(found) for found, _ in repeated}
    places: dict[int, str] = {}
    for value, path in _everything(document):
        if id(value) in sought:
            places[id(value)] = path
            if len(places) == len(sought):
                break
    for found, name in repeated:
        yield Problem(places.get(id(found), "$") + step(name), "here more than once.")


def _everything(document: object) -> Iterator[tuple[object, str]]:
    """Every value of a document in its order, however deep, with its path."""
    ahead: list[Iterator[tuple[object, str]]] = [iter([(document, "$")])]
    while ahead:
        found = next(ahead[-1], None)
        if found is None:
            ahead.pop()
            continue
        yield found
        value, path = found
        if is_object(value) or is_list(value):
            ahead.append(_inside(value, path))


def _inside(value: dict[str, Any] | list[Any], path: str) -> Iterator[tuple[object, str]]:
    for key, item in items_of(value):
        yield item, path + step(key)


def laid_out(value: object, levels: int, indent: str = "") -> str:
    """JSON with one item per line for so many levels, so that a difference can be read."""
    deeper = indent + " "
    if not levels or not value:
        return _encoded(value)
    if is_object(value):
        opening, closing = "{}"
        lines = [f"{_encoded(k)}: {laid_out(v, levels - 1, deeper)}" for k, v in value.items()]
    elif isinstance(value, list | tuple):
        opening, closing = "[]"
        lines = [laid_out(item, levels - 1, deeper) for item in cast("Iterable[object]", value)]
    else:
        return _encoded(value)
    inside = f",\n{deeper}".join(lines)
    return f"{opening}\n{deeper}{inside}\n{indent}{closing}"
