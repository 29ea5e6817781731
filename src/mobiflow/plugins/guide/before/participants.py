"""The participants: ready to leave."""

from __future__ import annotations

from typing import Final

from mobiflow.definition import Note, Step, Task
from mobiflow.i18n import N_
from mobiflow.verdict import allow

__all__ = ["PREPARE_PARTICIPANTS"]

PREPARE_PARTICIPANTS: Final = Step(
    "prepare-participants",
    N_("Prepare the participants"),
    N_(
        "Learners leave knowing where they are going, how they will live and work there, and what "
        "is expected of them."
    ),
    after=("select-learners/notify-selection",),
    tasks=(
        Task(
            "practical-information",
            N_("Hand over the practical information"),
            allow("coordinator"),
            N_(
                "Write down everything about the journey, local transport, accommodation, "
                "logistics and insurance, and give it to each learner."
            ),
            scope="learner",
            population=("engaged",),
            waivable=True,
        ),
        Task(
            "programme",
            N_("Detail the programme"),
            allow("coordinator", "host"),
            N_(
                "Go through the programme of the stay with the participants, so that they know "
                "what awaits them."
            ),
            waivable=True,
        ),
        Task(
            "language-culture",
            N_("Prepare language and culture"),
            allow("coordinator"),
            N_(
                "Each learner gets ready for the language and the customs of the host country, "
                "at work and outside it."
            ),
            scope="learner",
            population=("engaged",),
            waivable=True,
        ),
        Task(
            "working-conditions",
            N_("Present companies and working conditions"),
            allow("coordinator", "host"),
            N_(
                "Introduce the host companies and what working over there is like: the "
                "conditions, the hours, the pace."
            ),
            waivable=True,
            after=("prepare-host-companies/select-host-companies",),
        ),
        Task(
            "funders",
            N_("Name the funders"),
            allow("coordinator"),
            N_("Tell participants whose money makes the project possible."),
            waivable=True,
        ),
        Task(
            "present-objectives",
            N_("Present the objectives and the final evaluation"),
            allow("coordinator", "educator"),
            N_(
                "Each learner knows what the stay is meant to achieve, what is expected of them, "
                "and how they will be evaluated in the end."
            ),
            scope="learner",
            population=("engaged",),
            waivable=True,
            after=("prepare-reception/finalise-contract",),
        ),
    ),
    notes=(
        Note(
            "involve-everyone",
            N_("Get everyone involved"),
            N_(
                "Let participants find out about the country and its working conditions, ask the "
                "sending company to approve the objectives, and plan together how the experience "
                "will be told. Those who help to prepare a stay get more out of it."
            ),
        ),
    ),
)
