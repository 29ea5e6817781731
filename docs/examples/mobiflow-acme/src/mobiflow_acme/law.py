"""What the law of a country demands. Arcadia, and its law, are made up."""

from __future__ import annotations

from datetime import date

from mobiflow import allow
from mobiflow.definition import (
    Applies,
    DocumentKind,
    DocumentRequired,
    LegalSource,
    Prerequisite,
)
from mobiflow_acme.words import N_

PROTECTION = Prerequisite(
    "xa-protection",  # XA: one of the codes that ISO 3166-1 leaves to its users
    N_("Under 21: the protection certificate of the province of Arcadia"),
    Applies(host=frozenset({"XA"}), age_under=21),
    DocumentRequired(
        DocumentKind(
            "xa-protection-certificate",
            N_("Protection certificate of Arcadia"),
            allow("host", deputies=("coordinator",)),
            expires=True,
        ),
        not_older_than=180,
    ),
    LegalSource(
        "Arcadian Decree 7 on visiting learners, art. 3 (fictitious)",
        "https://law.arcadia.example/decree-7",
        date(2026, 11, 2),
    ),
    text=N_(
        "The host partner applies for it; the province takes about six weeks."
    ),
    since=date(2026, 9, 1),
)
