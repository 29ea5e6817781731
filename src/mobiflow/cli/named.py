"""What may be named after ``do``: the triggers and the actions of a workflow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from mobiflow import Blueprint
from mobiflow.actions import Fire, Start
from mobiflow.cli.output.words import kebab
from mobiflow.definition import Transition
from mobiflow.errors import UnknownName
from mobiflow.model import Ref, Stay
from mobiflow.verdict import Refusal

__all__ = ["Value", "actions_of", "parts_of", "triggers_of", "unknown", "values_of"]

SUBJECTS: Final[Mapping[str, str]] = {
    "mobility": "",
    "learner": "learner",
    "host-company": "company",
    "incident": "incident",
}
"""The kinds of subject that a trigger can be fired on, and the option that names one."""


_SHOWN: Final[Mapping[type[Any], tuple[str, ...]]] = {
    Refusal: ("guard", "code", "subject", "params"),
    Stay: ("period",),
}
"""The values that tell which one it is, or that somebody new may bring; the others are not."""


@frozen
class Value:
    """A value of an action: its path (``learner.born``), its type, and whether it must be given."""

    path: str
    hint: object
    required: bool


def triggers_of(blueprint: Blueprint) -> Mapping[str, tuple[tuple[str, Transition], ...]]:
    """Every trigger that can be fired by itself, with its transitions and their kind."""
    found: dict[str, tuple[tuple[str, Transition], ...]] = {}
    for lifecycle in blueprint.workflow.lifecycles:
        for transition in lifecycle.transitions:
            if lifecycle.kind in SUBJECTS and not transition.automatic:
                pair = (lifecycle.kind, transition)
                found[transition.trigger] = (*found.get(transition.trigger, ()), pair)
    return found


def actions_of(blueprint: Blueprint) -> Mapping[str, type[Any]]:
    """Every action by its name on the command line."""
    types = sorted(blueprint.actions.items())
    return {kebab(name): kind for name, kind in types if kind not in (Fire, Start)}


def unknown(blueprint: Blueprint, name: str) -> UnknownName:
    """What to say of a name that is neither a trigger nor an action."""
    known = (*triggers_of(blueprint), *actions_of(blueprint))
    begin = [word for word in known if word.startswith(f"{name}-")]
    hint = f"Beginning with it: {', '.join(begin)}." if begin else ""
    return UnknownName("trigger or action", name, known, hint)


def values_of(cls: type[Any], path: str = "", *, required: bool = True) -> Iterator[Value]:
    """The values of an action, those of what it is made of by their paths."""
    hints, shown = get_type_hints(cls), _SHOWN.get(cls)
    for attribute in attrs.fields(cls):
        if attribute.metadata.get("state") or (shown and attribute.name not in shown):
            continue
        hint, name = hints[attribute.name], f"{path}{attribute.name}"
        needed = required and attribute.default is attrs.NOTHING
        inner = parts_of(hint)
        if inner is None:
            yield Value(name, hint, needed)
        else:
            yield from values_of(inner, f"{name}.", required=needed)


def parts_of(hint: object) -> type[Any] | None:
    """The attrs class a value is, if it is one (an optional one too) with parts of its own."""
    if get_origin(hint) in (tuple, Mapping):
        return None
    for option in (hint, *get_args(hint)):
        if isinstance(option, type) and attrs.has(option) and option is not Ref:
            return option
    return None
