"""During the stay: learners are received and followed up, assessed, and heard."""

from __future__ import annotations

from typing import Final

from mobiflow import guards
from mobiflow.definition import Note, Step, Task
from mobiflow.i18n import N_
from mobiflow.verdict import allow

__all__ = ["STEPS"]

WELCOME_AND_FOLLOW_UP: Final = Step(
    "welcome-and-follow-up",
    N_("Welcome the learners and follow them up"),
    N_(
        "Learners arrive well, settle in at their company, and are never left alone with a problem."
    ),
    tasks=(
        Task(
            "receive-learners",
            N_("Receive the learners"),
            allow("host", "accompanist", deputies=("coordinator",)),
            N_("Welcome each learner, help them settle in, and go with them to their company."),
            scope="learner",
            population=("away", "back"),
            waivable=True,
        ),
        Task(
            "check-conditions",
            N_("Check the working and training conditions"),
            allow("host", "accompanist", deputies=("coordinator",)),
            N_(
                "Make sure that each learner works and learns under the conditions the contract "
                "describes. Where that is not so, in the company above all, open an incident and "
                "have it put right."
            ),
            scope="learner",
            population=("away", "back"),
            waivable=True,
            after=("welcome-and-follow-up/receive-learners",),
        ),
        Task(
            "follow-up",
            N_("Follow up throughout the stay"),
            allow("coordinator", "host", "tutor"),
            N_("Keep in touch with each learner and each tutor for as long as the stay lasts."),
            scope="learner",
            population=("away", "back"),
            waivable=True,
            after=("welcome-and-follow-up/receive-learners",),
        ),
        Task(
            "mediation",
            N_("Mediate when asked"),
            allow("coordinator", "host"),
            N_(
                "Plan who would mediate, and how. A mediation takes place only when the host "
                "partner, a learner or a host company asks for one; while no incident is open, "
                "nothing is left to do."
            ),
            guards=(guards.incidents_settled(),),
        ),
    ),
    notes=(
        Note(
            "first-reception",
            N_("Begin at the host partner's"),
            N_(
                "A welcome at the host partner's, or some time in its training centre before the "
                "companies, is often useful and sometimes necessary. See to the trips between "
                "company and lodging, and to the reception as a whole."
            ),
        ),
        Note(
            "meet-the-tutor",
            N_("Meet the tutor"),
            N_(
                "Talk the contract through with the tutor: is it clear, can it be done? Explain "
                "the grids and tools that will serve in the final evaluation."
            ),
        ),
        Note(
            "collect-testimonials",
            N_("Collect testimonials on the way"),
            N_(
                "Tell the story while it happens, and gather voices: a film made by apprentices, "
                "a few words from participants and host companies."
            ),
        ),
        Note(
            "well-being",
            N_("Look after everyone's well-being"),
            N_(
                "Ask participants regularly how they are. A problem noticed early seldom ends in "
                "an interrupted stay."
            ),
        ),
    ),
)

ASSESS_OUTCOMES: Final = Step(
    "assess-outcomes",
    N_("Document and assess the learning outcomes"),
    N_("What each learner has achieved is assessed in the company, written down and signed."),
    tasks=(
        Task(
            "plan-assessment",
            N_("Plan the assessment"),
            allow("host", "tutor", deputies=("coordinator",)),
            N_(
                "Set the day of each learner's individual assessment in the company, and who "
                "carries it out."
            ),
            scope="learner",
            population=("away", "back"),
            waivable=True,
            guards=(guards.assessment_planned(),),
            after=("welcome-and-follow-up/check-conditions",),
        ),
        Task(
            "complete-grid",
            N_("Assess, and complete the evidence"),
            allow("tutor", "host", "learner", deputies=("coordinator",)),
            N_(
                "The learner is assessed together with the host company. Fill in with the tutor "
                "the evidence your certifier counts, and have it signed: the evaluation grid, the "
                "individual statement of results, the Europass Mobility document, or several of "
                "them."
            ),
            scope="learner",
            population=("away", "back"),
            guards=(guards.grid_completed(),),
            after=("assess-outcomes/plan-assessment",),
        ),
        Task(
            "sign-attendance",
            N_("Sign for attendance, collect the receipts"),
            allow("host-company", "host", "learner", deputies=("coordinator",)),
            N_(
                "Have a complement to the contract signed, dated the last day of presence or "
                "later, or else a certificate of attendance and participation. Collect the "
                "receipts and other proofs as well."
            ),
            scope="learner",
            population=("away", "back"),
            guards=(guards.documents_collected("return"),),
            after=("assess-outcomes/complete-grid",),
        ),
    ),
    notes=(
        Note(
            "regular-debriefs",
            N_("Debrief regularly"),
            N_(
                "Agree with learners and tutor when you will debrief, as often as the length of "
                "the stay calls for, and keep to it. Online will do where you cannot be there."
            ),
        ),
        Note(
            "tutor-support",
            N_("Support the tutor"),
            N_(
                "Every host company must have a tutor. The headings of Europass Mobility "
                "are a guide for them, but ask whether they would like help with filling it in, "
                "and have them take stock with the learner regularly before the last debriefing."
            ),
        ),
    ),
)

DEBRIEF: Final = Step(
    "debrief",
    N_("Close the stay with a debriefing"),
    N_(
        "Learners, companies and host partner look back on the stay together and say how "
        "satisfied they are."
    ),
    tasks=(
        Task(
            "hold-debrief",
            N_("Hold the debriefing"),
            allow("coordinator", "host", "host-company", "learner"),
            N_(
                "Bring participants, companies and host partner together, and talk about what "
                "went well and what did not."
            ),
            waivable=True,
            after=("assess-outcomes/complete-grid",),
        ),
        Task(
            "learner-satisfaction",
            N_("Ask the learners"),
            allow("coordinator", "learner"),
            N_("Ask each learner how satisfied they are and what the experience gave them."),
            scope="learner",
            population=("away", "back"),
            waivable=True,
            guards=(guards.feedback_given(),),
        ),
        Task(
            "host-company-satisfaction",
            N_("Ask the host companies"),
            allow("host", "host-company", deputies=("coordinator",)),
            N_("Ask each host company how satisfied it is and what could be better next time."),
            scope="host-company",
            population=("away", "back"),
            waivable=True,
            guards=(guards.feedback_given(),),
        ),
    ),
    notes=(
        Note(
            "learners-tell",
            N_("Let the learners tell it"),
            N_(
                "Give learners a part in presenting what they have lived: a book about it, "
                "photos, a film shot with a phone."
            ),
        ),
    ),
)

STEPS: Final[tuple[Step, ...]] = (WELCOME_AND_FOLLOW_UP, ASSESS_OUTCOMES, DEBRIEF)
