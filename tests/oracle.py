"""What the rules come to, written down a second time and by hand, to hold the engine to.

Nothing here asks the engine: roles and relations are a table, evidence is looked up in the model.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from mobiflow import Actor, Learner, Mobility
from mobiflow.actions import (
    Action,
    CollectDocument,
    CompleteTask,
    Confirm,
    Excuse,
    Fire,
    GiveFeedback,
    NameTutor,
    OpenIncident,
    PlanWork,
    SignContract,
    SignGrid,
    TransmitResults,
)
from mobiflow.definition import Confirmation, Workflow
from mobiflow.model import Contract, Document, Mark, Placement

ROLES: Final[dict[str, str]] = {
    "Start": "coordinator system",
    "AddLearner": "coordinator",
    "ChangeLearner": "coordinator",
    "AddCompany": "coordinator host",
    "ChangeCompany": "coordinator host",
    "AppointAccompanist": "coordinator host",
    "PrepareAccompanist": "coordinator host",
    "SetUnits": "coordinator host educator",
    "ChooseAssessment": "coordinator educator certifier",
    "PlanAssessment": "coordinator host tutor",
    "MarkOutcome": "coordinator host tutor",
    "DecideUnit": "certifier",
    "DraftContract": "coordinator host",
    "AmendContract": "coordinator host",
    "IssueContract": "coordinator host",
    "RefuseContract": "coordinator host host-company sending-company learner guardian",
    "VerifyDocument": "coordinator",
    "RejectDocument": "coordinator",
    "WaiveTask": "coordinator",
    "Place": "coordinator host",
    "ReplacePlacement": "coordinator host",
    "NameTutor": "coordinator host host-company",
    "PlanWork": "coordinator host host-company tutor",
    "ChangeStay": "coordinator host",
    "ChangePeriod": "coordinator host",
    "RecordAttendance": "coordinator host host-company",
    "OpenIncident": "coordinator host accompanist tutor host-company learner guardian educator",
    "GiveFeedback": "coordinator host learner guardian host-company sending-company",
}
"""Who may do what; the actions left out depend on what is in them."""

TRIGGERS: Final[dict[tuple[str, str], str]] = {
    ("mobility", "advance"): "coordinator",
    ("mobility", "cancel"): "coordinator",
    ("mobility", "reopen"): "coordinator",
    ("learner", "select"): "coordinator",
    ("learner", "reject"): "coordinator",
    ("learner", "withdraw"): "coordinator learner guardian",
    ("learner", "reinstate"): "coordinator",
    ("learner", "depart"): "coordinator accompanist host",
    ("learner", "mark-no-show"): "coordinator host",
    ("learner", "interrupt"): "coordinator host",
    ("learner", "come-back"): "coordinator accompanist host",
    ("learner", "decide"): "certifier",
    ("host-company", "inform"): "coordinator host",
    ("host-company", "choose-company"): "coordinator host",
    ("host-company", "decline"): "coordinator host host-company",
    ("incident", "mediate"): "coordinator host",
    ("incident", "resolve"): "coordinator host",
    ("incident", "give-up"): "coordinator",
    ("contract", "take-effect"): "system",
    ("contract", "supersede"): "system",
}

DOCUMENTS: Final[dict[str, str]] = {
    "framework-translation": "coordinator",
    "application-form": "coordinator learner guardian",
    "cv": "coordinator learner guardian",
    "cover-letter": "coordinator learner guardian",
    "employer-authorisation": "coordinator sending-company",
    "insurance": "coordinator learner",
    "identity": "coordinator learner",
    "contract-complement": "coordinator host host-company",
    "attendance-certificate": "coordinator host host-company",
    "receipts": "coordinator host",
    "individual-statement": "coordinator host tutor",
    "europass-mobility": "coordinator host",
}

TASKS: Final[dict[str, str]] = {
    "present-project/tailor-presentation": "coordinator",
    "present-project/brief-host-partner": "coordinator",
    "present-project/agree-learning-outcomes": "coordinator host educator",
    "present-project/choose-assessment-tools": "coordinator educator certifier",
    "inform-candidates/inform-learners": "coordinator",
    "inform-candidates/inform-sending-companies": "coordinator",
    "select-learners/application-package": "coordinator",
    "select-learners/collect-documents": "coordinator learner sending-company",
    "select-learners/notify-selection": "coordinator",
    "prepare-reception/finalise-contract": "coordinator host",
    "prepare-reception/appoint-accompanying-persons": "coordinator host accompanist",
    "prepare-host-companies/identify-host-companies": "coordinator host",
    "prepare-host-companies/select-host-companies": "coordinator host",
    "prepare-host-companies/sign-contract": (
        "coordinator host-company sending-company learner guardian"
    ),
    "prepare-host-companies/name-tutor": "coordinator host-company tutor",
    "prepare-participants/practical-information": "coordinator",
    "prepare-participants/programme": "coordinator host",
    "prepare-participants/language-culture": "coordinator",
    "prepare-participants/working-conditions": "coordinator host",
    "prepare-participants/funders": "coordinator",
    "prepare-participants/present-objectives": "coordinator educator",
    "welcome-and-follow-up/receive-learners": "coordinator host accompanist",
    "welcome-and-follow-up/check-conditions": "coordinator host accompanist",
    "welcome-and-follow-up/follow-up": "coordinator host tutor",
    "welcome-and-follow-up/mediation": "coordinator host",
    "assess-outcomes/plan-assessment": "coordinator host tutor",
    "assess-outcomes/complete-grid": "coordinator tutor host learner",
    "assess-outcomes/sign-attendance": "coordinator host-company host learner",
    "debrief/hold-debrief": "coordinator host host-company learner",
    "debrief/learner-satisfaction": "coordinator learner",
    "debrief/host-company-satisfaction": "coordinator host host-company",
    "validate-outcomes/transmit-results": "coordinator host",
    "validate-outcomes/validate-documents": "coordinator",
    "validate-outcomes/transmit-to-certifier": "coordinator",
    "validate-outcomes/decide": "certifier",
    "review-and-disseminate/thank-companies": "coordinator",
    "review-and-disseminate/review-mobility": "coordinator host",
    "review-and-disseminate/ask-sending-companies": "coordinator sending-company educator",
    "review-and-disseminate/communicate-results": "coordinator",
}

EXCUSABLE: Final[dict[str, str]] = {
    "documents_collected(gate=application)": "coordinator",
    "documents_collected(gate=framework)": "coordinator",
    "no_open_incident": "coordinator",
}

PARTIES: Final[dict[str, str]] = {
    "sending": "coordinator",
    "host": "host",
    "learner": "learner",
    "guardian": "guardian",
    "sending-company": "sending-company",
    "host-company": "host-company",
}


def permitted(actor: Actor, act: Action, mobility: Mobility, workflow: Workflow) -> bool:
    """Whether somebody may do this: for everybody it is about, a role that may, and is held."""
    mine = [role for role in _roles(act, workflow) if role in actor.roles]
    return bool(mine) and all(
        any(_held(actor, role, act, mobility, name) for role in mine)
        for name in _about(act, mobility)
    )


def _roles(act: Any, workflow: Workflow) -> list[str]:
    """The roles that may, by the tables; where a plugin adds to them, by its own data."""
    by_hand = ["coordinator"] if getattr(act, "channel", "electronic") != "electronic" else []
    match act:
        case Fire():
            roles = _movers(act, workflow)
        case SignContract():
            roles = [*PARTIES.get(act.party, "").split(), *by_hand]
        case SignGrid():
            roles = [act.party, *by_hand]
        case CollectDocument():
            of_plugins = {kind.id: " ".join(kind.who.everyone) for kind in workflow.documents}
            roles = DOCUMENTS.get(act.kind, of_plugins.get(act.kind, "")).split()
        case Confirm():
            asked = {p.id: p.requires for p in workflow.prerequisites}[act.prerequisite]
            roles = ["coordinator", *(asked.by if isinstance(asked, Confirmation) else ())]
        case CompleteTask():
            roles = TASKS.get(act.task, "").split()
        case TransmitResults():
            roles = ["coordinator", "host"] if act.to == "sending" else ["coordinator"]
        case Excuse():
            roles = _excusers(act, workflow)
        case _:
            roles = ROLES[type(act).__name__].split()
    return roles


def _movers(act: Fire, workflow: Workflow) -> list[str]:
    moved = (act.subject.kind, act.trigger)
    if moved == ("learner", "decide") and workflow.certifications:
        return ["certifier", "educator", "coordinator"]  # they record what was decided
    return TRIGGERS.get(moved, "").split()


def _excusers(act: Excuse, workflow: Workflow) -> list[str]:
    by_law = {f"prerequisite(id={p.id})": p.excusable_by for p in workflow.prerequisites}
    guard = act.refusal.guard
    return EXCUSABLE.get(guard, " ".join(by_law.get(guard, ()))).split()


def _about(act: Any, mobility: Mobility) -> list[str]:
    """The ids of everybody an action is about; the mobility's own where it is about all."""
    match act:
        case Fire():
            return [_incident(mobility, act.subject.id) or act.subject.id]
        case Excuse():
            return [act.refusal.subject.id.partition("/")[0]]
        case CollectDocument():
            return list(act.owners) or [mobility.id]
        case OpenIncident():
            return [act.learner or act.company or mobility.id]
        case _:
            values = (getattr(act, name, None) for name in ("learner", "owner", "subject"))
            return [next((value for value in values if isinstance(value, str)), mobility.id)]


