"""What the shell completes: names of the workflow, and ids of the file."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from mobiflow.cli.acting import ROLES
from mobiflow.cli.files import engine
from mobiflow.cli.named import actions_of, triggers_of
from mobiflow.cli.output.session import Session
from mobiflow.errors import MobiflowError
from mobiflow.model import Mobility

__all__ = ["companies", "learners", "names", "roles", "steps"]


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
