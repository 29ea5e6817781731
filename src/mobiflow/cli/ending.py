"""From what a command returned or raised to sentences and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Any

import click
from rich.text import Text

from mobiflow.cli import files
from mobiflow.cli.outcome import DONE, INTERRUPTED, REFUSED, WRONG, Wrong
from mobiflow.cli.output.layout import Layout
from mobiflow.cli.output.session import Session, safe
from mobiflow.cli.output.words import Words
from mobiflow.errors import MobiflowError, Problem, UnknownName
from mobiflow.i18n import N_
from mobiflow.text import Refused

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
    except Refused as refused:
        return _refused(session, refused)
    except click.exceptions.NoArgsIsHelpError as helped:
        click.echo(helped.format_message(), err=True)
        return WRONG
    except (Wrong, MobiflowError, click.ClickException) as problem:
        return _wrong(session, problem)
    return code if isinstance(code, int) else DONE


def _unheard() -> int:
    """Nobody reads on (``mobiflow guide | head``): no reason to complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still to come
    return DONE


def _refused(session: Session, refused: Refused) -> int:
    from mobiflow.cli.output.data import refusal_data

    if session.as_json:
        found = [refusal_data(refusal, session) for refusal in refused.refusals]
        session.emit({"done": False, "refusals": found})
        return REFUSED
    voice = refused.explanation.voice
    if voice is not None:
        words = Words(voice, session)
        session.show(session.say(N_("Refused; nothing was changed.")), to=session.err)
        layout = Layout(session, words, files.clock().date(), why=True, to=session.err)
        layout.show(refused.refusals)
    else:
        _complain(session, str(refused))
    return REFUSED


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
