"""The pedagogical contract: drafted, issued, signed, refused, amended.

An amendment is a proposal beside the version in force, which binds until the new one is signed
by everybody concerned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from attrs import field

from mobiflow._record import evolve, record
from mobiflow.actions._spec import action, day, earlier, learner_ref
from mobiflow.i18n import N_
from mobiflow.model import Contract, Learner, Mobility, Objective, Ref, Signature
from mobiflow.model.constraints import ID, PERSONAL_PROSE
from mobiflow.model.words import AmendmentScope, Channel
from mobiflow.rules.context import Context
from mobiflow.rules.contracts import Signer, all_objectives, differences, signers
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Permission, Reason, allow

__all__ = ["AmendContract", "DraftContract", "IssueContract", "RefuseContract", "SignContract"]


_SHARED: Final = {
    "not-agreed": N_("{outcome} is not among the units of learning outcomes agreed"),
}
"""What several of these actions say."""


@action(
    allow("coordinator", "host"),
    categories=("applying", "engaged", "away"),
    subject="learner",
    title=N_("draw up the contract"),
    says={**_SHARED, "already-drafted": N_("there is a contract already; amend it")},
)
@record
class DraftContract:
    """A first version of a learner's contract is drawn up; also after one was refused.

    Without ``objectives`` it aims at every unit agreed. Its dates are those of the stay.
    """

    learner: str = field(metadata=ID)
    objectives: tuple[Objective, ...] | None = field(default=None, kw_only=True)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        if learner.contract is not None or learner.proposal is not None:
            yield Reason("already-drafted", ref)
        if not context.units:
            yield Reason("units-missing", Ref("mobility", mobility.id))
        yield from _objectives_known(context, ref, self.objectives)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner = mobility.learners[self.learner]
        contract = Contract(
            version=len(learner.contracts) + 1,
            status=rules.initial("contract"),
            objectives=self.objectives or all_objectives(tuple(mobility.units.values())),
            period=learner.stay.period or mobility.period,
            drafted=day(self.on),
        )
        return mobility.with_contract(learner, contract)


@action(
    trigger="issue",
    kind="contract",
    names=lambda ref: {"learner": ref.owner},
    title=N_("issue the contract"),
    says={"before-drafted": N_("{day} is before the version was drafted, {drafted}")},
)
@record
class IssueContract:
    """A version is final and goes to the parties to be signed."""

    learner: str = field(metadata=ID)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (_version(mobility, self.learner, None),)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref = _version(mobility, self.learner, None)
        _, contract = _target(mobility, self.learner, None)
        return earlier("before-drafted", ref, self.on, contract.drafted, "drafted")

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner, contract = _target(mobility, self.learner, None)
        return mobility.with_contract(learner, evolve(contract, issued=day(self.on)))


def _signatory(
    rules: WorkflowIndex, mobility: Mobility, values: Mapping[str, object]
) -> Permission:
    role = rules.party(str(values["party"])).role
    by_hand = values.get("channel", "paper") != "electronic" and role != "coordinator"
    return allow(role, deputies=("coordinator",) if by_hand else ())


@action(
    _signatory,
    trigger="sign",
    kind="contract",
    title=N_("sign the contract"),
    says={
        "company-unknown": N_("the host company is not known yet, so it cannot sign"),
        "signed-before-issue": N_(
            "a signature of {day} is older than the version, issued {issued}"
        ),
        "which-company": N_("several companies sign as {party}; say which (of): {choices:company}"),
    },
)
@record
class SignContract:
    """A party signs a version, the proposal at hand unless ``version`` says otherwise.

    ``of`` is the company signed for and may be left out when there is only one. Nobody signs
    for another party, except the coordinator who records a ``paper`` or ``scanned`` signature.
    """

    learner: str = field(metadata=ID)
    party: str
    of: str | None = field(default=None, kw_only=True)
    version: int | None = field(default=None, kw_only=True)
    channel: Channel = field(default="electronic", kw_only=True)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (_version(mobility, self.learner, self.version),)

    def signing(self, context: Context, mobility: Mobility) -> tuple[Signer, ...]:
        """The signers this can be: exactly one, unless there is something to object."""
        learner, contract = _target(mobility, self.learner, self.version)
        return tuple(
            signer
            for signer in signers(context, learner, contract)
            if isinstance(signer, Signer)
            and signer.party.id == self.party
            and self.of in (None, signer.of)
        )

    def resolve(self, context: Context, mobility: Mobility) -> SignContract:
        mine = self.signing(context, mobility)
        return evolve(self, of=mine[0].of) if len(mine) == 1 and mine[0].of else self

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        learner, contract = _target(mobility, self.learner, self.version)
        ref = _version(mobility, self.learner, self.version)
        mine = self.signing(context, mobility)
        if not mine:
            wanted = signers(context, learner, contract)
            choices = tuple(
                f"{s.party.id} {s.of or ''}".strip() for s in wanted if isinstance(s, Signer)
            )
            yield Reason("not-a-signer", ref, {"party": self.party, "choices": choices})
        elif len(mine) > 1:
            companies = tuple(str(s.of) for s in mine)
            yield Reason("which-company", ref, {"party": self.party, "choices": companies})
        for signer in mine[:1]:
            if signer.of == "":
                yield Reason("company-unknown", ref, {"party": self.party})
            elif contract.signed_by(self.party, signer.of) is not None:
                yield Reason("already-signed", ref, {"party": self.party})
        for change in differences(context, learner, contract):
            yield Reason("contract-outdated", ref, {"change": change})
        if contract.issued is not None and day(self.on) < contract.issued:
            params = {"day": day(self.on), "issued": contract.issued}
            yield Reason("signed-before-issue", ref, params)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner, contract = _target(mobility, self.learner, self.version)
        signature = Signature(self.party, day(self.on), contract.version, self.channel, self.of)
        signed = evolve(contract, signatures=(*contract.signatures, signature))
        return mobility.with_contract(learner, signed)


@action(trigger="refuse", kind="contract", title=N_("turn down the contract"))
@record
class RefuseContract:
    """A proposal is turned down, for a reason; a version in force stays in force."""

    learner: str = field(metadata=ID)
    reason: str = field(kw_only=True, metadata=PERSONAL_PROSE)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (_version(mobility, self.learner, None),)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner, contract = _target(mobility, self.learner, None)
        return mobility.with_contract(learner, evolve(contract, reason=self.reason))


@action(
    allow("coordinator", "host"),
    categories=("applying", "engaged", "away", "back"),
    subject="learner",
    title=N_("amend the contract"),
    says={
        **_SHARED,
        "changes-missing": N_("say what the amendment changes, and only that"),
        "objectives-missing": N_("give the new objectives, different from the present ones"),
    },
)
@record
class AmendContract:
    """A new version is proposed: other objectives, the stay's new dates, another placement.

    It replaces a proposal that is not in force yet. With ``objectives`` among the changes the
    new objectives must be given, unless units agreed upon were changed.
    """

    learner: str = field(metadata=ID)
    changes: tuple[AmendmentScope, ...]
    reason: str = field(kw_only=True, metadata=PERSONAL_PROSE)
    objectives: tuple[Objective, ...] | None = field(default=None, kw_only=True)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        current = learner.proposal or learner.contract
        if current is None:
            yield Reason("contract-missing", ref)
            return
        if not self.changes:
            yield Reason("changes-missing", ref)
        needed = "objectives" not in tuple(differences(context, learner, current))
        if (
            "objectives" in self.changes
            and needed
            and self.objectives in (None, (), current.objectives)
        ):
            yield Reason("objectives-missing", ref)
        if "objectives" not in self.changes and self.objectives is not None:
            yield Reason("changes-missing", ref)
        yield from _objectives_known(context, ref, self.objectives)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner = mobility.learners[self.learner]
        base = learner.proposal or learner.contract
        objectives = self.objectives or (base.objectives if base else ())
        taught = tuple(_still_taught(mobility, objectives))
        contract = Contract(
            version=len(learner.contracts) + 1,
            status=rules.initial("contract"),
            objectives=taught or all_objectives(tuple(mobility.units.values())),
            period=learner.stay.period or mobility.period,
            changes=self._changes(learner),
            drafted=day(self.on),
            reason=self.reason,
        )
        return mobility.with_contract(learner, contract)

    def _changes(self, learner: Learner) -> tuple[AmendmentScope, ...]:
        """What changes against the version in force; nothing does while there is none."""
        if learner.contract is None:
            return ()
        pending = learner.proposal.changes if learner.proposal else ()
        return tuple(dict.fromkeys((*pending, *self.changes)))


def _objectives_known(
    context: Context, ref: Ref, objectives: tuple[Objective, ...] | None
) -> Iterator[Reason]:
    known = {path for unit in context.units.values() for path in unit.paths}
    for objective in objectives or ():
        for path in (path for path in objective.paths if path not in known):
            yield Reason("not-agreed", ref, {"outcome": path})
        if not objective.outcomes:
            yield Reason("unit-empty", ref)


def _still_taught(mobility: Mobility, objectives: tuple[Objective, ...]) -> Iterator[Objective]:
    for objective in objectives:
        unit = mobility.units.get(objective.unit)
        if unit is not None:
            taught = {outcome.id for outcome in unit.outcomes}
            outcomes = tuple(outcome for outcome in objective.outcomes if outcome in taught)
            if outcomes:
                yield Objective(objective.unit, outcomes)


def _version(mobility: Mobility, learner_id: str, version: int | None) -> Ref:
    learner = mobility.learners.get(learner_id)
    if version is None and learner is not None and learner.contracts:
        version = (learner.proposal or learner.contracts[-1]).version
    ref = Ref("contract", str(version or 1), learner_id)
    mobility.subject(ref)
    return ref


def _target(mobility: Mobility, learner_id: str, version: int | None) -> tuple[Learner, Contract]:
    target = mobility.target(_version(mobility, learner_id, version))
    return target.learner, target.contract
