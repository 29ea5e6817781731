"""Who travels, who receives them, and what goes wrong: learners, host companies, incidents."""

from __future__ import annotations

from typing import Final

from mobiflow import guards
from mobiflow._record import evolve
from mobiflow.actions import Action, Fire
from mobiflow.actions._spec import day
from mobiflow.definition import Choice, Effect, Lifecycle, State, Transition
from mobiflow.i18n import N_
from mobiflow.model import Incident, Learner
from mobiflow.rules.context import Context
from mobiflow.rules.contracts import objectives_of
from mobiflow.verdict import allow

__all__ = ["HOST_COMPANY", "INCIDENT", "LEARNER", "READY_TO_DEPART"]

READY_TO_DEPART: Final = "ready-to-depart"
"""The set of guards that stands before departure, by name."""

_COORDINATOR: Final = allow("coordinator")
_DECIDED: Final = ("validated", "partly-validated", "not-validated")
_GONE: Final = ("rejected", "withdrawn", "no-show")


def _departed(learner: Learner, act: Action) -> Learner:
    stay = evolve(
        learner.stay, departed=day(act.on), returned=None, force_majeure=None, reason=None
    )
    return evolve(learner, stay=stay)


def _returned(learner: Learner, act: Action) -> Learner:
    return evolve(learner, stay=evolve(learner.stay, returned=day(act.on)))


def _interrupted(learner: Learner, act: Fire) -> Learner:
    stay = evolve(
        learner.stay,
        returned=day(act.on),
        force_majeure=act.force_majeure,
        reason=act.reason,
    )
    return evolve(learner, stay=stay)


def _by_units(context: Context, learner: Learner) -> str:
    """All units validated, some, or none."""
    verdicts = {
        learner.decisions[objective.unit].verdict == "validated"
        for objective in objectives_of(context, learner)
        if objective.unit in learner.decisions
    }
    if verdicts == {True}:
        return "validated"
    partly = True in verdicts and context.certification_of(learner).partial
    return "partly-validated" if partly else "not-validated"


def _settled(incident: Incident, act: Fire) -> Incident:
    return evolve(incident, closed=day(act.on), outcome=act.reason)


_DECISION: Final = (
    guards.grid_completed(),
    guards.units_decided(),
    guards.no_proposal(),
)
_BY_UNITS: Final = Choice("by-units", 1, _by_units)

