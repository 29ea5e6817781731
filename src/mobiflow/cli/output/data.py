"""The JSON that commands print: stable keys, whatever the language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mobiflow._runtime.agenda import Todo
from mobiflow.cli.output.session import Session
from mobiflow.formats import plain
from mobiflow.model import Mobility
from mobiflow.verdict import Refusal

__all__ = ["mobility_data", "refusal_data", "todo_data"]


def refusal_data(refusal: Refusal, session: Session) -> dict[str, Any]:
    """A refusal with its sentence."""
    return {**plain(refusal), "text": refusal.text(session.locale)}


def todo_data(item: Todo, session: Session) -> dict[str, Any]:
    """Something to do: a refusal, what waits for it, and whether it is overdue."""
    return {
        **refusal_data(item.refusal, session),
        "blocks": item.blocks,
        "overdue": item.overdue,
    }


def mobility_data(mobility: Mobility, revision: int) -> Mapping[str, Any]:
    """What a mobility is, without those who take part."""
    known = ("id", "title", "status", "sending", "host", "period")
    return {**{name: plain(getattr(mobility, name)) for name in known}, "revision": revision}
