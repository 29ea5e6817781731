"""The words for a learner's enrolment and a company's kind, in French and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mobiflow.imports.spelling import vocabulary_of
from mobiflow.model.words import CompanyKind, Enrolment

__all__ = ["ENROLMENTS", "KINDS"]

_ENROLMENTS: Final[Mapping[Enrolment, tuple[str, ...]]] = {
    "apprentice": (
        *("apprenti", "apprentie", "apprenti(e)", "apprenti-e-s", "apprentice", "apprenticeship"),
        *("apprentissage", "contrat d'apprentissage", "en apprentissage", "apprentis"),
    ),
    "student": (
        *("élève", "étudiant", "étudiante", "étudiant(e)", "student", "pupil", "scolaire"),
        *("lycéen", "lycéenne", "lycéen(ne)", "school student", "learner in school", "élèves"),
        *("statut scolaire", "statut étudiant", "VET student"),
    ),
    "employee": (
        *("salarié", "salariée", "salarié(e)", "employé", "employée", "employé(e)", "employee"),
        *("worker", "staff"),
    ),
    "jobseeker": (
        *("demandeur d'emploi", "demandeuse d'emploi", "demandeur(se) d'emploi"),
        *("demandeur·euse d'emploi", "demandeur(euse) d'emploi", "jobseeker", "job seeker"),
        *("unemployed", "chômeur", "chômeuse", "sans emploi"),
    ),
    "graduate": (
        *("jeune diplômé", "jeune diplômée", "jeune diplômé(e)", "diplômé", "diplômée"),
        *("diplômé(e)", "graduate", "recent graduate", "young graduate", "new graduate"),
    ),
}

_KINDS: Final[Mapping[CompanyKind, tuple[str, ...]]] = {
    "host": (
        *("accueil", "entreprise d'accueil", "d'accueil", "accueillante", "host", "hosting"),
        *("host company", "receiving", "receiving company", "hosting company"),
        *("structure d'accueil",),
    ),
    "sending": (
        *("envoi", "entreprise d'envoi", "d'envoi", "employeur", "sending", "sending company"),
        *("employer", "entreprise employeur", "sender"),
    ),
}

ENROLMENTS: Final = vocabulary_of(_ENROLMENTS)
KINDS: Final = vocabulary_of(_KINDS)
