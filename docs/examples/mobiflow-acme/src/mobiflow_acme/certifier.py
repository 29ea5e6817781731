"""How Acme's chamber of trades certifies. The chamber is made up, too."""

from __future__ import annotations

from datetime import date

from mobiflow import allow
from mobiflow.definition import Certification, DocumentKind, LegalSource
from mobiflow_acme.words import N_

JOURNEYMAN = Certification(
    "acme-journeyman",
    N_("Journeyman's certificate of the Acme chamber of trades"),
    evidence=("grid", "statement"),
    grid_signers=("tutor", "learner"),
    documents=(
        DocumentKind(
            "acme-workbook",
            N_("Workbook of the stay"),
            allow("learner", deputies=("coordinator",)),
        ),
    ),
    decided_by=("certifier",),
    months=2,
    partial=False,
    years_kept=10,
    law=LegalSource(
        "Statutes of the Acme chamber of trades, section 4 (fictitious)",
        "https://chamber.acme.example/statutes",
        date(2026, 11, 2),
    ),
)
