"""What is signed and handed in: contracts and documents."""

from __future__ import annotations

from typing import Final

from mobiflow import guards
from mobiflow._record import evolve
from mobiflow.actions import Action
from mobiflow.definition import Effect, Lifecycle, State, Transition
from mobiflow.i18n import N_
from mobiflow.model import Contract, Target
from mobiflow.verdict import allow

__all__ = ["CONTRACT", "DOCUMENT"]


def _in_effect(target: Target, act: Action) -> Contract:
    """The placement annex is filled in with the companies known when a version takes effect."""
    del act
    placed = (placement.company for placement in target.learner.placements)
    return evolve(target.contract, companies=tuple(dict.fromkeys(placed)))


CONTRACT: Final = Lifecycle(
    "contract",
    "draft",
    states=(
        State("draft", title=N_("draft")),
        State("issued", title=N_("issued")),
        State("in-force", title=N_("in force")),
        State("refused", title=N_("refused")),
        State("superseded", title=N_("superseded")),
    ),
    transitions=(
        Transition(
            "issue",
            ("draft",),
            ("issued",),
            allow("coordinator", "host"),
            guards=(guards.contract_complete(),),
            title=N_("issue the contract"),
        ),
        Transition(
            "sign",
            ("issued",),
            ("issued",),
            allow("coordinator", "host"),
            title=N_("sign the contract"),
        ),
        Transition(
            "refuse",
            ("draft", "issued"),
            ("refused",),
            allow(
                "coordinator",
                "host",
                "host-company",
                "sending-company",
                "learner",
                "guardian",
            ),
            exceptional=True,
            title=N_("refuse the contract"),
        ),
        Transition(
            "take-effect",
            ("issued",),
            ("in-force",),
            allow("system"),
            guards=(guards.fully_signed(),),
            effect=Effect("in-effect", 1, _in_effect),
            automatic=True,
            title=N_("put the contract into force"),
        ),
        Transition(
            "supersede",
            ("draft", "issued", "in-force"),
            ("superseded",),
            allow("system"),
            guards=(guards.contract_replaced(),),
            automatic=True,
            title=N_("replace the contract"),
        ),
    ),
)
"""From the draft of a version to its being in force, refused or superseded."""

DOCUMENT: Final = Lifecycle(
    "document",
    "collected",
    states=(
        State("collected", title=N_("collected")),
        State("verified", title=N_("verified")),
        State("rejected", title=N_("rejected")),
    ),
    transitions=(
        Transition(
            "verify",
            ("collected",),
            ("verified",),
            allow("coordinator"),
            title=N_("verify the document"),
        ),
        Transition(
            "reject",
            ("collected", "verified"),
            ("rejected",),
            allow("coordinator"),
            exceptional=True,
            title=N_("reject the document"),
        ),
    ),
)
"""From what was handed in to what was verified or rejected."""
