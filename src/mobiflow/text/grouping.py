"""Refusals put together: the same matter about several subjects, said once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from mobiflow._record import record
from mobiflow.model import Ref
from mobiflow.model.words import Role
from mobiflow.verdict import Param, Refusal
from mobiflow.verdict.shapes import GroupJson, RefusalJson

__all__ = ["By", "Group", "group_json", "grouped"]

By = Literal["matter", "code"]
"""How coarsely refusals are put together."""


@record
class Group:
    """The same matter about one subject or several: for the same roles, asked by the same.

    Attributes:
        code: the code of the refusals.
        who: the roles whose turn it is, empty where nobody can clear it.
        due: the day by which it should be cleared, the soonest of theirs.
        refusals: the refusals, the soonest due first.
    """

    code: str
    who: tuple[Role, ...]
    due: date | None
    refusals: tuple[Refusal, ...]

    @property
    def params(self) -> Mapping[str, Param]:
        """The particulars of the first refusal; all have them when grouped by matter."""
        return self.refusals[0].params

    @property
    def subjects(self) -> tuple[Ref, ...]:
        """Whom or what it is about, each once."""
        return tuple(dict.fromkeys(refusal.subject for refusal in self.refusals))

    @property
    def asked_by(self) -> tuple[str, ...]:
        """The plugins that ask for it, each once."""
        return tuple(dict.fromkeys(name for refusal in self.refusals for name in refusal.asked_by))

    @property
    def basis(self) -> tuple[str, ...]:
        """The laws and other texts it rests on, each once."""
        return tuple(dict.fromkeys(law for refusal in self.refusals for law in refusal.basis))

    @property
    def action(self) -> str:
        """The name of the action that clears it; empty when there is none."""
        remedy = self.refusals[0].remedy
        return remedy.action_type.__name__ if remedy is not None else ""

    @property
    def matters(self) -> int:
        """How many different things are asked: other documents, other tasks; 1 by matter."""
        return len({tuple(sorted(refusal.params.items())) for refusal in self.refusals})

    def matter(self, locale: str = "en", *, people: Mapping[str, str] | None = None) -> str:
        """What is the matter, said of nobody: *the document “CV” is missing*."""
        return self.refusals[0].matter(locale, people=people)

    def to_json(self, locale: str = "en", people: Mapping[str, str] | None = None) -> GroupJson:
        """The group as JSON values: the matter once, and all whom it is about."""
        return group_json([refusal.to_json(locale, people) for refusal in self.refusals])

    def __repr__(self) -> str:
        first, *others = self.subjects
        more = f" and {len(others)} more" if others else ""
        return f"<Group {self.code} {first}{more}, due {self.due}>"


def group_json(refusals: Sequence[RefusalJson]) -> GroupJson:
    """What refusals as JSON have in common, and all whom they are about."""
    first = refusals[0]
    return {
        "code": first["code"],
        "matter": first["matter"],
        "who": first["who"],
        "due": first["due"],
        "asked_by": list(dict.fromkeys(name for one in refusals for name in one["asked_by"])),
        "basis": list(dict.fromkeys(law for one in refusals for law in one["basis"])),
        "subjects": list({one["subject"]["id"]: one["subject"] for one in refusals}.values()),
        "action": first["remedy"]["action"] if first["remedy"] is not None else None,
    }


def grouped(refusals: Iterable[Refusal], by: By = "matter") -> tuple[Group, ...]:
    """Refusals put together by who must act and what is the matter, in the order they come.

    Those of the same roles stand together. ``by`` says what a group has in common: the very
    matter, its day and who asks for it, or the code alone and whether a law asks for it.
    """
    found: dict[tuple[object, ...], list[Refusal]] = {}
    for refusal in refusals:
        key = _coarse(refusal) if by == "code" else _fine(refusal)
        found.setdefault((refusal.who, *key), []).append(refusal)
    groups = [_group(same) for same in found.values()]
    turns = list(dict.fromkeys(group.who for group in groups))
    return tuple(sorted(groups, key=lambda group: turns.index(group.who)))


def _group(refusals: list[Refusal]) -> Group:
    refusals.sort(key=lambda refusal: refusal.due or date.max)
    first = refusals[0]
    return Group(first.code, first.who, first.due, tuple(refusals))


def _coarse(refusal: Refusal) -> tuple[object, ...]:
    return (refusal.code, bool(refusal.basis))


def _fine(refusal: Refusal) -> tuple[object, ...]:
    particulars = tuple(sorted(refusal.params.items()))
    alone = refusal.voice is not None and refusal.voice.names_its_subject(refusal)
    subject = refusal.subject if alone else None
    asked = (refusal.basis, refusal.asked_by)
    return (refusal.code, particulars, refusal.due, asked, subject)
