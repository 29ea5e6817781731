"""The lifecycle of the mobility, which is generated from a workflow's phases."""

from __future__ import annotations

from typing import Final

from mobiflow import guards
from mobiflow.definition import Lifecycle, Phase, State, Transition
from mobiflow.i18n import N_
from mobiflow.verdict import allow

__all__ = ["mobility_lifecycle"]

_OPEN: Final = "open"
_CLOSED: Final = "closed"


def mobility_lifecycle(phases: tuple[Phase, ...]) -> Lifecycle:
    """The lifecycle generated from the phases: onwards, and the ways out and back."""
    names = [phase.id for phase in phases]
    onwards = tuple(
        Transition(
            "advance", (name,), (after,), allow("coordinator"), title=N_("advance the mobility")
        )
        for name, after in zip(names, [*names[1:], "completed"], strict=True)
    )
    cancel = Transition(
        "cancel",
        tuple(names),
        ("cancelled",),
        allow("coordinator"),
        guards=(guards.nobody_away(),),
        asks=("reason",),
        exceptional=True,
        title=N_("cancel the mobility"),
    )
    reopen = Transition(
        "reopen",
        ("completed",),
        (names[-1],),
        allow("coordinator"),
        asks=("reason",),
        exceptional=True,
        title=N_("reopen the mobility"),
    )
    states = tuple(State(phase.id, _OPEN, phase.title) for phase in phases)
    ends = (
        State("completed", _CLOSED, N_("completed")),
        State("cancelled", _CLOSED, N_("cancelled")),
    )
    return Lifecycle("mobility", names[0], (*states, *ends), (*onwards, cancel, reopen))
