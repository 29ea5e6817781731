"""How a command ends: the exit codes, and what stops a command before its end."""

from __future__ import annotations

from typing import Final

__all__ = ["CONFLICT", "DONE", "INTERRUPTED", "REFUSED", "WRONG", "Conflict", "Wrong"]

DONE: Final = 0
REFUSED: Final = 1
"""The answer is no: a guard or a permission refused, or a check found something broken."""
WRONG: Final = 2
"""Wrong usage or input; nothing was changed."""
CONFLICT: Final = 3
"""Somebody else changed the file meanwhile; nothing was changed."""
INTERRUPTED: Final = 130
"""Stopped with Ctrl-C, as shells say it."""


class Wrong(Exception):
    """Wrong usage or input. ``message`` is English, translated when shown, then filled in."""

    code = WRONG
    kind = "input"

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = values
        super().__init__(message, values)


class Conflict(Wrong):
    """The file is no longer what was read."""

    code = CONFLICT
    kind = "conflict"
