"""Documents, the parties to the contract and the evidence: what partners have agreed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from mobiflow.definition import Workflow
from mobiflow.definition.checks.places import each, guards, referred
from mobiflow.definition.checks.wording import listed, problem, unless_known
from mobiflow.errors import Problem, nearest, shown
from mobiflow.model.words import AmendmentScope, Evidence, Scope

__all__ = ["problems_of_agreement"]

_RELATIONS: Final = ("placement", "employer")


def problems_of_agreement(workflow: Workflow) -> Iterator[Problem]:
    """Documents and signatures that nobody could ever give, and evidence of nothing."""
    for path, document in each("$.documents", workflow.documents):
        scopes = get_args(Scope)
        yield from unless_known(f"{path}.scope", "scope", document.scope, scopes, document.source)
    yield from _requirements(workflow)
    yield from _parties(workflow)
    if not workflow.evidence:
        message = f"Nothing may document an assessment: name some of {listed(get_args(Evidence))}."
        yield problem("$.evidence", message, workflow.source)
    yield from unless_known(
        "$.evidence", "evidence", workflow.evidence, get_args(Evidence), workflow.source
    )


def _requirements(workflow: Workflow) -> Iterator[Problem]:
    known = tuple(document.id for document in workflow.documents)
    gates = {name for _, guard in guards(workflow) for name in referred(guard, "gate")}
    # A gate whose guard a plugin removed on purpose is no slip.
    gates |= {
        r.gate for r in workflow.requirements for a in workflow.removed if f"gate={r.gate})" in a
    }
    for path, requirement in each("$.requirements", workflow.requirements):
        source = requirement.source
        if not requirement.kinds:
            message = "No document would do: name at least one kind."
            yield problem(f"{path}.kinds", message, source)
        yield from unless_known(f"{path}.kinds", "document kind", requirement.kinds, known, source)
        # Gates are free words, but one that resembles those asked about is a slip.
        near = nearest(requirement.gate, gates, alike=0.8)
        if requirement.gate not in gates and near:
            message = f"No guard asks about the gate {shown(requirement.gate)}."
            yield problem(f"{path}.gate", f"{message} Did you mean {shown(near[0])}?", source)


def _parties(workflow: Workflow) -> Iterator[Problem]:
    known = tuple(party.id for party in workflow.parties)
    for path, party in each("$.parties", workflow.parties):
        if party.each:
            yield from unless_known(
                f"{path}.each", "relation", party.each, _RELATIONS, party.source
            )
    for change, parties in workflow.amendment_parties.items():
        path = f"$.amendment_parties[{change}]"
        source, changes = workflow.source, get_args(AmendmentScope)
        yield from unless_known(path, "kind of change", change, changes, source)
        yield from unless_known(path, "contract party", parties, known, source)
