"""Words as people write them: compared whatever their accents and capitals, and what they mean."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final, Generic, TypeVar

from mobiflow._record import record
from mobiflow.errors import nearest
from mobiflow.model.words import CompanyKind, Enrolment

__all__ = ["ENROLMENTS", "KINDS", "Vocabulary", "fold", "vocabulary_of"]


_Key = TypeVar("_Key", bound=str)

_LONGEST = 60
"""No word of any list is longer, so nothing longer can be near one."""


def fold(text: str) -> str:
    """A word reduced to its letters and digits, without accents and capitals.

    >>> fold("Né(e) le ")
    'neele'
    """
    plain = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe")
    return "".join(letter for letter in plain if letter.isalnum())


@record
class Vocabulary(Generic[_Key]):
    """What people write, and what they mean by it."""

    _meanings: Mapping[str, _Key]
    _spellings: Mapping[str, str]

    def meaning(self, text: str) -> _Key | None:
        """What a text stands for, ``None`` when unknown."""
        return self._meanings.get(fold(text))

    def nearest(self, text: str) -> str | None:
        """The spelling that may have been meant, as people write it, or ``None``."""
        if len(text) > _LONGEST:
            return None
        close = nearest(fold(text), self._spellings, alike=0.7)
        return self._spellings[close[0]] if close else None


def vocabulary_of(words: Mapping[_Key, tuple[str, ...]]) -> Vocabulary[_Key]:
    """The vocabulary that knows, for each meaning, the ways to write it."""
    pairs = [(key, word) for key, spellings in words.items() for word in spellings]
    spellings = {fold(word): word for _, word in reversed(pairs)}
    return Vocabulary({fold(word): key for key, word in pairs}, spellings)


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
