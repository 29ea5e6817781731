"""The guard *documents_collected*: everything a gate asks for is there, in order, and lasts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from mobiflow._record import evolve
from mobiflow.actions import CollectDocument, VerifyDocument
from mobiflow.definition import Requirement
from mobiflow.guards.facts import UNKNOWN, fact_unknown
from mobiflow.i18n import N_
from mobiflow.model import Document, Learner, Mobility, Ref
from mobiflow.model.words import Role
from mobiflow.rules.context import Context
from mobiflow.rules.contracts import Unknown, asked_at
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Ask, Guard, Param, Reason, Remedy, maker

__all__ = ["document_refusals", "documents_collected"]

PAPERS: Final = {
    "document-missing": N_("the document “{document}” is missing"),
    "document-missing:any_of": N_("one of these documents is missing: {any_of:document}"),
    "document-rejected": N_("the document “{document}” was rejected; a new one is needed"),
    "document-unverified": N_("the document “{document}” has not been verified"),
    "document-expires": N_("“{document}” is valid until {until}, but the stay ends on {end}"),
    "document-dated-early": N_(
        "“{document}” is dated {dated}, before the last day of presence, {last_day}"
    ),
}
"""What is the matter with a document that is asked for."""

TOO_OLD: Final = {
    "document-too-old": N_("“{document}” must be dated {earliest} or later"),
}


@maker
def documents_collected(
    gate: str, *, scope: str = "learner", excusable_by: tuple[Role, ...] = ()
) -> Guard:
    """Every document a gate asks for is verified and, if it can expire, outlasts the stay."""
    return Guard(
        "documents_collected",
        1,
        _documents_collected,
        {"gate": gate},
        scope=scope,
        excusable_by=excusable_by,
        covers=_papers,
        needs="document",
        refers={"gate": "gate"},
        says={**PAPERS, **UNKNOWN},
    )


def _papers(rules: WorkflowIndex, gate: str) -> Iterator[str]:
    """The deadline keys of every kind of document that a gate may ask for."""
    for requirement in rules.gates.get(gate, ()):
        yield from (f"document/{kind}" for kind in requirement.kinds)


def _documents_collected(
    context: Context, subject: Learner | Mobility, gate: str
) -> Iterator[Reason]:
    if isinstance(subject, Mobility):
        for requirement in context.rules.gates.get(gate, ()):
            yield from document_refusals(context, subject, requirement.kinds, by=requirement.source)
        return
    for asked in asked_at(context, subject, gate):
        if isinstance(asked, Unknown):
            yield fact_unknown(context, subject, asked.fact)
        else:
            kinds = _order(subject, asked)
            yield from document_refusals(context, subject, kinds, by=asked.source)


def redated(learner: Learner, held: Document, earliest: date) -> Reason:
    """A document that is too old: a newer one is needed."""
    ask = Ask("dated", date, N_("Date of the document"), at_least=earliest)
    known = _collect_known(learner.id, held)
    params: Mapping[str, Param] = {"document": held.kind, "earliest": earliest}
    remedy = Remedy(CollectDocument, known, (ask,))
    key = f"document/{held.kind}"
    return Reason("document-too-old", Ref("learner", learner.id), params, remedy, deadline_key=key)


def _collect_known(owner: str, held: Document) -> Mapping[str, object]:
    known: dict[str, object] = {"owner": owner, "kind": held.kind}
    if held.valid_until is not None:
        known["valid_until"] = held.valid_until
    return known


def _order(learner: Learner, requirement: Requirement) -> tuple[str, ...]:
    """The kinds that would do, those already handed in first."""
    return tuple(sorted(requirement.kinds, key=lambda kind: kind not in learner.documents))


def document_refusals(
    context: Context, owner: Learner | Mobility, kinds: tuple[str, ...], *, by: str = ""
) -> Iterator[Reason]:
    """What is missing of the first of these kinds, unless one of them is in order.

    ``by`` is the plugin that asks, where it is another one than the guard's.
    """
    problems = [tuple(_problem(context, owner, kind, kinds)) for kind in kinds]
    if all(problems):
        yield from (evolve(problem, asked_by=(by,)) if by else problem for problem in problems[0])


def _problem(
    context: Context, owner: Learner | Mobility, kind: str, kinds: tuple[str, ...]
) -> Iterator[Reason]:
    held = owner.documents.get(kind)
    params: dict[str, str | date | tuple[str, ...]] = {"document": kind}
    if held is None:
        if len(kinds) > 1:
            params["any_of"] = tuple(sorted(kinds))
        yield _refusal("document-missing", owner, params, _collect(context, owner, kind))
    elif held.status == "rejected":
        yield _refusal("document-rejected", owner, params, _collect(context, owner, kind))
    elif (end := _end(context, owner, held)) is not None:
        params |= {"until": held.valid_until or end, "end": end}
        yield _refusal("document-expires", owner, params, _collect(context, owner, kind))
    elif (last := _last_day(context, owner, held)) is not None:
        params |= {"dated": held.dated or last, "last_day": last}
        yield _refusal("document-dated-early", owner, params, _collect(context, owner, kind))
    elif held.status != "verified":
        verify = Remedy(VerifyDocument, {"owner": owner.id, "kind": kind})
        yield _refusal("document-unverified", owner, params, verify)


def _refusal(
    code: str,
    owner: Learner | Mobility,
    params: dict[str, str | date | tuple[str, ...]],
    remedy: Remedy,
) -> Reason:
    kind = "learner" if isinstance(owner, Learner) else "mobility"
    key = f"document/{params['document']}"
    return Reason(code, Ref(kind, owner.id), params, remedy, deadline_key=key)


def _collect(context: Context, owner: Learner | Mobility, kind: str) -> Remedy:
    asks: list[Ask] = []
    if context.rules.document(kind).expires and isinstance(owner, Learner):
        end = context.period_of(owner).end
        asks.append(Ask("valid_until", date, N_("Last day of validity"), at_least=end))
    if context.rules.document(kind).dated_from and isinstance(owner, Learner):
        last = _presence_ends(owner) or context.period_of(owner).end
        asks.append(Ask("dated", date, N_("Date of the document"), at_least=last))
    return Remedy(CollectDocument, {"owner": owner.id, "kind": kind}, tuple(asks))


def _end(context: Context, owner: Learner | Mobility, held: Document) -> date | None:
    """The end of the stay, if a document that expires does not last until then."""
    if not context.rules.document(held.kind).expires or not isinstance(owner, Learner):
        return None
    end = context.period_of(owner).end
    return end if held.valid_until is None or held.valid_until < end else None


def _last_day(context: Context, owner: Learner | Mobility, held: Document) -> date | None:
    """The last day of presence, if a document is dated before it that must not be."""
    if not context.rules.document(held.kind).dated_from or not isinstance(owner, Learner):
        return None
    last = _presence_ends(owner)
    if last is None:
        return None
    return last if held.dated is None or held.dated < last else None


def _presence_ends(learner: Learner) -> date | None:
    if learner.attendance is not None:
        return learner.attendance.last_day
    return learner.stay.returned
