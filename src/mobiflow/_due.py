"""When something is due, and which help notes go with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mobiflow._case import Case
from mobiflow.model import Learner, Period, Ref
from mobiflow.setting import Rules
from mobiflow.verdict import Refusal

__all__ = ["due", "notes"]


def due(case: Case, refusal: Refusal) -> date | None:
    """The day by which a refusal should be cleared, by the workflow's lead times."""
    times = case.blueprint.workflow.lead_times
    for key in _shorter(refusal.lead):
        lead = times.get(key)
        if lead is not None:
            period = _period(case, refusal.subject)
            anchor = period.start if lead.anchor == "start" else period.end
            return anchor + timedelta(days=lead.days)
    return None


def notes(rules: Rules, lead: str) -> tuple[str, ...]:
    """The ids of the notes of the step a refusal belongs to."""
    return rules.notes.get(lead.partition("/")[0], ())


def _shorter(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def _period(case: Case, ref: Ref) -> Period:
    """The stay of the learner concerned, or the mobility's own dates."""
    owner = ref.id if ref.kind == "learner" else ref.id.rpartition("/")[0]
    learner = case.mobility.learners.get(owner)
    return case.setting.period_of(learner) if isinstance(learner, Learner) else case.setting.period
