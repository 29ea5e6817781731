"""Sentences live with what says them: every code is written out, and has its sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

import pytest

from mobiflow import Engine, Guard
from mobiflow.actions._spec import COMMON, spec_of
from mobiflow.i18n import Catalogs

PACKAGE: Final = Path(__file__).parents[1] / "src" / "mobiflow"

UNSAID: Final = {
    "not-permitted": {"action"},
    "nobody-may": {"action", "roles"},
    "company-unknown": {"party"},
    "wrong-state": {"action"},
    "fact-unknown": {"company"},
    "document-missing": {"document"},
    "document-dated-early": {"until", "end"},
    "undecided": {"state"},
    "not-departed": {"state"},
    "still-away": {"state"},
    "outcome-unmarked": {"scale", "mark"},
}
"""The params that tell refusals apart, and that no sentence needs to say."""


@cache
def said() -> Mapping[str, str]:
    """Every sentence of the library: of the road, of actions and of guards."""
    messages = Engine().blueprint("mobility").messages
    guards = {k: v for guard in messages.index.guards.values() for k, v in guard.says.items()}
    return {**guards, **messages.says}


@cache
def modules() -> Mapping[str, ast.Module]:
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "skeleton" not in path.parts
    }


@cache
def makers() -> Mapping[str, int]:
    """What is called with a code, and where among its arguments the code is."""
    found = {"Reason": 0, "Refusal": 0}
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and "Reason" in ast.unparse(node.returns or node):
                names = [argument.arg for argument in node.args.args if argument.arg != "self"]
                if "code" in names:
                    found[node.name] = names.index("code")
    return found


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.expr, ast.FunctionDef | None]]:
    """The calls that make refusals, with their codes and the functions they are in."""
    for inside in ast.walk(tree):
        if isinstance(inside, ast.FunctionDef):
            for node in ast.walk(inside):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    place = makers().get(node.func.id)
                    if place is not None and len(node.args) > place:
                        yield node, node.args[place], inside


def test_every_code_is_written_out() -> None:
    """Or it is handed on by a function that is called with one."""
    found = [
        f"{name}:{call.lineno} {ast.unparse(code)}"
        for name, tree in modules().items()
        for call, code, inside in calls(tree)
        if not (isinstance(code, ast.Constant) and isinstance(code.value, str))
        and not (inside is not None and inside.name in makers() and ast.unparse(code) == "code")
        and ast.unparse(code) not in {"reason.code", "known.code"}
    ]
    assert found == []


def codes() -> set[str]:
    return {
        code.value
        for tree in modules().values()
        for _, code, _ in calls(tree)
        if isinstance(code, ast.Constant) and isinstance(code.value, str)
    }


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert codes() == {code.partition(":")[0] for code in said()}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name} - {"subject"}


def literal(node: ast.expr | None, inside: ast.FunctionDef) -> Iterable[set[str]] | None:
    """The keys that a mapping has, as far as that is written out; there may be several cases."""
    if node is None:
        return [set()]
    if isinstance(node, ast.Dict):
        keys = {str(key.value) for key in node.keys if isinstance(key, ast.Constant)}
        spread = [value for key, value in zip(node.keys, node.values, strict=True) if key is None]
        more = [literal(value, inside) for value in spread]
        if any(found is None for found in more):
            return None
        return [keys.union(*(k for found in more if found for k in found))]
    if isinstance(node, ast.Name):
        given = [
            literal(assigned.value, inside)
            for assigned in ast.walk(inside)
            if isinstance(assigned, ast.Assign | ast.AnnAssign)
            and node.id in {ast.unparse(target) for target in targets(assigned)}
        ]
        if not given or any(found is None for found in given):
            return None
        return [keys for found in given if found for keys in found]
    return None


def targets(assigned: ast.Assign | ast.AnnAssign) -> Iterable[ast.expr]:
    return assigned.targets if isinstance(assigned, ast.Assign) else [assigned.target]


def shown() -> Iterator[tuple[str, str, set[str]]]:
    """Where a reason is made with params that are written out: place, code, params."""
    for name, tree in modules().items():
        for call, code, inside in calls(tree):
            if isinstance(code, ast.Constant) and inside is not None:
                place = 2 if isinstance(call.func, ast.Name) and call.func.id == "Reason" else None
                if place is not None:
                    node = call.args[place] if len(call.args) > place else None
                    for params in literal(node, inside) or ():
                        yield f"{name}:{call.lineno}", str(code.value), params


@pytest.mark.parametrize(("place", "code", "params"), list(shown()))
def test_a_sentence_has_the_fields_that_its_params_have(
    place: str, code: str, params: set[str]
) -> None:
    second = next((p for p in sorted(params) if f"{code}:{p}" in said()), None)
    sentence = said()[f"{code}:{second}" if second else code]
    assert fields(sentence) <= params, place
    assert params - fields(sentence) <= UNSAID.get(code, set()), place


def test_most_params_are_seen_by_this_test() -> None:
    seen = {code for _, code, _ in shown()}
    assert len(codes() - seen) < 15, codes() - seen


@pytest.mark.parametrize("code", sorted(said()))
def test_a_sentence_has_its_french_with_the_same_fields_of_the_same_kinds(code: str) -> None:
    def parts(template: str) -> set[tuple[str | None, str | None]]:
        return {(name, kind) for _, name, kind, _ in Formatter().parse(template) if name}

    french = Catalogs().translate(said()[code], "fr")
    assert french != said()[code]
    assert parts(french) == parts(said()[code])


def test_a_guard_says_what_it_refuses() -> None:
    """As far as actions do not say it already."""
    index = Engine().blueprint("mobility").messages.index
    silent = [guard.id for guard in index.guards.values() if not guard.says]
    assert silent == []


def test_what_several_say_is_said_in_one_place() -> None:
    blueprint = Engine().blueprint("mobility")
    homes: dict[str, list[str]] = {}
    for action_type in blueprint.actions.values():
        for code, text in spec_of(action_type).says.items():
            if code not in COMMON:
                homes.setdefault(code, []).append(text)
    assert [code for code, texts in homes.items() if len(set(texts)) > 1] == []


def test_a_guard_has_a_second_sentence_for_one_more_param() -> None:
    says = {"far": "too far", "far:km": "too far, {km} km"}
    assert Guard("far", 1, lambda *_: (), says=says).says["far:km"] == "too far, {km} km"
