"""Lead times: for things that can be due, within reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from mobiflow.definition import Workflow
from mobiflow.definition.checks.places import phases, steps, task_paths
from mobiflow.definition.checks.wording import problem, unknown, unless_known
from mobiflow.errors import Problem

__all__ = ["problems_of_lead_times"]

_FREE: Final = ("gate", "incident")
"""What may stand before any word: triggers and phases, whatever incidents are about."""

_ANCHORS: Final = ("start", "end")
_MOST_DAYS: Final = 1000
"""Some three years; more is a slip."""


def problems_of_lead_times(workflow: Workflow) -> Iterator[Problem]:
    """Lead times of things there are not, or of days out of all proportion."""
    closed = {
        "document": tuple(f"document/{document.id}" for document in workflow.documents),
        "signature": tuple(f"signature/{party.id}" for party in workflow.parties),
    }
    others = (
        *(phase.id for _, phase in phases(workflow)),
        *(step.id for _, step in steps(workflow)),
        *task_paths(workflow),
    )
    known = frozenset((*others, *_FREE, *closed, *closed["document"], *closed["signature"]))
    for name, lead in workflow.lead_times.items():
        path = f"$.lead_times[{name}]"
        if name not in known:
            yield from _unknown(path, name, closed, known, workflow.source)
        yield from unless_known(
            f"{path}.anchor", "end of the stay", lead.anchor, _ANCHORS, workflow.source
        )
        if abs(lead.days) > _MOST_DAYS:
            message = f"{lead.days} days are too many: stay within {_MOST_DAYS}, either way."
            yield problem(f"{path}.days", message, workflow.source)


def _unknown(
    path: str,
    name: str,
    closed: Mapping[str, tuple[str, ...]],
    known: frozenset[str],
    source: str,
) -> Iterator[Problem]:
    head, _, rest = name.partition("/")
    if head in _FREE and rest:
        return
    hint = (
        "A lead time is for a phase, a step, a task (step/task), document/…, signature/…, "
        "gate/… or incident."
    )
    yield unknown(path, "due thing", name, closed.get(head, known), source=source, hint=hint)
