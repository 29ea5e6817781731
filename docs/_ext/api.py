"""The public names as the reference tells them: heading, signature, docstring, members."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from inspect import getdoc
from json import dumps
from typing import Final

from docs._ext.docstrings import markdown
from docs._ext.signatures import (
    WIDTH,
    annotated,
    arguments_of,
    broken,
    fields_of,
    laid_out,
    returned,
)
from docs._ext.sources import Definition, Function, definition, words

Link = Callable[[str], str]

BEHIND: Final = frozenset({"Blueprint", "Flow"})
"""Classes that only the library makes: how, is nobody's business."""


def grouped(name: str, order: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The public names of a room by the module that defines them, modules in the order given."""
    public: list[str] = import_module(name).__all__
    groups: dict[str, list[str]] = {f"{name}.{short}": [] for short in order}
    for each in public:
        groups.setdefault(definition(name, each).module, []).append(each)
    for module, found in groups.items():
        assert found, f"{name} has nothing of {module}: correct the mark in the page"
        yield module, sorted(found, key=lambda each: definition(name, each).place)


def room(link: Link, name: str, *order: str) -> Iterator[str]:
    """Everything public in a room, with a heading for each module."""
    groups = [*grouped(name, order)]
    for module, found in groups:
        if len(groups) > 1:
            yield f"## {heading(module)}\n"
        yield from names(link, name, *found)


def heading(module: str) -> str:
    """The first sentence of a module's docstring."""
    text = getdoc(import_module(module)) or module
    return re.split(r"[.:;](?:\s|$)", text)[0].replace("*", "").replace("``", "`")


def names(link: Link, name: str, *wanted: str) -> Iterator[str]:
    """Some public names of a room, in the order given."""
    for found in wanted:
        yield from documented(link, found, definition(name, found))


def hook(link: Link, name: str) -> Iterator[str]:
    """What a hook is told and answers, below a heading of the page's own."""
    _, *lines = documented(link, name, definition("mobiflow.hookspecs", name))
    return iter(lines)


def documented(link: Link, name: str, home: Definition) -> Iterator[str]:
    """One public name."""
    yield f"### `{name}`\n"
    match home.node:
        case ast.ClassDef() as node:
            yield from _class(link, name, home, node)
        case ast.FunctionDef() | ast.AsyncFunctionDef() as node:
            yield _code(_call(home.module, node, name=name, bound=False))
            yield markdown(home.docstring, link) + "\n"
        case _:
            yield from _constant(link, name, home)


def _constant(link: Link, name: str, home: Definition) -> Iterator[str]:
    """A type by another name, with what it stands for; of a value only what it is for."""
    match home.node:
        case ast.AnnAssign(annotation=ast.Name("TypeAlias"), value=value):
            yield _code(broken(f"{name} = {words(home.module, value)}", "    "))
        case ast.Assign(value=ast.Subscript(value=ast.Name("Literal"), slice=ast.Tuple(known))):
            listed = [words(home.module, word) for word in known]
            line = f"{name} = Literal[{', '.join(map(dumps, listed))}]"
            yield _code(line if len(line) <= WIDTH else _in_lines(name, listed))
    if home.docstring:
        yield markdown(home.docstring, link) + "\n"


def _in_lines(name: str, listed: Iterable[str]) -> str:
    return "\n".join((f"{name} = Literal[", *(f'    "{word}",' for word in listed), "]"))


def _class(link: Link, name: str, home: Definition, node: ast.ClassDef) -> Iterator[str]:
    module = home.module
    fields = fields_of(module, name)
    family = [node, *_hidden_bases(module, node)]
    functions = [function for each in family for function in _functions(each)]
    begin = next((function for function in functions if function.name == "__init__"), None)
    if name not in BEHIND:
        if fields is not None:
            yield _code(laid_out(name, fields))
        elif begin is not None:
            yield _code(laid_out(name, arguments_of(module, begin, bound=True)))
    if "TypedDict" in _bases(node):
        keys = annotated(module, node).items()
        lines = (f"class {name}(TypedDict):", *(f"    {key}: {kind}" for key, kind in keys))
        yield _code("\n".join(lines))
    bases = [base for each in family for base in _bases(each) if not base.startswith("_")]
    protocol = "Protocol" in bases
    if bases and not {"Protocol", "TypedDict", "Exception"} & {*bases}:
        yield f"Derives from {' and '.join(link(base) for base in bases)}.\n"
    yield markdown(home.docstring, link) + "\n"
    if values := [value for each in family for value in _values(link, name, home, each)]:
        yield "\n".join(("Properties:\n", *values, ""))
    for function in functions:
        text = ast.get_docstring(function)
        told = (text or protocol) and not function.name.startswith("_")
        if told and not _is_property(function) and not _is_inner(link, module, function):
            yield f"#### `{name}.{function.name}`\n"
            yield _code(_call(module, function, name=function.name, bound=True))
            yield markdown(text or "", link) + "\n"


def _bases(node: ast.ClassDef) -> list[str]:
    return [base.id for base in node.bases if isinstance(base, ast.Name)]


def _hidden_bases(module: str, node: ast.ClassDef) -> list[ast.ClassDef]:
    """The private classes that a class is made of."""
    hidden = (definition(module, base).node for base in _bases(node) if base.startswith("_"))
    return [base for base in hidden if isinstance(base, ast.ClassDef)]


def _values(link: Link, name: str, home: Definition, node: ast.ClassDef) -> Iterator[str]:
    """What can be read of an object: class variables that say what they are, and properties."""
    for item, after in zip(node.body, [*node.body[1:], None], strict=True):
        match item, after:
            case (
                ast.AnnAssign(target=ast.Name(field)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ) if not field.startswith("_"):
                yield f"- `{name}.{field}`: {_nested(markdown(text, link))}"
            case (ast.FunctionDef(name=field) as function, _) if _is_property(function):
                if not field.startswith("_") and not _is_inner(link, home.module, function):
                    text = markdown(ast.get_docstring(function) or "", link)
                    typed = returned(home.module, function)
                    yield f"- `{name}.{field}: {typed}`" + (
                        f"\\\n  {_nested(text)}" if text else ""
                    )


def _nested(text: str) -> str:
    return text.replace("\n", "\n  ").replace("\n  \n", "\n\n")


def _functions(node: ast.ClassDef) -> Iterator[Function]:
    return (item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef))


def _is_inner(link: Link, module: str, function: Function) -> bool:
    """Whether a function gives something that the reference does not tell of."""
    given = function.returns or ast.Constant(None)
    for name in (node.id for node in ast.walk(given) if isinstance(node, ast.Name)):
        try:
            home = definition(module, name)
        except LookupError:  # not of mobiflow
            continue
        if "._" in home.module and not link(name).startswith("["):
            return True
    return False


def _is_property(function: Function) -> bool:
    return any(
        isinstance(mark, ast.Name) and mark.id in {"property", "cached_property"}
        for mark in function.decorator_list
    )


def _call(module: str, function: Function, *, name: str, bound: bool) -> str:
    static = any(
        isinstance(m, ast.Name) and m.id == "staticmethod" for m in function.decorator_list
    )
    arguments = arguments_of(module, function, bound=bound and not static)
    return laid_out(name, arguments, returned(module, function))


def _code(text: str) -> str:
    return f"```py\n{text}\n```\n"