LEARNER: Final = Lifecycle(
    "learner",
    "candidate",
    states=(
        State("candidate", "applying", N_("candidate")),
        State("selected", "engaged", N_("selected")),
        State("rejected", "ended", N_("turned down")),
        State("withdrawn", "ended", N_("withdrawn")),
        State(
            "abroad",
            "away",
            N_("abroad"),
            invariants=(
                guards.documents_collected("departure"),
                guards.contract_signed("all"),
                guards.placed(),
                guards.tutor_named(),
            ),
        ),
        State("interrupted", "back", N_("stay interrupted")),
        State("returned", "back", N_("returned")),
        State("no-show", "ended", N_("no-show")),
        State("validated", "ended", N_("outcomes validated")),
        State("partly-validated", "ended", N_("outcomes partly validated")),
        State("not-validated", "ended", N_("outcomes not validated")),
    ),
    transitions=(
        Transition(
            "select",
            ("candidate",),
            ("selected",),
            _COORDINATOR,
            guards=(guards.documents_collected("application", excusable_by=("coordinator",)),),
            title=N_("select the learner"),
        ),
        Transition(
            "reject",
            ("candidate",),
            ("rejected",),
            _COORDINATOR,
            exceptional=True,
            title=N_("turn the candidate down"),
        ),
        Transition(
            "withdraw",
            ("candidate", "selected"),
            ("withdrawn",),
            allow("learner", "guardian", deputies=("coordinator",)),
            exceptional=True,
            title=N_("record that the learner withdraws"),
        ),
        Transition(
            "reinstate",
            _GONE,
            ("candidate",),
            _COORDINATOR,
            asks=("reason",),
            exceptional=True,
            title=N_("reinstate the learner"),
        ),
        Transition(
            "reinstate",
            ("interrupted",),
            ("selected",),
            _COORDINATOR,
            asks=("reason",),
            exceptional=True,
        ),
        Transition(
            "depart",
            ("selected",),
            ("abroad",),
            allow("coordinator", "accompanist", deputies=("host",)),
            guards=(guards.status_is("during"), READY_TO_DEPART),
            effect=Effect("departed", 1, _departed),
            title=N_("let the learner depart"),
        ),
        Transition(
            "mark-no-show",
            ("selected",),
            ("no-show",),
            allow("coordinator", "host"),
            guards=(guards.status_is("during"),),
            exceptional=True,
            title=N_("record that the learner did not leave"),
        ),
        Transition(
            "interrupt",
            ("abroad",),
            ("interrupted",),
            allow("coordinator", "host"),
            effect=Effect("interrupted", 1, _interrupted),
            asks=("reason", "force_majeure"),
            exceptional=True,
            title=N_("interrupt the stay"),
        ),
        Transition(
            "come-back",
            ("abroad",),
            ("returned",),
            allow("coordinator", "accompanist", "host"),
            guards=(guards.no_open_incident(),),
            effect=Effect("returned", 1, _returned),
            title=N_("record that the learner is back"),
        ),
        Transition(
            "decide",
            ("returned", "interrupted"),
            _DECIDED,
            allow("certifier"),
            guards=_DECISION,
            choice=_BY_UNITS,
            title=N_("decide on the learning outcomes"),
        ),
        Transition(
            "decide",
            _DECIDED,
            _DECIDED,
            allow("certifier"),
            guards=_DECISION,
            choice=_BY_UNITS,
            asks=("reason",),
            exceptional=True,
        ),
    ),
)
"""From the application to the decision, with the ways out and back."""

HOST_COMPANY: Final = Lifecycle(
    "host-company",
    "identified",
    states=(
        State("identified", title=N_("identified")),
        State("informed", title=N_("informed")),
        State("selected", title=N_("chosen")),
        State("declined", title=N_("declined")),
    ),
    transitions=(
        Transition(
            "inform",
            ("identified", "declined"),
            ("informed",),
            allow("host", "coordinator"),
            title=N_("inform the host company"),
        ),
        Transition(
            "choose-company",
            ("informed",),
            ("selected",),
            allow("host", "coordinator"),
            title=N_("choose the host company"),
        ),
        Transition(
            "decline",
            ("identified", "informed", "selected"),
            ("declined",),
            allow("host-company", "host", deputies=("coordinator",)),
            exceptional=True,
            title=N_("record that the host company declines"),
        ),
    ),
)
"""From a company that was found to one that receives learners."""

INCIDENT: Final = Lifecycle(
    "incident",
    "open",
    states=(
        State("open", title=N_("open")),
        State("mediation", title=N_("in mediation")),
        State("resolved", title=N_("resolved")),
        State("unresolved", title=N_("unresolved")),
    ),
    transitions=(
        Transition(
            "mediate",
            ("open",),
            ("mediation",),
            allow("coordinator", "host"),
            title=N_("begin a mediation"),
        ),
        Transition(
            "resolve",
            ("open", "mediation"),
            ("resolved",),
            allow("coordinator", "host"),
            effect=Effect("settled", 1, _settled),
            asks=("reason",),
            title=N_("resolve the incident"),
        ),
        Transition(
            "give-up",
            ("open", "mediation"),
            ("unresolved",),
            _COORDINATOR,
            effect=Effect("settled", 1, _settled),
            asks=("reason",),
            exceptional=True,
            title=N_("close the incident unresolved"),
        ),
    ),
)
"""From what went wrong to how it was settled, or was not."""
