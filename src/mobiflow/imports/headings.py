"""The columns a table may have, and how people head them in French and English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from mobiflow._record import record
from mobiflow.imports.vocabulary import Vocabulary, vocabulary_of

__all__ = ["COMPANIES", "LEARNERS", "Columns", "ignored"]


@record
class Columns:
    """The columns one kind of table may have.

    ``what`` says who is listed. ``spellings`` gives, for each column, the headings people write:
    the first two, one French and one English, are those an error proposes.
    """

    what: str
    spellings: Mapping[str, tuple[str, ...]]
    mandatory: tuple[str, ...]

    def recognise(self, headings: Sequence[str]) -> tuple[str | None, ...]:
        """The column each heading stands for, ``None`` for an unknown or ignored one.

        A hint in brackets, as in "Né le (JJ/MM/AAAA)", is not needed. "Nom" alone is the
        whole name; beside a first name it is the last name.
        """
        words = self.vocabulary
        found = tuple(
            None if ignored(text) else words.meaning(text) or words.meaning(_bare(text))
            for text in headings
        )
        surname = "last" if "first" in found else "name"
        return tuple(surname if column == "name-or-last" else column for column in found)

    @property
    def vocabulary(self) -> Vocabulary[str]:
        """The headings people write, and the columns they mean."""
        return vocabulary_of(self.spellings)

    def proposed(self, column: str) -> str:
        """How to head a column."""
        return " or ".join(f"'{spelling}'" for spelling in self.spellings[column][:2])


def ignored(heading: str) -> bool:
    """Whether a column is left out: its heading is empty or begins with ``#``."""
    return not heading or heading.startswith("#")


def _bare(heading: str) -> str:
    return re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", heading)


_ID: Final = ("Identifiant", "Id", "ID", "N°", "No", "Num", "Numéro", "Number", "Code", "Réf.")
_ID_MORE: Final = ("Référence", "Ref.", "Reference", "Identifier", "Matricule")
_CONTACT: Final = (
    *("Contact", "E-mail", "Courriel", "Mail", "Adresse e-mail", "Adresse mail", "Mél"),
    *("Adresse courriel", "Adresse électronique", "Email address", "Mail address", "Coordonnées"),
    *("Téléphone", "Tél.", "Portable", "Phone", "Phone number", "Telephone", "Mobile"),
    *("Contact e-mail", "Numéro de téléphone", "Contact details"),
)

LEARNERS: Final = Columns(
    "learners",
    {
        "id": (
            *_ID,
            *_ID_MORE,
            *("N° apprenant", "N° élève", "N° étudiant", "N° apprenti", "Id apprenant", "INE"),
            *("Learner", "Learner id", "Learner number", "Student id", "Student number"),
            *("Identifiant apprenant", "Identifiant élève", "Matricule apprenant"),
        ),
        "last": (
            *("Nom de famille", "Last name", "Surname", "Family name", "Nom d'usage"),
            *("Nom de naissance", "Nom usuel", "Lastname"),
        ),
        "first": (
            *("Prénom", "First name", "Prénoms", "Prénom(s)", "Prénom usuel", "Given name"),
            *("Given names", "Forename", "First names", "First name(s)"),
        ),
        "name": (
            *("Nom complet", "Full name", "Nom et prénom", "Nom et prénoms", "Nom prénom"),
            *("Prénom et nom", "Prénom nom", "Nom de l'apprenant", "Learner name"),
            *("Nom de l'élève", "Nom & prénom", "Nom-prénom(s)", "First and last name"),
            *("Name and surname", "First name last name", "Last name first name"),
        ),
        "name-or-last": ("Nom", "Name"),
        "born": (
            *("Date de naissance", "Date of birth", "Naissance", "Né le", "Née le", "Né(e) le"),
            *("Né·e le", "Date naissance", "Date naiss.", "Date de naiss.", "DDN", "DOB"),
            *("Birth date", "Birthday", "Birth", "Born", "Born on"),
        ),
        "nationality": (
            *("Nationalité", "Nationality", "Citizenship", "Citoyenneté", "Nat."),
            *("Pays de nationalité", "Country of nationality", "Code nationalité"),
        ),
        "enrolment": (
            *("Statut", "Status", "Enrolment", "Enrollment", "Inscription", "Statut apprenant"),
            *("Statut de l'apprenant", "Learner status", "Type d'apprenant", "Learner type"),
            *("Régime", "Type de public", "Public", "Enrolment status"),
        ),
        "employer": (
            *("Employeur", "Employer", "Entreprise", "Company", "Entreprise d'envoi"),
            *("Sending company", "Entreprise employeur", "Société", "Id employeur"),
            *("Employer id", "Code employeur", "Identifiant employeur", "Company id"),
            *("Id entreprise", "Code entreprise", "Sending company id", "Identifiant entreprise"),
        ),
        "group": (
            *("Groupe", "Group", "Classe", "Class", "Section", "Promotion", "Cohorte", "Cohort"),
        ),
        "start": (
            *("Début du séjour", "Stay start", "Début", "Date de début", "Début de séjour"),
            *("Début séjour", "Date début", "Date de début du séjour", "Début de mobilité"),
            *("Début mobilité", "Du", "Date début séjour", "Séjour du", "Départ"),
            *("Date de départ", "Date début mobilité", "Début de la mobilité"),
            *("Start", "Start date", "Start of stay", "Stay from", "From", "Stay start date"),
            *("Mobility start", "Mobility start date", "Departure", "Departure date"),
        ),
        "end": (
            *("Fin du séjour", "Stay end", "Fin", "Date de fin", "Fin de séjour", "Fin séjour"),
            *("Date fin", "Date de fin du séjour", "Fin de mobilité", "Fin mobilité", "Au"),
            *("Date fin séjour", "Séjour au", "Retour", "Date de retour", "Date fin mobilité"),
            *("Fin de la mobilité", "End", "End date", "End of stay", "Stay to", "To", "Until"),
            *("Stay end date", "Mobility end", "Mobility end date", "Return", "Return date"),
            *("Stay until",),
        ),
        "contact": (*_CONTACT, "Contact apprenant", "E-mail apprenant", "Learner e-mail"),
    },
    mandatory=("id",),
)

COMPANIES: Final = Columns(
    "companies",
    {
        "id": (
            *_ID,
            *_ID_MORE,
            *("N° entreprise", "Id entreprise", "Code entreprise", "Identifiant entreprise"),
            *("Company id", "Company number", "Company code", "SIRET", "SIREN"),
        ),
        "kind": (
            *("Type", "Kind", "Nature", "Rôle", "Role", "Type d'entreprise", "Company type"),
            *("Type entreprise", "Company kind", "Accueil ou envoi", "Host or sending"),
            *("Accueil/envoi", "Host/sending"),
        ),
        "name": (
            *("Nom", "Name", "Raison sociale", "Entreprise", "Company", "Company name"),
            *("Nom de l'entreprise", "Nom entreprise", "Dénomination", "Dénomination sociale"),
            *("Société", "Nom de la société", "Enseigne", "Trade name", "Legal name"),
        ),
        "country": ("Pays", "Country", "Code pays", "Country code", "État", "Pays (code)"),
        "contact": (
            *_CONTACT,
            *("Contact entreprise", "Personne à contacter", "Contact person", "Interlocuteur"),
        ),
    },
    mandatory=("id", "kind"),
)
