"""Signatures as who calls reads them: types by their names, plain defaults, short lines."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib import import_module
from inspect import Parameter
from textwrap import wrap
from typing import Any, Final, NamedTuple

import attrs

from docs._ext.sources import Function, definition, words

WIDTH: Final = 78
"""The longest line: a code block fits into 80 columns, in a list, too."""

HIDDEN: Final = frozenset({"instance", "voice", "stores"})
"""Fields by which the library reaches what is behind; nobody else fills them in."""


class Argument(NamedTuple):
    """One thing a call takes."""

    name: str
    type: str
    default: str | None = None
    kind: Any = Parameter.POSITIONAL_OR_KEYWORD

    def __str__(self) -> str:
        stars = {Parameter.VAR_POSITIONAL: "*", Parameter.VAR_KEYWORD: "**"}.get(self.kind, "")
        typed = f"{stars}{self.name}: {self.type}" if self.type else f"{stars}{self.name}"
        return typed if self.default is None else f"{typed} = {self.default}"


def laid_out(name: str, arguments: Iterable[Argument], returns: str = "") -> str:
    """A call in short lines."""
    shown = [*_with_marks(arguments)]
    arrow = f" -> {returns}" if returns else ""
    line = f"{name}({', '.join(shown)}){arrow}"
    if len(line) <= WIDTH:
        return line
    lines = [f"{name}(", *(broken(f"    {item},", " " * 8) for item in shown)]
    return "\n".join((*lines, broken(f"){arrow}", "    ")))


def broken(line: str, indent: str) -> str:
    """A line that is too long, in several."""
    start = " " * (len(line) - len(line.lstrip()))
    pieces = wrap(
        line.strip(), WIDTH, initial_indent=start, subsequent_indent=indent, break_on_hyphens=False
    )
    return "\n".join(pieces)


def _with_marks(arguments: Iterable[Argument]) -> Iterator[str]:
    """The arguments with the marks between those by position and those by keyword."""
    before, starred = None, False
    for argument in arguments:
        if before is Parameter.POSITIONAL_ONLY and argument.kind is not before:
            yield "/"
        starred = starred or argument.kind is Parameter.VAR_POSITIONAL
        if argument.kind is Parameter.KEYWORD_ONLY and not starred:
            yield "*"
            starred = True
        before = argument.kind
        yield str(argument)
    if before is Parameter.POSITIONAL_ONLY:
        yield "/"


# -- of functions


def arguments_of(module: str, function: Function, *, bound: bool) -> Iterator[Argument]:
    """What a function takes, as its source says; ``bound`` leaves the first one out."""
    given = function.args
    by_place = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(by_place) - len(given.defaults)) + [*given.defaults]
    for place, (arg, default) in enumerate(zip(by_place, defaults, strict=True)):
        if place or not bound:
            only = place < len(given.posonlyargs)
            kind = Parameter.POSITIONAL_ONLY if only else Parameter.POSITIONAL_OR_KEYWORD
            yield _argument(module, arg, default, kind)
    if given.vararg is not None:
        yield _argument(module, given.vararg, None, Parameter.VAR_POSITIONAL)
    for arg, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        yield _argument(module, arg, default, Parameter.KEYWORD_ONLY)
    if given.kwarg is not None:
        yield from _keywords(module, given.kwarg)


def _argument(module: str, arg: ast.arg, default: ast.expr | None, kind: object) -> Argument:
    value = words(module, default) if default is not None else None
    if isinstance(default, ast.Constant) and isinstance(default.value, str):
        value = json.dumps(default.value)
    if value is not None and value.startswith("_"):
        value = "..."  # what it is, the docstring says
    return Argument(arg.arg, words(module, arg.annotation), value, kind)


def _keywords(module: str, arg: ast.arg) -> Iterator[Argument]:
    """Keywords, one by one where a typed dictionary lists them."""
    match arg.annotation:
        case ast.Subscript(ast.Name("Unpack"), ast.Name(name)):
            home = definition(module, name)
            assert isinstance(home.node, ast.ClassDef)
            for field, annotation in annotated(home.module, home.node).items():
                yield Argument(field, annotation, "...", Parameter.KEYWORD_ONLY)
        case _:
            yield _argument(module, arg, None, Parameter.VAR_KEYWORD)


def returned(module: str, function: Function) -> str:
    return words(module, function.returns)


# -- of classes


def annotated(module: str, node: ast.ClassDef) -> Mapping[str, str]:
    """The fields that a class annotates, with their types as written."""
    return {
        item.target.id: words(module, item.annotation)
        for item in node.body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    }


def fields_of(module: str, name: str) -> list[Argument] | None:
    """What an attrs class is made of; nothing for any other class."""
    home = definition(module, name)
    cls = getattr(import_module(home.module), name)
    if not attrs.has(cls):
        return None
    assert isinstance(home.node, ast.ClassDef)
    written = annotated(home.module, home.node)
    fields = [
        Argument(
            field.alias or field.name,
            written.get(field.name, str(field.type)),
            _default(field.default),
            Parameter.KEYWORD_ONLY if field.kw_only else Parameter.POSITIONAL_OR_KEYWORD,
        )
        for field in attrs.fields(cls)
        if field.init and field.name not in HIDDEN
    ]
    return sorted(fields, key=lambda field: field.kind is Parameter.KEYWORD_ONLY)


def _default(value: object) -> str | None:
    """A default as one would write it; three dots for what only the library has a name for."""
    factory: Any = getattr(value, "factory", None)
    if factory is not None:
        value = None if value.takes_self else factory()  # type: ignore[attr-defined]
    match value:
        case attrs.NOTHING:
            found = None
        case str():
            found = json.dumps(value, ensure_ascii=False)
        case None | bool() | int() | float():
            found = repr(value)
        case date():
            found = f"date({value.year}, {value.month}, {value.day})"
        case dict():
            found = "{}"
        case frozenset() if not value:
            found = "frozenset()"
        case tuple():
            inner = [str(_default(item)) for item in value]
            found = f"({', '.join(inner)}{',' * (len(inner) == 1)})"
        case _:
            found = "..."
    return found
