"""The lifecycles every workflow may use; a workflow's own start from these.

The lifecycle of the mobility is not here: it is generated from the phases.
"""

from __future__ import annotations

from typing import Final

from attrs import evolve

from mobiflow import guards
from mobiflow.actions import Action, Fire
from mobiflow.actions._spec import day
from mobiflow.definition import Choice, Effect, Lifecycle, State, Transition
from mobiflow.model import Contract, Incident, Learner
from mobiflow.rules.context import Context
from mobiflow.rules.contracts import Held, objectives_of
from mobiflow.verdict import allow

__all__ = ["CONTRACT", "DOCUMENT", "HOST_COMPANY", "INCIDENT", "LEARNER", "READY_TO_DEPART"]

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


def _in_effect(held: Held, act: Action) -> Contract:
    """The placement annex is filled in with the companies known when a version takes effect."""
    del act
    placed = (placement.company for placement in held.learner.placements)
    return evolve(held.contract, companies=tuple(dict.fromkeys(placed)))


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
        State("candidate", "applying"),
        State("selected", "engaged"),
        State("rejected", "ended"),
        State("withdrawn", "ended"),
        State(
            "abroad",
            "away",
            invariants=(
                guards.documents_collected("departure"),
                guards.contract_signed("all"),
                guards.placed(),
                guards.tutor_named(),
            ),
        ),
        State("interrupted", "back"),
        State("returned", "back"),
        State("no-show", "ended"),
        *(State(decided, "ended") for decided in _DECIDED),
    ),
    transitions=(
        Transition(
            "select",
            ("candidate",),
            ("selected",),
            _COORDINATOR,
            guards=(guards.documents_collected("application", excusable_by=("coordinator",)),),
        ),
        Transition("reject", ("candidate",), ("rejected",), _COORDINATOR, exceptional=True),
        Transition(
            "withdraw",
            ("candidate", "selected"),
            ("withdrawn",),
            allow("learner", "guardian", deputies=("coordinator",)),
            exceptional=True,
        ),
        Transition(
            "reinstate",
            _GONE,
            ("candidate",),
            _COORDINATOR,
            asks=("reason",),
            exceptional=True,
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
        ),
        Transition(
            "mark-no-show",
            ("selected",),
            ("no-show",),
            allow("coordinator", "host"),
            guards=(guards.status_is("during"),),
            exceptional=True,
        ),
        Transition(
            "interrupt",
            ("abroad",),
            ("interrupted",),
            allow("coordinator", "host"),
            effect=Effect("interrupted", 1, _interrupted),
            asks=("reason", "force_majeure"),
            exceptional=True,
        ),
        Transition(
            "come-back",
            ("abroad",),
            ("returned",),
            allow("coordinator", "accompanist", "host"),
            guards=(guards.no_open_incident(),),
            effect=Effect("returned", 1, _returned),
        ),
        Transition(
            "decide",
            ("returned", "interrupted"),
            _DECIDED,
            allow("certifier"),
            guards=_DECISION,
            choice=_BY_UNITS,
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

HOST_COMPANY: Final = Lifecycle(
    "host-company",
    "identified",
    states=(State("identified"), State("informed"), State("selected"), State("declined")),
    transitions=(
        Transition(
            "inform", ("identified", "declined"), ("informed",), allow("host", "coordinator")
        ),
        Transition("choose-company", ("informed",), ("selected",), allow("host", "coordinator")),
        Transition(
            "decline",
            ("identified", "informed", "selected"),
            ("declined",),
            allow("host-company", "host", deputies=("coordinator",)),
            exceptional=True,
        ),
    ),
)

CONTRACT: Final = Lifecycle(
    "contract",
    "draft",
    states=(
        State("draft"),
        State("issued"),
        State("in-force"),
        State("refused"),
        State("superseded"),
    ),
    transitions=(
        Transition(
            "issue",
            ("draft",),
            ("issued",),
            allow("coordinator", "host"),
            guards=(guards.contract_complete(),),
        ),
        Transition("sign", ("issued",), ("issued",), allow("coordinator", "host")),
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
        ),
        Transition(
            "take-effect",
            ("issued",),
            ("in-force",),
            allow("system"),
            guards=(guards.fully_signed(),),
            effect=Effect("in-effect", 1, _in_effect),
            automatic=True,
        ),
        Transition(
            "supersede",
            ("draft", "issued", "in-force"),
            ("superseded",),
            allow("system"),
            guards=(guards.contract_replaced(),),
            automatic=True,
        ),
    ),
)

DOCUMENT: Final = Lifecycle(
    "document",
    "collected",
    states=(State("collected"), State("verified"), State("rejected")),
    transitions=(
        Transition("verify", ("collected",), ("verified",), allow("coordinator")),
        Transition(
            "reject", ("collected", "verified"), ("rejected",), _COORDINATOR, exceptional=True
        ),
    ),
)

INCIDENT: Final = Lifecycle(
    "incident",
    "open",
    states=(State("open"), State("mediation"), State("resolved"), State("unresolved")),
    transitions=(
        Transition("mediate", ("open",), ("mediation",), allow("coordinator", "host")),
        Transition(
            "resolve",
            ("open", "mediation"),
            ("resolved",),
            allow("coordinator", "host"),
            effect=Effect("settled", 1, _settled),
            asks=("reason",),
        ),
        Transition(
            "give-up",
            ("open", "mediation"),
            ("unresolved",),
            _COORDINATOR,
            effect=Effect("settled", 1, _settled),
            asks=("reason",),
            exceptional=True,
        ),
    ),
)
