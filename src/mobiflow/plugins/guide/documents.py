"""The kinds of document the guide names; the list is open, plugins add to it."""

from __future__ import annotations

from typing import Final

from mobiflow.definition import DocumentKind
from mobiflow.i18n import N_
from mobiflow.verdict import allow

__all__ = ["DOCUMENTS"]

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