def _incident(mobility: Mobility, name: str) -> str | None:
    incident = mobility.incidents.get(name)
    return (incident.learner or incident.company or mobility.id) if incident else None


def _held(actor: Actor, role: str, act: Any, mobility: Mobility, name: str) -> bool:
    """Whether a role is held for a learner, a company, or somebody of the mobility."""
    if role in {"learner", "guardian"}:
        mine = set(mobility.learners) if name == mobility.id else {name} & set(mobility.learners)
        return bool(actor.of & mine)
    if role in {"tutor", "host-company", "sending-company"}:
        kind = "sending" if role == "sending-company" else "host"
        known = {company.id for company in mobility.companies.values() if company.kind == kind}
        return bool(actor.of & known & _companies(role, act, mobility, name))
    return True


def _companies(role: str, act: Any, mobility: Mobility, name: str) -> set[str | None]:
    """The companies that may act, or rather those that the action does not leave out."""
    learner = mobility.learners.get(name)
    everybody: set[str | None] = set(mobility.companies)
    if isinstance(act, GiveFeedback):  # everybody answers for themselves
        return {name}
    if isinstance(act, NameTutor | PlanWork):
        everybody = {act.company}
    elif isinstance(act, SignContract) and act.of is not None:
        everybody = {act.of}
    elif isinstance(act, SignContract) and role == "host-company":
        everybody = _signing(mobility, mobility.learners[act.learner], act.version)
    if learner is not None and role == "sending-company":
        return everybody & {learner.employer}
    if learner is not None:
        return everybody & {placement.company for placement in learner.placements}
    return everybody if name == mobility.id else everybody & {name}


