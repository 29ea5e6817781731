"""Where a public name is defined, and what its source says of it: read, not run."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


class Definition(NamedTuple):
    """A name where it is defined: the module, the statement, and the place in the module."""

    module: str
    node: ast.stmt
    place: int

    @property
    def docstring(self) -> str:
        """The docstring of a class or function, or the text below a constant."""
        if isinstance(self.node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            return ast.get_docstring(self.node) or ""
        body = module_of(self.module).body
        match body[self.place + 1 : self.place + 2]:
            case [ast.Expr(ast.Constant(str(text)))]:
                return text
        return ""


@cache
def text_of(module: str) -> str:
    found = find_spec(module)
    assert found is not None, module
    assert found.origin is not None, module
    return Path(found.origin).read_text("utf-8")


@cache
def module_of(module: str) -> ast.Module:
    return ast.parse(text_of(module))


@cache
def definition(module: str, name: str) -> Definition:
    """Where a name is defined that a module defines or imports."""
    for place, node in enumerate(module_of(module).body):
        if name in _defined(node):
            return Definition(module, node, place)
    for imported in ast.walk(module_of(module)):
        if isinstance(imported, ast.ImportFrom) and (imported.module or "").startswith("mobiflow"):
            for alias in imported.names:
                if (alias.asname or alias.name) == name:
                    return definition(imported.module or "", alias.name)
    raise LookupError(f"{module} has no {name}")


def _defined(node: ast.stmt) -> list[str]:
    match node:
        case ast.ClassDef(name) | ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
            return [name]
        case ast.AnnAssign(ast.Name(name)):
            return [name]
        case ast.Assign(targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
    return []


def words(module: str, node: ast.expr | None) -> str:
    """What the source says there, in one line, without quotes around types."""
    if node is None:
        return ""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    said = " ".join((ast.get_source_segment(text_of(module), node) or "").split())
    return re.sub(r"(?<![\w.\"])_(?=[A-Z]\w*\b)", "", said)  # a type variable
