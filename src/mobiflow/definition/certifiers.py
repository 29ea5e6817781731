"""What a certifier asks for: the evidence, who signs it, who decides, and by when."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import field

from mobiflow._record import record
from mobiflow.definition.prerequisites import LegalSource
from mobiflow.definition.requirements import DocumentKind
from mobiflow.model.words import Evidence, Role

__all__ = ["Ambition", "Certification"]

Ambition: TypeAlias = Literal["document", "evaluate", "certify"]
"""How far a mobility goes: outcomes are documented, evaluated as well, or certified too.

The three levels are those of the toolbox of the same partnership as the guide
(mobility-certification.eu, toolbox, read 2026-11)."""


@record
class Certification:
    """The rules of a certifier for one kind of result.

    Attributes:
        ambition: what the workflow demands: *document* needs a document and nothing decided,
            *evaluate* an assessment and nothing decided, *certify* a decision on every unit.
        evidence: what may document the assessment; one of them, complete, is enough.
        grid_signers: who signs the evaluation grid.
        documents: what must be verified before a decision, each for its own sake.
        decided_by: who decides.
        languages: how many languages the evidence is in, and which: ``sending``, ``host``.
        minimum_mark: the lowest mark, on the scale chosen, with which a unit can be validated.
        counts_above: only points above this mark count towards the certificate.
        months: a decision comes at most so many months after the return.
        partial: whether some units may be validated and others not.
        years_kept: for how many years a result is kept, ``None`` where no rule says so.
    """

    id: str
    title: str
    ambition: Ambition = field(default="certify", kw_only=True)
    evidence: tuple[Evidence, ...] = field(default=("grid",), kw_only=True)
    grid_signers: tuple[Role, ...] = field(default=("tutor", "learner"), kw_only=True)
    documents: tuple[DocumentKind, ...] = field(default=(), kw_only=True)
    decided_by: tuple[Role, ...] = field(default=("certifier",), kw_only=True)
    languages: tuple[Literal["sending", "host"], ...] = field(default=(), kw_only=True)
    minimum_mark: str | None = field(default=None, kw_only=True)
    counts_above: str | None = field(default=None, kw_only=True)
    months: int | None = field(default=None, kw_only=True)
    partial: bool = field(default=True, kw_only=True)
    years_kept: int | None = field(default=None, kw_only=True)
    law: LegalSource | None = field(default=None, kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)
