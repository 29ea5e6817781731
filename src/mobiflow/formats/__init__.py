"""Everything that goes out as JSON or TOML or comes in as such; strict on the way in.

Nothing is coerced: an int is not a text, ``"no"`` is not ``false``, a date is ``YYYY-MM-DD``.
What nobody knows is refused, and every problem is reported at once with its JSON path.
"""

from mobiflow.formats.json import (
    Stored,
    accepted,
    action_from,
    dumps,
    loads,
    plain,
    value_from,
)
from mobiflow.formats.toml import read_workflow, workflow_schema, write_workflow

__all__ = [
    "Stored",
    "accepted",
    "action_from",
    "dumps",
    "loads",
    "plain",
    "read_workflow",
    "value_from",
    "workflow_schema",
    "write_workflow",
]
