"""The workflow *mobility*: the phases of the guide, and the rules around them."""

from __future__ import annotations

from typing import Final

from mobiflow import guards, lifecycles
from mobiflow.definition import GuardSet, Party, Phase, Requirement, Workflow
from mobiflow.i18n import N_
from mobiflow.plugins.guide import after, before, during
from mobiflow.plugins.guide.documents import DOCUMENTS
from mobiflow.plugins.guide.lead_times import LEAD_TIMES
from mobiflow.rules.conditions import EMPLOYED, MINOR

__all__ = ["WORKFLOW"]


CREDIT: Final = N_(
    "After the guide “Organize a mobility project for certification purposes, step by step”, "
    "a deliverable of the Erasmus+ strategic partnership 2020-1-FR01-KA202-080445. The facts are "
    "the guide's, the words are ours."
)
"""Whose guide this is."""

PHASES: Final = (
    Phase(
        "before",
        N_("Before"),
        N_("Everything that has to be ready before anybody leaves."),
        steps=before.STEPS,
        exit=(
            guards.somebody_selected(),
            guards.nobody_undecided(),
            guards.documents_collected(
                "framework", scope="mobility", excusable_by=("coordinator",)
            ),
        ),
    ),
    Phase(
        "during",
        N_("During"),
        N_("The stay itself: reception, follow-up, assessment, debriefing."),
        steps=during.STEPS,
        entry=(lifecycles.READY_TO_DEPART,),
        exit=(guards.nobody_waiting(), guards.nobody_away()),
    ),
    Phase(
        "after",
        N_("After"),
        N_("Results are validated, and the project is reviewed and made known."),
        steps=after.STEPS,
        exit=(guards.all_ended(),),
    ),
)

REQUIREMENTS: Final = (
    Requirement("framework-translation", "framework", ("framework-translation",)),
    Requirement("application-form", "application-form", ("application-form",)),
    Requirement("cv", "application", ("cv",)),
    Requirement("cover-letter", "application", ("cover-letter",)),
    Requirement("employer-authorisation", "departure", ("employer-authorisation",), EMPLOYED),
    Requirement("insurance", "departure", ("insurance",)),
    Requirement("identity", "departure", ("identity",)),
    # Signed at the end: the complement, or an attendance certificate in its stead.
    Requirement("presence", "return", ("attendance-certificate", "contract-complement")),
    Requirement("receipts", "return", ("receipts",)),
)
"""The open list of the guide. Which document is asked for at which gate is our default."""

PARTIES: Final = (
    Party("sending", "coordinator", title=N_("sending organisation")),
    Party("host", "host", title=N_("host partner")),
    Party("learner", "learner", title=N_("learner")),
    Party("guardian", "guardian", applies=MINOR, title=N_("guardian")),
    Party("sending-company", "sending-company", "employer", EMPLOYED, title=N_("sending company")),
    Party("host-company", "host-company", "placement", title=N_("host company")),
)

LABELS: Final = {
    "state:mobility/before": N_("before the stay"),
    "state:mobility/during": N_("during the stay"),
    "state:mobility/after": N_("after the stay"),
}
"""What the phases are called inside a sentence."""

WORKFLOW: Final = Workflow(
    "mobility",
    "1",
    N_("Training mobility for certification purposes"),
    CREDIT,
    phases=PHASES,
    lifecycles=(
        lifecycles.LEARNER,
        lifecycles.HOST_COMPANY,
        lifecycles.CONTRACT,
        lifecycles.DOCUMENT,
        lifecycles.INCIDENT,
    ),
    guard_sets=(
        GuardSet(
            lifecycles.READY_TO_DEPART,
            (
                guards.documents_collected("departure"),
                guards.contract_signed("all"),
                guards.placed(),
                guards.tutor_named(),
                guards.tasks_done("prepare-participants"),
            ),
        ),
    ),
    documents=DOCUMENTS,
    requirements=REQUIREMENTS,
    parties=PARTIES,
    amendment_parties={
        # A placement concerns those who are there; the sending company has agreed to the stay.
        "placement": ("sending", "host", "learner", "guardian", "host-company"),
    },
    evidence=("grid", "statement", "europass"),
    grid_signers=("tutor", "learner"),
    lead_times=LEAD_TIMES,
    labels=LABELS,
)
