"""What is said of a story besides what the library says: the names of actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mobiflow.i18n import N_

__all__ = ["ACTIONS"]

ACTIONS: Final[Mapping[str, str]] = {
    "add-company": N_("add a company"),
    "add-learner": N_("add a learner"),
    "amend-contract": N_("amend the contract"),
    "appoint-accompanist": N_("appoint an accompanying person"),
    "change-company": N_("complete a company's data"),
    "change-learner": N_("complete a learner's data"),
    "choose-assessment": N_("choose the assessment"),
    "choose-certification": N_("choose the certification"),
    "collect-document": N_("hand in a document"),
    "complete-task": N_("complete a task"),
    "confirm": N_("confirm a demand"),
    "decide-unit": N_("decide on a unit"),
    "draft-contract": N_("draw up the contract"),
    "excuse": N_("excuse"),
    "give-feedback": N_("answer the questionnaire"),
    "issue-contract": N_("issue the contract"),
    "mark-outcome": N_("mark an outcome"),
    "name-tutor": N_("name a tutor"),
    "open-incident": N_("report an incident"),
    "place": N_("place the learner in a company"),
    "plan-assessment": N_("plan the assessment"),
    "plan-work": N_("plan the work"),
    "prepare-accompanist": N_("prepare an accompanying person"),
    "record-attendance": N_("record the attendance"),
    "reject-document": N_("reject a document"),
    "replace-placement": N_("place the learner in another company"),
    "set-units": N_("agree on the units"),
    "sign-contract": N_("sign the contract"),
    "sign-grid": N_("sign the evaluation grid"),
    "transmit-results": N_("transmit the results"),
    "verify-document": N_("verify a document"),
    "waive-task": N_("waive a task"),
}
"""The actions of the story; its triggers have their names from the workflow."""
