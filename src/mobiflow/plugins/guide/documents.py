"""The kinds of document the guide names; the list is open, plugins add to it."""

from __future__ import annotations

from typing import Final, Literal

from mobiflow.definition import DocumentKind
from mobiflow.i18n import N_
from mobiflow.verdict import allow

__all__ = ["DOCUMENTS", "GuideDocument"]

GuideDocument = Literal[
    "framework-translation",
    "application-form",
    "cv",
    "cover-letter",
    "employer-authorisation",
    "insurance",
    "identity",
    "contract-complement",
    "attendance-certificate",
    "receipts",
    "individual-statement",
    "europass-mobility",
]
"""The kinds of document of the built-in workflow."""

DOCUMENTS: Final[tuple[DocumentKind, ...]] = (
    DocumentKind(
        "framework-translation",
        N_("Translation of the training and certification framework"),
        allow("coordinator"),
        scope="mobility",
    ),
    DocumentKind(
        "application-form",
        N_("Application form"),
        allow("learner", "guardian", deputies=("coordinator",)),
    ),
    DocumentKind(
        "cv",
        N_("CV"),
        allow("learner", "guardian", deputies=("coordinator",)),
    ),
    DocumentKind(
        "cover-letter",
        N_("Cover letter"),
        allow("learner", "guardian", deputies=("coordinator",)),
    ),
    DocumentKind(
        "employer-authorisation",
        N_("Employer's authorisation"),
        allow("sending-company", deputies=("coordinator",)),
    ),
    DocumentKind(
        "insurance",
        N_("Insurance certificate"),
        allow("coordinator", "learner"),
        expires=True,
    ),
    DocumentKind(
        "identity",
        N_("Identity document"),
        allow("learner", deputies=("coordinator",)),
        expires=True,
    ),
    DocumentKind(
        "contract-complement",
        N_("Complement to the pedagogical contract"),
        allow("host-company", "host", deputies=("coordinator",)),
        # Erasmus+ mobility decision aid, mobility-certification.eu, read 2026-11.
        dated_from="last-presence",
    ),
    DocumentKind(
        "attendance-certificate",
        N_("Certificate of attendance and participation"),
        allow("host-company", "host", deputies=("coordinator",)),
    ),
    DocumentKind(
        "receipts",
        N_("Receipts"),
        allow("host", deputies=("coordinator",)),
    ),
    DocumentKind(
        "individual-statement",
        N_("Individual statement of results"),
        allow("tutor", "host", deputies=("coordinator",)),
    ),
    DocumentKind(
        "europass-mobility",
        N_("Europass Mobility document"),
        allow("host", deputies=("coordinator",)),
    ),
)
