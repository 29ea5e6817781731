"""What Acme, a made-up training centre, adds to mobiflow.

A module with functions marked ``@hookimpl`` is all that a plugin is. Each of
them is called when an engine is built; none is called while mobilities run.
"""

from __future__ import annotations

from collections.abc import Iterable

from mobiflow import Action, allow, hookimpl
from mobiflow.contributions import (
    AddGuard,
    AddLabel,
    AddLeadTime,
    AddPhase,
    Contribution,
)
from mobiflow.definition import (
    Catalog,
    Certification,
    FactsKind,
    LeadTime,
    Prerequisite,
    Workflow,
)
from mobiflow.lifecycles import READY_TO_DEPART
from mobiflow_acme.certifier import JOURNEYMAN
from mobiflow_acme.law import PROTECTION
from mobiflow_acme.lodging import Lodging, lodged
from mobiflow_acme.visit import PHASE, PlanVisit, Visit
from mobiflow_acme.words import FOLDER, N_


@hookimpl
def mobiflow_extend(workflow: Workflow) -> Iterable[Contribution]:
    """A phase between *before* and *during*; a place to sleep for everybody."""
    if workflow.id != "mobility":
        return ()
    return (
        AddPhase(PHASE, after="before"),
        AddLabel("state:mobility/visit", N_("at the preparatory visit")),
        AddLeadTime("visit-partner", LeadTime("start", -28)),
        AddGuard(lodged(), READY_TO_DEPART),
        AddLeadTime("fact/lodging", LeadTime("start", -14)),
    )


@hookimpl
def mobiflow_prerequisites() -> Iterable[Prerequisite]:
    """What the law of Arcadia demands."""
    return (PROTECTION,)


@hookimpl
def mobiflow_certifier_rules() -> Iterable[Certification]:
    """How Acme's chamber of trades certifies."""
    return (JOURNEYMAN,)


@hookimpl
def mobiflow_facts() -> Iterable[FactsKind]:
    """What Acme wants to know that mobiflow does not ask."""
    return (
        FactsKind(
            "mobility", Visit, allow()
        ),  # nobody: that is what PlanVisit is for
        FactsKind("learner", Lodging, allow("host", deputies=("coordinator",))),
    )


@hookimpl
def mobiflow_actions() -> Iterable[type[Action]]:
    """What people at Acme do that nobody else does."""
    return (PlanVisit,)


@hookimpl
def mobiflow_catalogs() -> Iterable[Catalog]:
    """All of it in French."""
    return (Catalog(FOLDER, "acme"),)
