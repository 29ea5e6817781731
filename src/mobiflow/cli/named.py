"""What may be named on the command line: triggers and actions, and what the shell completes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import click

from mobiflow import Blueprint
from mobiflow.actions import Fire, Start
from mobiflow.cli.acting import ROLES
from mobiflow.cli.files import engine
from mobiflow.cli.output.session import Session
from mobiflow.cli.output.words import kebab
from mobiflow.definition import Transition
from mobiflow.errors import MobiflowError, UnknownName
from mobiflow.model import Mobility

__all__ = [
    "SUBJECTS",
    "actions_of",
    "companies",
    "learners",
    "names",
    "roles",
    "steps",
    "triggers_of",
    "unknown",
]

SUBJECTS: Final[Mapping[str, str]] = {
    "mobility": "",
    "learner": "learner",
    "host-company": "company",
    "incident": "incident",
}
"""The kinds of subject that a trigger can be fired on, and the option that names one."""


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


# -- what the shell completes: names of the workflow, and ids of the file


def names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Triggers and actions."""
    blueprint = engine(Session()).blueprint("mobility")
    known = (*triggers_of(blueprint), *actions_of(blueprint))
    return [name for name in known if name.startswith(incomplete)]


def roles(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Roles."""
    return [role for role in ROLES if role.startswith(incomplete)]


def steps(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The steps of the guide."""
    phases = engine(Session()).workflows["mobility"].phases
    known = [step.id for phase in phases for step in phase.steps]
    return [name for name in known if name.startswith(incomplete)]


def learners(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of the learners in the file."""
    mobility = _mobility(ctx)
    known = mobility.learners if mobility is not None else ()
    return [name for name in known if name.startswith(incomplete)]


def companies(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of the companies in the file."""
    mobility = _mobility(ctx)
    known = mobility.companies if mobility is not None else ()
    return [name for name in known if name.startswith(incomplete)]


def _mobility(ctx: click.Context) -> Mobility | None:
    named = ctx.params.get("file") or next(iter(ctx.args), None)  # click stops at an open option
    with suppress(OSError, MobiflowError):
        if named is not None:
            return engine(Session()).loads(Path(named).read_bytes()).mobility
    return None
