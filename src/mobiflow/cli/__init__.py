"""The command line ``mobiflow``; it needs the extra ``cli``.

What is asked for most often while finding one's way, the help and the version, is answered
without loading anything.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Final, NoReturn

from mobiflow import __version__

__all__ = ["main"]

_NEEDED: Final = ("click", "rich", "rich_click")


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    asked = sys.argv[1:]
    if asked in ([], ["-h"], ["--help"], ["--version"]) and "_MOBIFLOW_COMPLETE" not in os.environ:
        _answer(asked)
    gc.disable()  # a command ends before the collector would find anything to free
    try:
        from mobiflow.cli.app import app

        app.main(prog_name="mobiflow")
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in _NEEDED:
            raise
        sys.stderr.write(
            f"The command line needs the package {package}. "
            'Install it with: pip install "mobiflow[cli]"\n'
        )
        sys.exit(2)
    sys.exit(0)


def _answer(asked: list[str]) -> NoReturn:
    """Print the version or the help; whoever asks for nothing is helped, too, as for an error."""
    stream = sys.stdout if asked else sys.stderr
    try:
        if asked == ["--version"]:
            stream.write(f"mobiflow {__version__}\n")
        else:
            from mobiflow.cli.help import page

            stream.write(page(colour=stream.isatty() and not os.environ.get("NO_COLOR")))
        stream.flush()
    except BrokenPipeError:  # nobody reads on (mobiflow --help | head -1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(0 if asked else 2)
