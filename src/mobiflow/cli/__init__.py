"""The command line ``mobiflow``; it needs the extra ``cli``."""

from __future__ import annotations

import sys
from typing import Final, NoReturn

__all__ = ["main"]

_NEEDED: Final = ("click", "rich", "rich_click")


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    try:
        from mobiflow.cli.app import app
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in _NEEDED:
            raise
        sys.stderr.write(
            f"The command line needs the package {package}. "
            'Install it with: pip install "mobiflow[cli]"\n'
        )
        sys.exit(2)
    app.main(prog_name="mobiflow")
    sys.exit(0)
