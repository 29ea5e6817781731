"""The candidates: informed with their companies, then selected."""

from __future__ import annotations

from typing import Final

from mobiflow import guards
from mobiflow.definition import Note, Step, Task
from mobiflow.i18n import N_
from mobiflow.verdict import allow

__all__ = ["INFORM_CANDIDATES", "SELECT_LEARNERS"]

INFORM_CANDIDATES: Final = Step(
    "inform-candidates",
    N_("Inform candidates and sending companies"),
    N_(
        "Learners, and their employers where there are any, know what a mobility brings and what "
        "it asks of them, and want to take part."
    ),
    tasks=(
        Task(
            "inform-learners",
            N_("Inform and win over the learners"),
            allow("coordinator"),
            N_(
                "Explain the project, answer questions, and give learners good reasons to get "
                "involved: they should be convinced, not just told."
            ),
            after=("present-project/tailor-presentation",),
        ),
        Task(
            "inform-sending-companies",
            N_("Inform the sending companies"),
            allow("coordinator"),
            N_(
                "When learners have an employer, tell it what it answers for, which steps it has "
                "to take, who helps it with them, and what it gains from the mobility. Without "
                "sending companies, waive this."
            ),
            waivable=True,
            after=("present-project/tailor-presentation",),
        ),
    ),
    notes=(
        Note(
            "inform-company-early",
            N_("Tell the sending company early"),
            N_(
                "The sooner a sending company hears of the mobility, the better it can plan. The "
                "day the training contract is signed is the ideal moment."
            ),
        ),
        Note(
            "inform-company-schedule",
            N_("Put the stay on the training schedule"),
            N_(
                "Tell the company that the training programme includes a stay abroad. Good "
                "moments are the signing of the apprenticeship contract, or the day the training "
                "schedule comes out."
            ),
        ),
    ),
)

SELECT_LEARNERS: Final = Step(
    "select-learners",
    N_("Organise application and selection"),
    N_(
        "Candidates apply, their documents are collected and checked, and those who are selected "
        "hear what they are going for."
    ),
    after=("inform-candidates",),
    tasks=(
        Task(
            "application-package",
            N_("Prepare the application package"),
            allow("coordinator"),
            N_(
                "Give every candidate a package to apply with, online or on paper, and keep the "
                "completed application form."
            ),
            scope="learner",
            population=("applying", "engaged"),
            guards=(guards.documents_collected("application-form"),),
        ),
        Task(
            "collect-documents",
            N_("Collect and check the documents"),
            allow("coordinator", "learner", "sending-company"),
            N_(
                "Gather and check each learner's CV, cover letter, insurance and proof of "
                "identity, and the employer's authorisation where there is an employer. CV and "
                "letter serve the selection, the others must be there before departure; a country "
                "or an organisation may ask for more."
            ),
            scope="learner",
            population=("engaged",),
            guards=(guards.documents_collected("departure"),),
            after=("select-learners/application-package",),
        ),
        Task(
            "notify-selection",
            N_("Announce the selection"),
            allow("coordinator"),
            N_(
                "Tell each selected learner, and the sending company if there is one, together "
                "with the objectives of the stay and the skills to bring home."
            ),
            scope="learner",
            population=("engaged",),
            waivable=True,
            after=("select-learners/application-package",),
        ),
    ),
    notes=(
        Note(
            "verify-information",
            N_("Check what host companies need to know"),
            N_(
                "Ask your partners what companies abroad must hear about the candidates, and "
                "what they may require: an age, a level of language, a special permission. Where "
                "it matters, add who the sending company is, what being an apprentice means, how "
                "work and study alternate, and under which working and training conditions."
            ),
        ),
    ),
)
