"""A mobility as a JSON document, and public values as JSON: read strictly, written readably."""

from mobiflow.formats.json.document import Stored, accepted, dumps, loads
from mobiflow.formats.json.plain import plain
from mobiflow.formats.json.values import action_from, value_from

__all__ = ["Stored", "accepted", "action_from", "dumps", "loads", "plain", "value_from"]
