"""TOML text: read with distrust, written so that a person likes to read it.

What a library writes is correct, but turns every nested table into a section of its own; the
definition of a workflow would be more headings than text. So it is laid out here.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any, Final, TypeAlias, cast

from mobiflow.errors import InvalidValue, Problem
from mobiflow.formats.leaves import unreadable

__all__ = ["MAX_BYTES", "Toml", "laid_out", "parsed"]

Toml: TypeAlias = "str | int | float | date | time | list[Toml] | dict[str, Toml]"
"""What TOML can say, as far as a definition needs it."""

MAX_BYTES: Final = 256 * 1024
"""The largest file that is read; the built-in workflow is a sixth of it."""

_MAX_PARTS: Final = 16
_LONG_KEY: Final = re.compile(
    r"""(?<![\w\\"'-]) (?: (?: [\w-]++ | "(?:[^"\\\n]|\\.)*+" | '[^'\n]*+' ) [ \t]*+ \. [ \t]*+ )"""
    f"{{{_MAX_PARTS}}}",
    re.VERBOSE | re.ASCII,
)
"""Keys of very many parts, which the parser takes ages for."""

_PLACE: Final = re.compile(r" \(at (line \d+, column \d+|end of document)\)$")


def parsed(source: str | bytes) -> dict[str, Any]:
    """The tables a TOML text stands for.

    Raises:
        InvalidValue: when it is not TOML, or more than a workflow could be.
    """
    try:
        text = _sensible(source)
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise _refused(f"not UTF-8: {error.reason} at byte {error.start}.") from None
    except tomllib.TOMLDecodeError as error:
        raise _misspelt(str(error)) from None
    except RecursionError:
        raise _refused("nested too deeply.") from None
    except InvalidValue:
        raise
    except ValueError:  # of int(), which has its own limit
        raise _refused("a number in it has too many digits.") from None


def _sensible(source: str | bytes) -> str:
    if len(source) > MAX_BYTES:
        raise _refused(f"{len(source)} bytes are too many; at most {MAX_BYTES} are read.")
    text = source.decode() if isinstance(source, bytes) else source
    if not text.strip():
        raise _refused("empty.")
    long = _LONG_KEY.search(text)
    if long is not None:
        line = text.count("\n", 0, long.start()) + 1
        message = f"a key of more than {_MAX_PARTS} parts; no workflow is nested that deeply."
        raise unreadable([Problem(f"line {line}", message)])
    return text


def _refused(message: str) -> InvalidValue:
    return unreadable([Problem("$", message)])


def _misspelt(message: str) -> InvalidValue:
    """What the parser says, with its place in front."""
    found = _PLACE.search(message)
    place = found[1] if found else "$"
    reason = message[: found.start()] if found else message
    return unreadable([Problem(place, f"not TOML: {reason}.")])


# -- writing

_WIDTH: Final = 92
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_WORDS: Final = re.compile(r"(?<=\S )(?=\S)")
"""Where a text may be broken: behind a single space."""


def laid_out(document: Mapping[str, Toml]) -> str:
    """A TOML document with short tables in one line, and long texts wrapped."""
    return "\n".join(_lines(document, ())).lstrip("\n") + "\n"


def _lines(table: Mapping[str, Toml], path: tuple[str, ...]) -> Iterator[str]:
    """First what fits behind a key, then the sections."""
    sections = {name: value for name, value in table.items() if _is_section(name, value)}
    for name, value in table.items():
        if name not in sections:
            yield f"{_key(name)} = {_value(value, len(_key(name)) + 3)}"
    for name, value in sections.items():
        where = (*path, name)
        heading = ".".join(_key(part) for part in where)
        if isinstance(value, dict):
            yield from ("", f"[{heading}]")
            yield from _lines(value, where)
        else:
            for item in cast("Iterable[dict[str, Toml]]", value):
                yield from ("", f"[[{heading}]]")
                yield from _lines(item, where)


def _is_section(name: str, value: Toml) -> bool:
    """Whether a value has headings of its own: tables too long for a line."""
    if isinstance(value, dict):
        return bool(value) and not _fits(value, len(_key(name)) + 3)
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) for item in value)
        and not all(_fits(item, 5) for item in value)
    )


def _fits(value: Toml, column: int) -> bool:
    return column + len(_inline(value)) <= _WIDTH


def _value(value: Toml, column: int) -> str:
    if _fits(value, column):
        return _inline(value)
    if isinstance(value, str) and not value.startswith(" "):
        return _wrapped(value)
    if isinstance(value, list):
        return "".join(["[\n", *(f"    {_inline(item)},\n" for item in value), "]"])
    return _inline(value)


def _wrapped(text: str) -> str:
    """A long text as lines joined by backslashes, which swallow the indentation."""
    lines = [""]
    for word in _WORDS.split(text):
        piece = _escaped(word)
        if lines[-1] and len(lines[-1]) + len(piece) > _WIDTH - 6:
            lines.append("")
        lines[-1] += piece
    return "\n".join(['"""\\', *(f"    {line}\\" for line in lines[:-1]), f'    {lines[-1]}"""'])


def _inline(value: Toml) -> str:
    if isinstance(value, str):
        return f'"{_escaped(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_inline(item) for item in value)}]"
    if isinstance(value, dict):
        items = (f"{_key(name)} = {_inline(item)}" for name, item in value.items())
        return f"{{ {', '.join(items)} }}" if value else "{}"
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else f'"{_escaped(name)}"'


def _escaped(text: str) -> str:
    """The inside of a basic string; JSON has the same escapes, but lets DEL pass."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
