"""What a workflow file says of things that are functions: their names, and the values given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mobiflow._record import record

__all__ = ["Told"]


@record
class Told:
    """A guard, condition, choice or effect as a file names it, before it is looked up."""

    what: Literal["guard", "condition", "choice", "effect"]
    id: str
    values: Mapping[str, object]
