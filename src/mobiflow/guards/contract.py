"""The guard *contract_signed*, and the guards of the contract's own lifecycle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, get_args

from mobiflow.actions import (
    AmendContract,
    DraftContract,
    IssueContract,
    RefuseContract,
    SignContract,
)
from mobiflow.actions._spec import COMMON
from mobiflow.guards.facts import UNKNOWN, fact_unknown
from mobiflow.guards.learning import NO_ASSESSMENT, assessment_refusals, units_refusals
from mobiflow.i18n import N_
from mobiflow.model import Contract, Learner, Ref, Target
from mobiflow.model.words import AmendmentScope, Channel, Role
from mobiflow.rules.context import Context
from mobiflow.rules.contracts import Signer, Unknown, differences, signers
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Ask, Guard, Reason, Remedy, maker

__all__ = ["contract_complete", "contract_replaced", "contract_signed", "no_proposal"]

_UNSIGNED: Final = {
    "contract-not-issued": N_("the contract has not been issued for signature"),
    "signature-missing": N_("the contract lacks the signature of: {party}"),
    "signature-missing:company": N_("the contract lacks the signature of: {party} ({company})"),
}
"""What a version waits for."""


_PARTNERS: Final = ("sending", "host")
_REASON: Final = Ask("reason", str, N_("Reason"))


@maker
def contract_signed(
    parties: Literal["all", "partners"] = "all", *, excusable_by: tuple[Role, ...] = ()
) -> Guard:
    """The contract is signed: by all parties and so in force, or by the two partners.

    One in force must also say what is true now: the stay's dates, the placements, the units.
    """
    return Guard(
        "contract_signed",
        1,
        _contract_signed,
        {"parties": parties},
        excusable_by=excusable_by,
        covers=_signatures,
        needs="contract",
        says={**COMMON, **UNKNOWN, **_UNSIGNED},
    )


def _signatures(rules: WorkflowIndex, parties: str) -> Iterator[str]:
    """The deadline keys of every signature, where all parties are asked."""
    if parties == "all":
        yield from (f"signature/{party}" for party in rules.parties)


@maker
def no_proposal() -> Guard:
    """No version waits beside the one in force to be issued or signed."""
    return Guard(
        "no_proposal",
        1,
        _no_proposal,
        needs="contract",
        says={
            **COMMON,
            **UNKNOWN,
            **_UNSIGNED,
            "proposal-unsignable": N_(
                "a new version of the contract waits for a company that is gone"
            ),
        },
    )


@maker
def contract_complete() -> Guard:
    """A version can be issued: objectives, dates, assessment and so the annexes are there."""
    return Guard(
        "contract_complete",
        1,
        _contract_complete,
        scope="contract",
        says={**COMMON, **NO_ASSESSMENT},
    )


@maker
def contract_replaced() -> Guard:
    """A later version has taken the place of this one."""
    return Guard(
        "contract_replaced",
        1,
        _contract_replaced,
        scope="contract",
        says={"not-replaced": N_("no later version has taken its place")},
    )


@maker
def fully_signed() -> Guard:
    """Everybody who must sign this version has."""
    return Guard("fully_signed", 1, _fully_signed, scope="contract", says={**UNKNOWN, **_UNSIGNED})


def _contract_signed(context: Context, learner: Learner, parties: str) -> Iterator[Reason]:
    in_force, proposal = learner.contract, learner.proposal
    if in_force is not None:
        if parties == "all":
            changes = tuple(differences(context, learner, in_force))
            if changes and proposal is not None:
                yield from _pending(context, learner, proposal, parties)
            else:
                yield from (_outdated(learner, in_force, change) for change in changes)
    elif proposal is not None:
        yield from _pending(context, learner, proposal, parties)
    else:
        draft = Remedy(DraftContract, {"learner": learner.id})
        ref = Ref("learner", learner.id)
        yield Reason("contract-missing", ref, {}, draft, deadline_key="signature/sending")


def _no_proposal(context: Context, learner: Learner) -> Iterator[Reason]:
    proposal = learner.proposal
    if proposal is None:
        return
    found = tuple(_pending(context, learner, proposal, "all"))
    if all(refusal.remedy is not None for refusal in found):
        yield from found
    else:  # a company that is gone cannot sign any more
        remedy = Remedy(RefuseContract, {"learner": learner.id}, (_REASON,))
        ref = _ref(learner, proposal)
        yield Reason("proposal-unsignable", ref, {}, remedy, deadline_key="signature/sending")


def _contract_complete(context: Context, target: Target) -> Iterator[Reason]:
    yield from units_refusals(context)
    yield from assessment_refusals(context)
    for change in differences(context, target.learner, target.contract):
        yield _outdated(target.learner, target.contract, change)


def _fully_signed(context: Context, target: Target) -> Iterator[Reason]:
    yield from _unsigned(context, target.learner, target.contract, "all")


def _contract_replaced(context: Context, target: Target) -> Iterator[Reason]:
    del context
    binding = (
        {"in-force"} if target.contract.status == "in-force" else {"draft", "issued", "in-force"}
    )
    later = any(
        other.version > target.contract.version and other.status in binding
        for other in target.learner.contracts
    )
    if not later:
        yield Reason("not-replaced", _ref(target.learner, target.contract))


def _pending(
    context: Context, learner: Learner, proposal: Contract, parties: str
) -> Iterator[Reason]:
    """What a proposal waits for."""
    changes = tuple(differences(context, learner, proposal))
    if changes:
        yield from (_outdated(learner, proposal, change) for change in changes)
    elif proposal.status == "draft":
        issue = Remedy(IssueContract, {"learner": learner.id})
        ref = _ref(learner, proposal)
        yield Reason("contract-not-issued", ref, {}, issue, deadline_key="signature/sending")
    else:
        yield from _unsigned(context, learner, proposal, parties)


def _unsigned(
    context: Context, learner: Learner, contract: Contract, parties: str
) -> Iterator[Reason]:
    for signer in signers(context, learner, contract):
        if isinstance(signer, Unknown):
            yield fact_unknown(context, learner, signer.fact)
            continue
        party = signer.party.id
        if parties == "partners" and party not in _PARTNERS:
            continue
        if contract.signed_by(party, signer.of) is None:
            yield _signature_missing(learner, contract, signer)


def _signature_missing(learner: Learner, contract: Contract, signer: Signer) -> Reason:
    """A signature is missing; one of a company that is still to be found has no remedy yet."""
    party, of = signer.party.id, signer.of
    params: dict[str, str] = {"party": party}
    known: dict[str, object] = {
        "learner": learner.id,
        "party": party,
        "version": contract.version,
    }
    if of:
        params["company"] = of
        known["of"] = of
    channel = Ask("channel", str, N_("How it was signed"), get_args(Channel))
    remedy = None if of == "" else Remedy(SignContract, known, (channel,))
    ref = _ref(learner, contract)
    source = (signer.party.source,) if signer.party.source else ()
    key = f"signature/{party}"
    return Reason("signature-missing", ref, params, remedy, deadline_key=key, asked_by=source)


def _outdated(learner: Learner, contract: Contract, change: AmendmentScope) -> Reason:
    known = {"learner": learner.id, "changes": (change,)}
    remedy = Remedy(AmendContract, known, (_REASON,))
    ref = _ref(learner, contract)
    return Reason(
        "contract-outdated", ref, {"change": change}, remedy, deadline_key="signature/sending"
    )


def _ref(learner: Learner, contract: Contract) -> Ref:
    return Ref("contract", str(contract.version), learner.id)
