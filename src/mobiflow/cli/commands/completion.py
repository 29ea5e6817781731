"""``mobiflow completion``: what makes a shell complete commands and options."""

from __future__ import annotations

import os
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from mobiflow.cli.options import command
from mobiflow.cli.outcome import DONE, Wrong
from mobiflow.cli.output.session import Session
from mobiflow.i18n import N_

__all__ = ["completion"]

_SHELLS = ("bash", "zsh", "fish")


@command("completion")
@click.argument("shell", type=click.Choice(_SHELLS), required=False)
@click.pass_context
def completion(ctx: click.Context, session: Session, *, shell: str | None) -> int:
    """Print the script that completes commands in a SHELL; without one, in yours.

    For bash: `mobiflow completion bash >> ~/.bashrc`, then open a new terminal.
    """
    wanted = shell or Path(os.environ.get("SHELL", "")).name
    kind = get_completion_class(wanted) if wanted in _SHELLS else None
    if kind is None:
        raise Wrong(N_("Say for which shell: {shells}."), shells=", ".join(_SHELLS))
    script = kind(ctx.find_root().command, {}, "mobiflow", "_MOBIFLOW_COMPLETE").source()
    if session.as_json:
        session.emit({"shell": wanted, "script": script})
    else:
        session.line(script)
    return DONE