def _signing(mobility: Mobility, learner: Learner, version: int | None) -> set[str | None]:
    """The host companies of a version: an amendment takes the new ones, or the last one."""
    placed = [p.company for p in learner.placements]
    here = [name for name in placed if mobility.companies[name].status != "declined"]
    proposed = [c for c in learner.contracts if c.status in {"draft", "issued"}]
    number = version or (proposed or list(learner.contracts))[-1].version
    binding = next((c for c in learner.contracts if c.status == "in-force"), None)
    if binding is not None and learner.contracts[number - 1].changes:
        here = [name for name in here if name not in binding.companies] or here[-1:]
    return set(here) if len(set(here)) == 1 else set(placed)


# -- departure


def unfit_to_leave(mobility: Mobility, learner: Learner) -> Iterator[str]:
    """Why somebody should never have left."""
    stay = learner.stay.period or mobility.period
    yield from _papers(learner, stay.end)
    if not learner.placements:
        yield "there is no placement"
    for placement in _ahead(learner):
        if not placement.tutors:
            yield f"no tutor in {placement.company}"
        if mobility.companies[placement.company].status != "selected":
            yield f"{placement.company} is not a host"
    binding = [contract for contract in learner.contracts if contract.status == "in-force"]
    if len(binding) != 1:
        yield f"{len(binding)} contracts in force"
    for contract in binding:
        yield from _unsigned(learner, contract)
        if contract.period != stay:
            yield "the contract has other dates"


