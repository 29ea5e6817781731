"""The facts a plugin keeps about subjects of its own accord."""

from __future__ import annotations

from attrs import field

from mobiflow._record import record
from mobiflow.model.words import Scope
from mobiflow.verdict import Permission

__all__ = ["FactsKind"]


@record
class FactsKind:
    """A typed home for a plugin's own facts about one kind of subject.

    ``facts`` is a frozen attrs class whose fields are texts, whole numbers, booleans or dates,
    all optional. A field's metadata may give it a ``label`` and mark it ``personal``. ``who``
    may set them; ``plugin`` is filled in by the engine.
    """

    kind: Scope
    facts: type[object]
    who: Permission
    plugin: str = field(default="", kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)
