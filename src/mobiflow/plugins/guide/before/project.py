"""The project: presented to everybody, and agreed between the partners."""

from __future__ import annotations

from typing import Final

from mobiflow import guards
from mobiflow.definition import Note, Step, Task
from mobiflow.i18n import N_
from mobiflow.verdict import allow

__all__ = ["PRESENT_PROJECT"]

PRESENT_PROJECT: Final = Step(
    "present-project",
    N_("Prepare and present the project"),
    N_(
        "Everybody involved learns what the mobility is for and how it works. The partners agree "
        "on what will be learnt, and on how it will be assessed."
    ),
    tasks=(
        Task(
            "tailor-presentation",
            N_("Tailor the presentation to each audience"),
            allow("coordinator"),
            N_(
                "Say what the mobility aims at and how it is organised, in a version for every "
                "audience. For each one settle the key message, the channels, and the method: "
                "how, when, where and by whom."
            ),
        ),
        Task(
            "brief-host-partner",
            N_("Brief the host partner"),
            allow("coordinator"),
            N_(
                "The host partner knows which learner profiles to expect and the training and "
                "certification framework they come from, and the people you deal with really "
                "understand it. A translation into English helps; one into the host country's "
                "language helps more."
            ),
            after=("present-project/tailor-presentation",),
        ),
        Task(
            "agree-learning-outcomes",
            N_("Agree on the learning outcomes"),
            allow("coordinator", "host", "educator"),
            N_(
                "Settle with the host partner what learners should know, understand and be able "
                "to do when they come home. Group the outcomes into coherent units of learning "
                "outcomes, so that each unit can be assessed and validated on its own."
            ),
            guards=(guards.units_agreed(),),
            after=("present-project/brief-host-partner",),
        ),
        Task(
            "choose-assessment-tools",
            N_("Choose how to assess and validate"),
            allow("coordinator", "educator", "certifier"),
            N_(
                "With the educational team, draw the competences from the certification's "
                "reference standard, and build the assessment tools or learn to use existing "
                "ones. Decide in advance how the stay is assessed and how its outcomes are "
                "validated."
            ),
            guards=(guards.assessment_chosen(),),
            after=("present-project/agree-learning-outcomes",),
        ),
    ),
    notes=(
        Note(
            "preparatory-visit",
            N_("Visit your partners beforehand"),
            N_(
                "Compare training systems, diplomas and trades with your partners. A preparatory "
                "visit is the best way to see what they can offer, what limits them, and which "
                "companies could receive your learners."
            ),
        ),
        Note(
            "promise-what-you-can",
            N_("Promise only what you can deliver"),
            N_(
                "Whatever you announce binds you. Announce what you are sure to deliver, and "
                "nobody will come home disappointed."
            ),
        ),
        Note(
            "measurable-goals",
            N_("Set goals you can measure"),
            N_(
                "Keep goals within reach and give each of them an indicator, in numbers or in "
                "observations. You will need them to report on what the project achieved."
            ),
        ),
        Note(
            "plan-b",
            N_("Keep a plan B"),
            N_(
                "Things change along the way. Have an alternative ready and stay flexible, but "
                "never lose sight of the reference standards."
            ),
        ),
        Note(
            "ask-prerequisites",
            N_("Ask about the host country's prerequisites"),
            N_(
                "Some countries ask things of apprentices before they may work in a company. "
                "Find out early from your partners what yours must hold, prove or have "
                "completed."
            ),
        ),
        Note(
            "plan-b-objectives",
            N_("Be ready to adapt the objectives"),
            N_(
                "The partner or the company may be unable to work on some of the objectives you "
                "chose. Listen to what they propose and adapt, always within the training "
                "framework: a signed contract can be amended, and binds until its amendment is "
                "signed."
            ),
        ),
    ),
)
