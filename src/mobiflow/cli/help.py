"""What ``mobiflow --help`` prints, ready to be printed: nothing has to be loaded to say it.

The tables below are held to the commands and options themselves by a test.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Final

__all__ = ["EPILOG", "INTRODUCTION", "OPTIONS", "PANELS", "PLACES", "page"]

INTRODUCTION: Final = (
    "Organise training mobilities: who has to do what, by when, and why not yet.",
    "A mobility is one FILE. Begin with `mobiflow new`, or have a look at `mobiflow demo`.",
)

PANELS: Final = {
    "Begin": {
        "demo": "Play an example from start to end: eight bakers and pastry cooks go to Leipzig.",
        "guide": "Read the guide: phases, steps, tasks and notes.",
        "requirements": (
            "Say what would be demanded of somebody, with the law and the day it was read."
        ),
        "new": "Start a mobility in a new FILE. A file that exists is never overwritten.",
        "import": "Add and change learners and companies from CSV lists.",
    },
    "See": {
        "show": "Show where everybody stands and what is missing.",
        "todo": "List what can and must be done next, by whom, the soonest due first.",
        "journal": "List what was done, by whom and when.",
    },
    "Act": {
        "available": (
            "List the triggers that whoever acts may fire, and whether each would be accepted now."
        ),
        "explain": "Say whether something may be done, and everything that stands in its way.",
        "plan": "Say what to do, in which order, until something is allowed.",
        "do": "Do something: fire a trigger, or take an action; the file keeps it.",
        "actions": "List the triggers and actions that `mobiflow do` takes, or describe one.",
    },
    "Extend": {
        "new-plugin": "Begin a plugin: a package with a task, a rule, and tests that pass.",
        "plugins": "List the plugins in use, with what each brings to the workflows.",
        "diff": "Say what the plugins in use change, piece by piece, and which of them does.",
        "check": "Check workflows in files, together with what the plugins in use change in them.",
    },
    "Shell": {
        "completion": "Print the script that completes commands in a SHELL; without one, in yours.",
    },
}
"""The commands in the order in which one meets them, each with what it does."""

PLACES: Final = {
    **{name: f"{name}:{name}" for names in PANELS.values() for name in names},
    "import": "imports:bring",
    "explain": "moves:explain",
    "plan": "moves:plan",
    "do": "moves:do",
    "new-plugin": "new_plugin:new_plugin",
}
"""Where each command is found among the modules of ``mobiflow.cli.commands``."""

OPTIONS: Final = {
    "    --json": "Print one JSON document and nothing else.",
    "    --locale en|fr": "The language; without it, that of the environment (LANG).",
    "    --as ROLE[:ID][@OF,OF]": (
        "Who acts: the role, an id, whom for. Without it: the coordinator."
    ),
    "    --plugin NAME": (
        "An installed plugin to work with; repeatable. MOBIFLOW_PLUGINS names them too."
    ),
    "    --no-color": "No colours; the variable NO_COLOR says the same.",
    "    --version": "Show the version and exit.",
    "-h, --help": "Show this message and exit.",
}
"""The options that may stand before the name of a command."""

EPILOG: Final = (
    "Exit codes: 0 done; 1 refused, or the answer is no; 2 wrong usage or input; "
    "3 the file was changed meanwhile by somebody else."
)

_NARROWEST: Final = 50
_WIDEST: Final = 100


def page(*, colour: bool) -> str:
    """The whole page, as wide as the terminal; ``colour`` to set its headings off."""
    return "".join(f"{line}\n" for line in _lines(_width(), colour=colour))


def _lines(width: int, *, colour: bool) -> Iterator[str]:
    yield f"{_bold('Usage:', colour=colour)} mobiflow [OPTIONS] COMMAND [ARGS]..."
    yield ""
    for sentence in INTRODUCTION:
        yield from wrap(sentence, width)
    for title, rows in (("Options", OPTIONS), *PANELS.items()):
        yield ""
        yield _bold(f"{title}:", colour=colour)
        for name, text in rows.items():
            yield from _row(name, text, max(map(len, rows)), width)
    yield ""
    yield from wrap(EPILOG, width)


def _row(name: str, text: str, column: int, width: int) -> Iterable[str]:
    """A name with what it means beside it; the lines after the first stand below that."""
    first = f"  {name:<{column}}  "
    return wrap(text, width, initial_indent=first, subsequent_indent=" " * len(first))


def _bold(text: str, *, colour: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if colour else text


def _width() -> int:
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isdecimal() and int(wanted):
        columns = int(wanted)
    else:
        try:
            columns = os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
        except (AttributeError, ValueError, OSError):
            columns = 80
    return max(_NARROWEST, min(columns, _WIDEST))
