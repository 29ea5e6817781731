"""After the stay: outcomes are validated or not, and the mobility is reviewed and shared."""

from __future__ import annotations

from typing import Final

from mobiflow import guards
from mobiflow.definition import Note, Step, Task
from mobiflow.i18n import N_
from mobiflow.verdict import allow

__all__ = ["STEPS"]

VALIDATE_OUTCOMES: Final = Step(
    "validate-outcomes",
    N_("Transmit the results and validate the outcomes"),
    N_(
        "The results come home, and the learning outcomes are validated, or not, by the certifier "
        "or in an internal process."
    ),
    tasks=(
        Task(
            "transmit-results",
            N_("Transmit the results"),
            allow("host", deputies=("coordinator",)),
            N_(
                "The host partner sends what came out of each learner's evaluation to the "
                "sending organisation."
            ),
            scope="learner",
            population=("back",),
            guards=(guards.results_transmitted("sending"),),
            after=("assess-outcomes",),
        ),
        Task(
            "validate-documents",
            N_("Validate the host partner's documents"),
            allow("coordinator"),
            N_(
                "The sending organisation goes through the documents that the host partner "
                "handed over for each learner, and validates them."
            ),
            scope="learner",
            population=("back",),
            waivable=True,
            after=("validate-outcomes/transmit-results",),
        ),
        Task(
            "transmit-to-certifier",
            N_("Pass the results on to the certifier"),
            allow("coordinator"),
            N_(
                "When a certifying authority decides, send it each learner's results and "
                "documents. When the validation is internal, waive this."
            ),
            scope="learner",
            population=("back",),
            waivable=True,
            guards=(guards.results_transmitted("certifier"),),
            after=("validate-outcomes/validate-documents",),
        ),
        Task(
            "decide",
            N_("Validate the outcomes, or not"),
            allow("certifier"),
            N_(
                "The certifier or the internal jury decides unit by unit: a learner may have all "
                "units validated, some of them, or none."
            ),
            scope="learner",
            population=("back",),
            guards=(guards.units_decided(),),
            after=("validate-outcomes/transmit-to-certifier",),
        ),
    ),
    notes=(
        Note(
            "validation-modalities",
            N_("Choose a way to validate"),
            N_(
                "There are several ways to validate: a report defended before a jury, a "
                "debriefing with the learners, a test, or observing learners at their "
                "workstation and having them present their work."
            ),
        ),
        Note(
            "jury-with-company",
            N_("Invite the sending company"),
            N_(
                "Keep the sending company informed, tell it about the results, and offer it a "
                "seat on the jury."
            ),
        ),
    ),
)

REVIEW_AND_DISSEMINATE: Final = Step(
    "review-and-disseminate",
    N_("Take stock, share and promote"),
    N_(
        "With all partners, draw the lessons of the mobility, thank those who made it possible, "
        "and let others know."
    ),
    tasks=(
        Task(
            "thank-companies",
            N_("Thank the companies"),
            allow("coordinator"),
            N_("Show sending and host companies what their commitment has made possible."),
            waivable=True,
        ),
        Task(
            "review-mobility",
            N_("Review the mobility"),
            allow("coordinator", "host"),
            N_(
                "Assess the mobility and its organisation with your partners, so that it can be "
                "repeated, made to last, extended and improved. Record the corrective measures, "
                "and which objectives and roles to renegotiate."
            ),
            waivable=True,
            after=("debrief", "review-and-disseminate/ask-sending-companies"),
        ),
        Task(
            "ask-sending-companies",
            N_("Ask the sending companies"),
            allow("coordinator", "sending-company", "educator"),
            N_(
                "Ask each sending company, and the trainers too, how satisfied they are and what "
                "they would improve."
            ),
            scope="sending-company",
            population=("back", "ended"),
            waivable=True,
            guards=(guards.feedback_given(),),
        ),
        Task(
            "communicate-results",
            N_("Share the results"),
            allow("coordinator"),
            N_(
                "Let others hear what was experienced, achieved and changed, and give it the "
                "credit it deserves."
            ),
            waivable=True,
            after=("validate-outcomes/decide",),
        ),
    ),
    notes=(
        Note(
            "invite-masters-abroad",
            N_("Invite the masters abroad"),
            N_(
                "Suggest to apprenticeship masters and tutors that they go abroad themselves: "
                "with a group, on a preparatory visit, or as staff on a mobility of their own."
            ),
        ),
        Note(
            "reciprocity",
            N_("Think both ways"),
            N_(
                "Ask the companies that sent a learner whether they would receive one in return. "
                "An exchange in both directions lasts."
            ),
        ),
        Note(
            "celebrate",
            N_("Celebrate"),
            N_(
                "Hand over the Europass documents at the graduation ceremony, with the companies "
                "present. Let people testify, exhibit results, take part in the Erasmus Days, "
                "tell the story on social networks and to the local press; make use of the "
                "Erasmus+ questionnaires and your own, of the work done on the EU's online "
                "language tool, and of the participants' reports."
            ),
        ),
        Note(
            "feedback-to-employer",
            N_("Report back to the employer"),
            N_(
                "Debrief with the employer who sent the learner. A carefully completed document "
                "is more than an assessment: it tells the company what its learner has done."
            ),
        ),
    ),
)

STEPS: Final[tuple[Step, ...]] = (VALIDATE_OUTCOMES, REVIEW_AND_DISSEMINATE)
