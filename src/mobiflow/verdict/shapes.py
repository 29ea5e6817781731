"""What answers look like as JSON: for type checkers, and for :func:`mobiflow.text.answers_schema`.

Whatever has a label is a :class:`Word`: ``id`` is the word for machines, the same in every
language, ``label`` the one for people. Days are ISO 8601.
"""

from __future__ import annotations

from typing import TypedDict

from mobiflow.model.introspection import Plain

__all__ = [
    "AvailableJson",
    "ExplanationJson",
    "FiredJson",
    "GroupJson",
    "PlanJson",
    "RefusalJson",
    "RemedyJson",
    "SubjectJson",
    "TodoJson",
    "Word",
]


class Word(TypedDict):
    """A word for machines, and the word for people."""

    id: str
    label: str


class SubjectJson(TypedDict):
    """Whom or what it is about; ``id`` is what actions take: ``learner:l-1``."""

    id: str
    kind: str
    name: str


class RemedyJson(TypedDict):
    """An action with what is known of it, and the form for the rest.

    What is filled in becomes the action: ``engine.action(action["id"], {**values, **filled_in})``.
    """

    action: Word
    values: dict[str, Plain]
    form: dict[str, Plain]


class RefusalJson(TypedDict):
    """One reason why not."""

    code: str
    text: str
    matter: str
    subject: SubjectJson
    params: dict[str, Plain]
    who: list[Word]
    due: str | None
    asked_by: list[str]
    basis: list[str]
    notes: list[Word]
    guard: str
    excusable_by: list[Word]
    remedy: RemedyJson | None


class GroupJson(TypedDict):
    """One matter, and all whom it is about."""

    code: str
    matter: str
    who: list[Word]
    due: str | None
    asked_by: list[str]
    basis: list[str]
    subjects: list[SubjectJson]
    action: Word | None


class ExplanationJson(TypedDict):
    """The answer to "may I?"."""

    allowed: bool
    text: str
    groups: list[GroupJson]
    refusals: list[RefusalJson]


class TodoJson(TypedDict):
    """One thing somebody can and must do now, and the trigger that waits for it."""

    refusal: RefusalJson
    blocks: str
    overdue: bool


class AvailableJson(TypedDict):
    """A trigger that may be asked for, with the answer one would get."""

    trigger: Word
    subject: SubjectJson
    explanation: ExplanationJson
    remedy: RemedyJson


class PlanJson(TypedDict):
    """The way to an action, and whether it is enough."""

    complete: bool
    steps: list[RefusalJson]
    stuck: list[RefusalJson]


class FiredJson(TypedDict):
    """A transition that was taken."""

    subject: SubjectJson
    trigger: Word
    source: Word
    dest: Word
