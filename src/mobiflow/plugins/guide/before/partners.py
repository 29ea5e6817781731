"""The partners and the companies: contract, accompanying persons, placements and tutors."""

from __future__ import annotations

from typing import Final

from mobiflow import guards
from mobiflow.definition import Note, Step, Task
from mobiflow.i18n import N_
from mobiflow.verdict import allow

__all__ = ["PREPARE_HOST_COMPANIES", "PREPARE_RECEPTION"]

PREPARE_RECEPTION: Final = Step(
    "prepare-reception",
    N_("Prepare the reception with your partner"),
    N_(
        "The two partners write down what the stay must achieve and how it is evaluated, and "
        "agree who travels with the learners."
    ),
    tasks=(
        Task(
            "finalise-contract",
            N_("Finalise the pedagogical contract"),
            allow("coordinator", "host"),
            N_(
                "With the host partner, fill in the contract (skills, objectives, and the "
                "content, methods and tools of the evaluation), approve it and sign it between "
                "partners. The host company may still be unknown: its annex comes later and "
                "leaves these signatures as they are."
            ),
            scope="learner",
            population=("engaged",),
            guards=(guards.contract_signed("partners"),),
            after=("present-project/choose-assessment-tools", "select-learners/notify-selection"),
        ),
        Task(
            "appoint-accompanying-persons",
            N_("Appoint and prepare accompanying persons"),
            allow("coordinator", "host", "accompanist"),
            N_(
                "Choose who travels along, prepare them, and settle their role together with the "
                "host partner. If nobody accompanies the learners, waive this and say why."
            ),
            waivable=True,
            guards=(guards.accompanists_prepared(),),
        ),
    ),
    notes=(
        Note(
            "equip-accompanying-persons",
            N_("Equip the accompanying persons"),
            N_(
                "Brief them before they leave and give them what they need: which certificates "
                "and proofs to bring back, which companies to visit."
            ),
        ),
        Note(
            "europass-competences",
            N_("Borrow from Europass Mobility"),
            N_(
                "The Europass Mobility document distinguishes several kinds of competence, which "
                "can feed the contract too. Word every objective precisely, make it measurable, "
                "and above all keep it realistic."
            ),
        ),
    ),
)

PREPARE_HOST_COMPANIES: Final = Step(
    "prepare-host-companies",
    N_("Find and prepare the host companies"),
    N_(
        "Every selected learner has a host company that knows why they come, what they will work "
        "on, and who looks after them."
    ),
    tasks=(
        Task(
            "identify-host-companies",
            N_("Find host companies"),
            allow("host", deputies=("coordinator",)),
            N_(
                "Raise interest among companies, find those that could receive a learner, and "
                "present to them what the mobility is meant to achieve."
            ),
            guards=(guards.host_companies_identified(),),
            after=("present-project/agree-learning-outcomes",),
        ),
        Task(
            "select-host-companies",
            N_("Select the host companies"),
            allow("host", deputies=("coordinator",)),
            N_(
                "Inform the companies, choose among them and place every selected learner. Each "
                "company knows its learner's profile and expectations, which tasks and gestures "
                "to practise on which products, and its own part in the evaluation."
            ),
            scope="learner",
            population=("engaged",),
            guards=(guards.placed(),),
            after=(
                "prepare-host-companies/identify-host-companies",
                "select-learners/notify-selection",
            ),
        ),
        Task(
            "sign-contract",
            N_("Sign the contract with everyone"),
            allow(
                "host-company",
                "sending-company",
                "learner",
                "guardian",
                deputies=("coordinator",),
            ),
            N_(
                "The host company signs, and so does the sending company when there is one; the "
                "official templates add the learner, and a guardian for a minor. The evaluation "
                "grid and the individual statement of results are annexed before anyone signs."
            ),
            scope="learner",
            population=("engaged",),
            guards=(guards.contract_signed("all"),),
            after=(
                "prepare-reception/finalise-contract",
                "prepare-host-companies/select-host-companies",
            ),
        ),
        Task(
            "name-tutor",
            N_("Name a tutor in every company"),
            allow("host-company", "tutor", deputies=("coordinator",)),
            N_(
                "In each host company one person is the learner's contact and tutor. The name "
                "may be known before the contract is signed."
            ),
            scope="learner",
            population=("engaged",),
            guards=(guards.tutor_named(),),
            after=("prepare-host-companies/select-host-companies",),
        ),
    ),
    notes=(
        Note(
            "send-cvs-early",
            N_("Send the CVs early"),
            N_(
                "Pass on CVs, and whatever helps to know the learners, while the host partner "
                "still has time to match each of them with a suitable company."
            ),
        ),
        Note(
            "connect-companies",
            N_("Bring the companies together"),
            N_(
                "Introduce sending and host companies to each other, with their size and "
                "speciality. A hybrid mobility works well: tutors meet online, and learners are "
                "introduced to the company that awaits them."
            ),
        ),
    ),
)
