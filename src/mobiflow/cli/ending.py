"""From what a command returned or raised to sentences and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Any

import click
from rich.text import Text

from mobiflow.cli.outcome import DONE, INTERRUPTED, REFUSED, WRONG, Wrong
from mobiflow.cli.output.session import Session, safe
from mobiflow.errors import MobiflowError, Problem, UnknownName
from mobiflow.i18n import N_

__all__ = ["Unheard", "ended"]


class Unheard(Exception):
    """Nobody reads the output any more."""


def ended(session: Session, run: Callable[[], Any]) -> int:
    """Run a command; the exit code. Whatever the user can put right is said in sentences."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what an old terminal cannot show, it shows as ?
            stream.reconfigure(errors="replace")
    try:
        code = run()
        sys.stdout.flush()
    except (BrokenPipeError, Unheard):
        return _unheard()
    except click.Abort:
        _complain(session, session.say(N_("Stopped; nothing was changed.")))
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as helped:
        click.echo(helped.format_message(), err=True)
        return WRONG
    except MobiflowError as problem:
        from mobiflow.cli.output import refused

        return REFUSED if refused.shown(session, problem) else _wrong(session, problem)
    except (Wrong, click.ClickException) as problem:
        return _wrong(session, problem)
    return code if isinstance(code, int) else DONE


def _unheard() -> int:
    """Nobody reads on (``mobiflow guide | head``): no reason to complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still to come
    return DONE


_MANY = 50
"""How many problems are listed; more are counted."""


def _wrong(session: Session, problem: Exception) -> int:
    code, kind = WRONG, "input"
    if isinstance(problem, Wrong):
        code, kind = problem.code, problem.kind
        message = session.say(problem.message, **problem.values)
    elif isinstance(problem, click.UsageError):
        kind, message = "usage", _usage(session, problem)
    elif isinstance(problem, click.ClickException):
        message = problem.format_message()
    else:
        message = str(problem)
    found: tuple[Problem, ...] = getattr(problem, "problems", ())
    if session.as_json:
        near = problem.nearest if isinstance(problem, UnknownName) else ()
        error = {
            "kind": kind,
            "message": message.partition("\n")[0],
            "problems": [{"path": p.path, "message": p.message} for p in found],
            "nearest": list(near),
        }
        session.emit({"done": False, "error": error})
    if len(found) > _MANY:
        lines = message.splitlines()[: _MANY + 1]
        more = session.say(N_("and {number} more"), number=len(found) - _MANY)
        message = "\n".join((*lines, f"  {more}"))
    _complain(session, message)
    return code


def _usage(session: Session, problem: click.UsageError) -> str:
    message = problem.format_message()
    if problem.ctx is None:
        return message
    command = f"{problem.ctx.command_path} --help"
    possible = session.say(N_("What is possible: {command}"), command=command)
    return f"{message}\n{possible}"


def _complain(session: Session, message: str) -> None:
    error = session.say(N_("Error:"))
    if session.err.is_terminal:
        text = Text(error, style="bold red").append(f" {safe(message)}", style="not bold default")
        session.show(text, to=session.err)
    else:
        session.line(f"{error} {safe(message)}", to=session.err)
