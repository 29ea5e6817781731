"""When a rule applies to a learner. An unknown fact is ``None``, and refuses until known."""

from __future__ import annotations

from datetime import date
from typing import Final

from mobiflow.definition import Condition
from mobiflow.model import Learner
from mobiflow.rules.context import Context

__all__ = ["EMPLOYED", "MINOR"]

ADULT_AGE: Final = 18
"""Majority in all member states of the EU but a few special cases; Directive 94/33/EC art. 3
calls anybody younger a young person."""


def _employed(_context: Context, learner: Learner, _day: date) -> bool | None:
    if learner.employer is not None:
        return True
    if learner.enrolment is None:
        return None
    return learner.enrolment in {"apprentice", "employee"}


def _minor(_context: Context, learner: Learner, day: date) -> bool | None:
    age = learner.age_on(day)
    return None if age is None else age < ADULT_AGE


EMPLOYED: Final = Condition("employed", 1, _employed, fact="enrolment")
"""The learner has a sending company."""

MINOR: Final = Condition("minor", 1, _minor, fact="born")
"""The learner is under age on the day in question."""
