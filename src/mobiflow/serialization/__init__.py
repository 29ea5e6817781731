"""Everything that goes out as JSON or comes in as JSON; strict on the way in.

Nothing is coerced: an int is not a text, ``"no"`` is not ``false``, a date is ``YYYY-MM-DD``.
What nobody knows is refused, and every problem is reported at once with its JSON path.
"""

from mobiflow.serialization.actions import action_from, value_from
from mobiflow.serialization.document import Stored, accepted, dumps, loads
from mobiflow.serialization.plain import plain

__all__ = ["Stored", "accepted", "action_from", "dumps", "loads", "plain", "value_from"]
