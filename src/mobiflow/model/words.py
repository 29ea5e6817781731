"""The closed lists of words the model uses, published for type checkers."""

from __future__ import annotations

from typing import Literal

__all__ = [
    "AmendmentScope",
    "Category",
    "Channel",
    "CompanyKind",
    "CompanyStatus",
    "CompanyTrigger",
    "ContractStatus",
    "DocumentStatus",
    "Enrolment",
    "Evidence",
    "IncidentStatus",
    "IncidentTrigger",
    "Kind",
    "LearnerStatus",
    "LearnerTrigger",
    "MobilityStatus",
    "MobilityTrigger",
    "Role",
    "Scope",
    "StepStatus",
    "Verdict",
]

Role = Literal[
    "coordinator",
    "educator",
    "host",
    "sending-company",
    "host-company",
    "tutor",
    "learner",
    "guardian",
    "accompanist",
    "certifier",
    "system",
]
"""Who acts. ``coordinator`` belongs to the sending organisation and signs as party ``sending``."""

Kind = Literal["mobility", "learner", "host-company", "contract", "document", "incident"]
"""The kinds of subject that have a lifecycle."""

Category = Literal["applying", "engaged", "away", "back", "ended"]
"""What built-in guards ask about a learner, so that a plugin's new state is understood."""

Scope = Literal["mobility", "learner", "host-company", "sending-company"]
"""What a task, a document or a guard is about."""

MobilityStatus = Literal["before", "during", "after", "completed", "cancelled"]
"""The states of the built-in workflow's mobility: its phases, and the two ends."""

LearnerStatus = Literal[
    "candidate",
    "selected",
    "rejected",
    "withdrawn",
    "abroad",
    "interrupted",
    "returned",
    "no-show",
    "validated",
    "partly-validated",
    "not-validated",
]
"""The states of a learner."""

CompanyStatus = Literal["identified", "informed", "selected", "declined"]
"""The states of a host company."""

ContractStatus = Literal["draft", "issued", "in-force", "refused", "superseded"]
"""The states of a version of a contract."""

DocumentStatus = Literal["collected", "verified", "rejected"]
"""The states of a document."""

IncidentStatus = Literal["open", "mediation", "resolved", "unresolved"]
"""The states of an incident."""

MobilityTrigger = Literal["advance", "cancel", "reopen"]
"""The triggers of the mobility."""

LearnerTrigger = Literal[
    "select",
    "reject",
    "withdraw",
    "reinstate",
    "depart",
    "mark-no-show",
    "interrupt",
    "come-back",
    "decide",
]
"""The triggers of a learner."""

CompanyTrigger = Literal["inform", "choose-company", "decline"]
"""The triggers of a host company."""

IncidentTrigger = Literal["mediate", "resolve", "give-up"]
"""The triggers of an incident."""

StepStatus = Literal["pending", "active", "done", "waived"]
"""Where a step of the guide stands."""

CompanyKind = Literal["host", "sending"]
"""Who receives learners abroad, and who employs them at home."""

Enrolment = Literal["apprentice", "student", "employee", "jobseeker", "graduate"]
"""On what footing a learner is in training; an apprentice has a sending company."""

Channel = Literal["electronic", "paper", "scanned"]
"""How a signature was given."""

AmendmentScope = Literal["objectives", "dates", "placement", "parties"]
"""What an amendment of a pedagogical contract changes."""

Evidence = Literal["grid", "statement", "europass"]
"""What may document an assessment: the evaluation grid, the individual statement of results,
the Europass Mobility document."""

Verdict = Literal["validated", "not-validated"]
"""What a certifier decides of one unit of learning outcomes."""