def _papers(learner: Learner, end: date) -> Iterator[str]:
    for kind in ("insurance", "identity"):
        document = learner.documents.get(kind)
        if document is None or document.status != "verified":
            yield f"{kind} is not verified"
        elif document.valid_until is None or document.valid_until < end:
            yield f"{kind} does not last"
    if learner.enrolment is None and learner.employer is None:
        yield "whether there is an employer is not known"
    if learner.enrolment in {"apprentice", "employee"} or learner.employer is not None:
        authorisation = learner.documents.get("employer-authorisation")
        if authorisation is None or authorisation.status != "verified":
            yield "the employer has not agreed"


def _ahead(learner: Learner) -> tuple[Placement, ...]:
    """The placements that count; those behind somebody who has left before do not."""
    return learner.placements[-1:] if learner.stay.departed else learner.placements


def _unsigned(learner: Learner, contract: Contract) -> Iterator[str]:
    signed = {(signature.party, signature.of) for signature in contract.signatures}
    wanted: list[tuple[str, str | None]] = [("sending", None), ("host", None), ("learner", None)]
    by_learner = [s.on for s in contract.signatures if s.party == "learner"]
    if by_learner and (learner.born is None or _age(learner.born, by_learner[0]) < 18):
        wanted.append(("guardian", None))
    if contract.changes:  # the companies that are there have signed the version before, or this
        earlier = {(s.party, s.of) for c in learner.contracts for s in c.signatures}
        signed |= {(party, of) for party, of in earlier if party.endswith("company")}
    if learner.employer is not None:
        wanted.append(("sending-company", learner.employer))
    wanted += [("host-company", placement.company) for placement in _ahead(learner)]
    for who in wanted:
        if who not in signed:
            yield f"{who} has not signed version {contract.version}"
    if any(signature.version != contract.version for signature in contract.signatures):
        yield "a signature is for another version"


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


# -- decision


def undecidable(mobility: Mobility, learner: Learner) -> Iterator[str]:
    """Why a learner's result should not stand."""
    (contract,) = (c for c in learner.contracts if c.status == "in-force")
    aims = {f"{o.unit}/{outcome}" for o in contract.objectives for outcome in o.outcomes}
    units = {objective.unit for objective in contract.objectives}
    if not any(_documented(mobility, learner, aims, kind) for kind in _evidence(mobility)):
        yield "no evidence is complete"
    undecided = units - learner.decisions.keys()
    if undecided:
        yield f"undecided: {sorted(undecided)}"
        return
    verdicts = {learner.decisions[unit].verdict for unit in units}
    expected = "partly-validated" if len(verdicts) == 2 else verdicts.pop()
    if learner.status != expected:
        yield f"{learner.status}, though decided {expected}"
    if learner.stay.departed is None or learner.stay.returned is None:
        yield "was never away and back"


def _evidence(mobility: Mobility) -> tuple[str, ...]:
    return mobility.assessment.evidence if mobility.assessment else ()


def _documented(mobility: Mobility, learner: Learner, aims: set[str], kind: str) -> bool:
    if kind == "grid":
        signed = {s.party for s in learner.grid.signatures if s.version == learner.grid.revision}
        marked = {path for path, mark in learner.grid.marks.items() if _stands(mobility, mark)}
        return aims <= marked and {"tutor", "learner"} <= signed
    names = {"statement": "individual-statement", "europass": "europass-mobility"}
    document: Document | None = learner.documents.get(names[kind])
    return document is not None and document.status == "verified"


def _stands(mobility: Mobility, mark: Mark) -> bool:
    """Whether a mark is on the scale chosen now, or says why there is none."""
    if mark.value is None:
        return bool(mark.reason)
    assert mobility.assessment is not None
    scale = mobility.assessment.scale
    if scale.levels:
        return mark.value in scale.levels
    return float(scale.minimum or "nan") <= float(mark.value) <= float(scale.maximum or "nan")
