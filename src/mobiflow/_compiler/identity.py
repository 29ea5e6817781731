"""What a workflow means, as one digest: a mobility knows by it whether the rules have changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Final

from mobiflow.actions._spec import Spec
from mobiflow.definition import Workflow
from mobiflow.model.introspection import plain
from mobiflow.verdict import Permission

__all__ = ["digest_of"]

_NOT_MEANING: Final = frozenset(
    {"title", "text", "credit", "labels", "notes", "lead_times", "source", "version"}
    | {"says", "law", "basis", "removed"}
    | {"func", "covers", "needs", "refers", "concerns", "made_by"}
)
"""What can change without stranding a mobility: texts, due dates, versions, and functions with
what they say of themselves, which are never hashed: their ids and revisions stand for them."""


def digest_of(workflow: Workflow, actions: Iterable[Spec]) -> str:
    """The digest of a workflow's meaning, with the permissions of the engine's actions."""
    permissions = {
        spec.name: spec.permission for spec in actions if isinstance(spec.permission, Permission)
    }
    whole = {"workflow": workflow, "actions": permissions}
    meaning = plain(whole, lambda attribute: attribute.name not in _NOT_MEANING)
    text = json.dumps(meaning, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
