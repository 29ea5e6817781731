"""The ends of a stay whose outcomes are documented or evaluated, and not certified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve

from mobiflow.contributions import AddState, Contribution, Replace
from mobiflow.definition import Choice, Lifecycle, State, Workflow
from mobiflow.i18n import N_
from mobiflow.model import Learner
from mobiflow.rules.context import Context
from mobiflow.verdict import allow

__all__ = ["changes_of"]

DOCUMENTED: Final = State("documented", "ended", N_("outcomes documented"))
EVALUATED: Final = State("evaluated", "ended", N_("outcomes evaluated"))


_RECORDS: Final = allow("certifier", "educator", deputies=("coordinator",))
"""Who records how a stay ends. Who decides on a unit is the certifier's own rule."""


def changes_of(workflow: Workflow) -> Iterator[Contribution]:
    """Two states, and a decision that leads to them where nothing is to be certified."""
    for lifecycle in workflow.lifecycles:
        if lifecycle.kind == "learner" and _decides(lifecycle):
            yield AddState(DOCUMENTED, "learner")
            yield AddState(EVALUATED, "learner")
            yield from _decisions(lifecycle)


def _decides(lifecycle: Lifecycle) -> bool:
    return any(transition.trigger == "decide" for transition in lifecycle.transitions)


def _decisions(lifecycle: Lifecycle) -> Iterator[Contribution]:
    for transition in lifecycle.transitions:
        if transition.trigger == "decide" and transition.choice is not None:
            address = f"transition:learner/decide/{transition.sources[0]}"
            choice = _by_ambition(transition.choice)
            dests = (*transition.dests, DOCUMENTED.id, EVALUATED.id)
            decided = evolve(transition, dests=dests, choice=choice, permission=_RECORDS)
            yield Replace(address, decided)


def _by_ambition(certify: Choice) -> Choice:
    def choose(context: Context, learner: Learner) -> str:
        match context.certification_of(learner).ambition:
            case "document":
                return DOCUMENTED.id
            case "evaluate":
                return EVALUATED.id
            case _:
                return certify.func(context, learner)

    return Choice("by-ambition", 1, choose)
