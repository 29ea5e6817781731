"""Before the stay: the project is presented, the learners are chosen, everybody is prepared."""

from __future__ import annotations

from typing import Final

from mobiflow.definition import Step
from mobiflow.plugins.guide.before.candidates import INFORM_CANDIDATES, SELECT_LEARNERS
from mobiflow.plugins.guide.before.participants import PREPARE_PARTICIPANTS
from mobiflow.plugins.guide.before.partners import PREPARE_HOST_COMPANIES, PREPARE_RECEPTION
from mobiflow.plugins.guide.before.project import PRESENT_PROJECT

__all__ = ["STEPS"]

STEPS: Final[tuple[Step, ...]] = (
    PRESENT_PROJECT,
    INFORM_CANDIDATES,
    SELECT_LEARNERS,
    PREPARE_RECEPTION,
    PREPARE_HOST_COMPANIES,
    PREPARE_PARTICIPANTS,
)
