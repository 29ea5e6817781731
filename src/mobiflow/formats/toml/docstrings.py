"""What the docstring of a class says of it, and of each of its fields."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from mobiflow.model.introspection import shape_of

__all__ = ["described", "summary"]

_UNSAID: Final[Mapping[str, str]] = {
    "abroad": "Only stays abroad, or only stays at home.",
    "after": "Tasks or steps that should come first; it orders, and never refuses.",
    "age_from": "The least age, in completed years.",
    "age_on": "On which day the age counts.",
    "age_under": "Only those younger than this.",
    "anchor": "The end of the stay from which the days count.",
    "applies": "When it applies; always where this is left out.",
    "at_most": "Only stays of at most so many days.",
    "by": "The roles that confirm.",
    "category": "What guards ask about a learner's state.",
    "certifications": "The rules of certifiers.",
    "contact_with_minors": "Only work that brings regular contact with children.",
    "credit": "Whose work the workflow follows.",
    "days": "How many days: before it (negative) or after it.",
    "deputies": "Who may do it as well, on behalf of the others.",
    "documents": "The kinds of document.",
    "effect": "What the transition leaves on its subject besides the new state.",
    "enrolment": "Only those on this footing in training.",
    "expires": "Whether it can expire, and then has to outlast the stay.",
    "gate": "Where it is asked for: the gate that a guard names.",
    "guard_sets": "Guards with a common name.",
    "guards": "What is asked before it is allowed.",
    "host": "Only these host countries.",
    "id": "One word that stands for it everywhere else.",
    "initial": "The state in which a subject begins.",
    "kind": "Which kind it is.",
    "law": "Where the rule stands.",
    "lifecycles": "The states of learners, companies, contracts, documents and incidents.",
    "longer_than": "Only stays of more than so many days.",
    "nationality": "Only these nationalities.",
    "notes": "Help notes, shown wherever the step is.",
    "parties": "Who signs the pedagogical contract.",
    "party": "The party that signs.",
    "per_day": "Hours of work a day.",
    "per_week": "Hours of work a week.",
    "permission": "Who may do it.",
    "permissions": "Who may do an action, by its name, where that differs from the library.",
    "phases": "The phases, in order; the lifecycle of the mobility is made from them.",
    "prerequisites": "What is demanded before departure, with its legal source.",
    "requirements": "Which document is asked for at which gate.",
    "requires": "What is demanded.",
    "roles": "Whose job it is, the first one above all.",
    "role": "The role that acts for it.",
    "scope": "What it is about.",
    "sector": "Only work in these sectors.",
    "sending": "Only these sending countries.",
    "sources": "The states it leads out of.",
    "states": "The states.",
    "steps": "The steps of the phase, in order.",
    "tasks": "What is to be done in the step.",
    "text": "What there is to say about it, in English; it is translated when shown.",
    "title": "What people read, in English; it is translated when shown.",
    "transitions": "The ways from state to state.",
    "trigger": "What fires it.",
    "version": "The version of this definition, for people.",
    "who": "Who does it, or brings it.",
    "years": "Completed years.",
}
"""What a field is, where the docstring of its class leaves it to the name."""

_PYTHON: Final[Mapping[str, str]] = {
    "`None`": "left out",
    "`True`": "`true`",
    "`False`": "`false`",
}
"""What Python says otherwise than a file."""

_ATTRIBUTE: Final = re.compile(r"^    (\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)
_SENTENCE: Final = re.compile(r"(?<=\.)\s+(?=[A-Z`])|;\s+")
_ROLE: Final = re.compile(r":\w+:`~?(?:[\w.]+\.)?(\w+)`")


def described(cls: type[Any]) -> tuple[str, Mapping[str, str]]:
    """The first sentence about a class, and what is said of its fields.

    That is their line under *Attributes*, or else the sentences that speak of them.
    """
    doc = inspect.getdoc(cls) or ""
    listed = {name: _plain(said) for name, said in _ATTRIBUTE.findall(doc)}
    prose = doc.partition("\nAttributes:")[0]
    about = {
        a.name: said
        for a in shape_of(cls).fields
        if (said := listed.get(a.name) or _said(prose, a.name) or _UNSAID.get(a.name, ""))
    }
    return summary(cls), about


def summary(documented: object) -> str:
    """The first paragraph of a docstring."""
    return _plain((inspect.getdoc(documented) or "").partition("\n\n")[0])


def _said(prose: str, name: str) -> str:
    return " ".join(_sentences(prose, name))


def _sentences(prose: str, name: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(prose.replace("\n", " ")):
        if f"``{name}``" in sentence:
            yield f"{_plain(sentence).rstrip('.')}."


def _plain(text: str) -> str:
    words = " ".join(text.split())
    said = _ROLE.sub(r"\1", words).replace("``", "`")
    for python, file in _PYTHON.items():
        said = said.replace(python, file)
    return said[:1].upper() + said[1:]
