"""What the workflow's data come to for one learner: documents asked for, contract, signers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from mobiflow._record import record
from mobiflow.definition import Condition, Party, Requirement
from mobiflow.model import Contract, Learner, Objective, Unit
from mobiflow.model.words import AmendmentScope
from mobiflow.rules.context import Context
from mobiflow.rules.index import WorkflowIndex

__all__ = ["Signer", "Unknown"]


@record
class Signer:
    """A party that must sign; ``of`` is the company, ``None`` where no company is concerned.

    A host company that is still to be found is a signer whose ``of`` is empty.
    """

    party: Party
    of: str | None = None


@record
class Unknown:
    """A fact that decides whether something applies, and is not known."""

    fact: str


def asked_at(context: Context, learner: Learner, gate: str) -> Iterator[Requirement | Unknown]:
    """The documents a gate asks of a learner, and the facts missing to tell."""
    day = context.period_of(learner).start
    for requirement in context.rules.gates.get(gate, ()):
        applies = _applies(context, learner, requirement.applies, day)
        if applies is None:
            yield Unknown(requirement.applies.fact if requirement.applies else "")
        elif applies:
            yield requirement


def signers(context: Context, learner: Learner, contract: Contract) -> Iterator[Signer | Unknown]:
    """Everybody who must sign a version, and the facts missing to tell.

    Whether a guardian signs depends on the learner's age on the day the learner signs; as long
    as that day has not come, on the day of issue.
    """
    signed = contract.signed_by("learner", None)
    day = signed.on if signed else contract.issued or contract.drafted or contract.period.start
    wanted = _parties_for(context.rules, contract.changes)
    for party in context.rules.workflow.parties:
        if party.id not in wanted:
            continue
        applies = _applies(context, learner, party.applies, day)
        if applies is None:
            yield Unknown(party.applies.fact if party.applies else "")
        elif applies:
            yield from _signers_of(context, learner, contract, party)


def _signers_of(
    context: Context, learner: Learner, contract: Contract, party: Party
) -> Iterator[Signer | Unknown]:
    if party.each == "placement":
        companies = signing_companies(context, learner, contract)
        yield from (Signer(party, company) for company in companies or ("",))
    elif party.each == "employer":
        if learner.employer is None:
            yield Unknown("employer")
        else:
            yield Signer(party, learner.employer)
    else:
        yield Signer(party)


def signing_companies(context: Context, learner: Learner, contract: Contract) -> tuple[str, ...]:
    """The host companies that must sign a version.

    All of the placements sign a first contract; an amendment is signed by the companies new to
    the contract or, if there is none, by the one where the learner is last.
    """
    placed = tuple(
        placement.company
        for placement in learner.placements
        if (company := context.companies.get(placement.company)) is not None
        and company.status != "declined"
    )
    in_force = learner.contract
    if not contract.changes or in_force is None:
        return tuple(dict.fromkeys(placed))
    known = in_force.companies
    new = tuple(dict.fromkeys(company for company in placed if company not in known))
    return new or placed[-1:]


def _parties_for(rules: WorkflowIndex, changes: tuple[AmendmentScope, ...]) -> frozenset[str]:
    if not changes:
        return frozenset(rules.parties)
    amendments = rules.workflow.amendment_parties
    return frozenset(
        party for change in changes for party in amendments.get(change, tuple(rules.parties))
    )


def _applies(
    context: Context, learner: Learner, condition: Condition | None, day: date
) -> bool | None:
    return True if condition is None else condition.func(context, learner, day)


def later(start: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return date(year, month + 1, start.day)
    except ValueError:  # a shorter month, so not December
        return date(year, month + 2, 1) - timedelta(1)


def all_objectives(units: Iterator[Unit] | tuple[Unit, ...]) -> tuple[Objective, ...]:
    """Every outcome of every unit."""
    return tuple(
        Objective(unit.id, tuple(outcome.id for outcome in unit.outcomes)) for unit in units
    )


def objectives_of(context: Context, learner: Learner) -> tuple[Objective, ...]:
    """What a learner is assessed on: the contract in force, or every unit agreed."""
    contract = learner.contract
    return contract.objectives if contract else all_objectives(tuple(context.units.values()))


def unmarked(context: Context, learner: Learner) -> Iterator[Mapping[str, str]]:
    """The outcomes aimed at without a mark, or with one from another scale than the present."""
    scale = context.assessment.scale if context.assessment else None
    for objective in objectives_of(context, learner):
        for path in objective.paths:
            mark = learner.grid.marks.get(path)
            if mark is None:
                yield {"outcome": path}
            elif mark.value is not None and scale is not None and not scale.accepts(mark.value):
                yield {"outcome": path, "mark": mark.value, "scale": str(scale)}


def differences(context: Context, learner: Learner, contract: Contract) -> Iterator[AmendmentScope]:
    """What a version no longer says rightly: its dates, companies, objectives, and parties."""
    if contract.period != context.period_of(learner):
        yield "dates"
    if contract.status == "in-force" and any(
        placement.company not in contract.companies for placement in learner.placements
    ):
        yield "placement"
    if not all(_still_taught(context, objective) for objective in contract.objectives):
        yield "objectives"
    if contract.status == "in-force" and any(_left_out(context, learner, contract)):
        yield "parties"


def _left_out(context: Context, learner: Learner, contract: Contract) -> Iterator[Party]:
    """The parties that a fact learnt since has added: an employer, a guardian.

    What a party signed before counts, in any version that took effect. Host companies come and
    go with the placements.
    """
    bound = [c for c in learner.contracts if c.status == "in-force" or c.companies]
    signed = contract.signed_by("learner", None)
    day = signed.on if signed else contract.issued or contract.period.start
    for party in context.rules.workflow.parties:
        of = learner.employer if party.each == "employer" else None
        if (
            party.each != "placement"
            and _applies(context, learner, party.applies, day)
            and all(version.signed_by(party.id, of) is None for version in bound)
        ):
            yield party


def _still_taught(context: Context, objective: Objective) -> bool:
    unit = context.units.get(objective.unit)
    return unit is not None and set(objective.outcomes) <= {o.id for o in unit.outcomes}
