"""A whole workflow, and what plugins bring to it besides its pieces: facts and translations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import field

from mobiflow._record import record
from mobiflow.definition.certifiers import Certification
from mobiflow.definition.guide import GuardSet, Phase
from mobiflow.definition.lifecycle import Lifecycle
from mobiflow.definition.prerequisites import Prerequisite
from mobiflow.definition.requirements import DocumentKind, LeadTime, Party, Requirement
from mobiflow.model.words import AmendmentScope, Evidence, Role, Scope
from mobiflow.verdict import Guard, Permission

__all__ = [
    "Catalog",
    "FactsKind",
    "Removed",
    "Workflow",
]


@record
class FactsKind:
    """A typed home for a plugin's own facts about one kind of subject.

    ``facts`` is a frozen attrs class whose fields are texts, whole numbers, booleans or dates,
    all optional. A field's metadata may give it a ``label`` and mark it ``personal``. ``who``
    may set them; ``plugin`` is filled in by the engine.
    """

    kind: Scope
    facts: type[object]
    who: Permission
    plugin: str = field(default="", kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)


@record
class Removed:
    """A piece that a plugin took out: ``by`` whom, and the guard where it was one."""

    by: str
    guard: Guard | None = None


@record
class Workflow:
    """An immutable definition.

    ``lead_times`` are looked up by the path of what is due (``prepare-participants/programme``,
    ``document/insurance``), then by ever shorter beginnings of it. ``evidence`` and
    ``grid_signers`` say what may document an assessment and who signs the grid;
    ``amendment_parties`` who must sign which kind of change. ``labels`` are the English names of
    words, by their addresses (``role:tutor``, ``state:learner/abroad``), where they are called
    otherwise than by their titles or by the library. ``removed`` is filled in when plugins are
    composed: what they took out, by its address.
    """

    id: str
    version: str
    title: str
    credit: str = ""
    phases: tuple[Phase, ...] = field(default=(), kw_only=True)
    lifecycles: tuple[Lifecycle, ...] = field(default=(), kw_only=True)
    guard_sets: tuple[GuardSet, ...] = field(default=(), kw_only=True)
    documents: tuple[DocumentKind, ...] = field(default=(), kw_only=True)
    requirements: tuple[Requirement, ...] = field(default=(), kw_only=True)
    prerequisites: tuple[Prerequisite, ...] = field(default=(), kw_only=True)
    certifications: tuple[Certification, ...] = field(default=(), kw_only=True)
    facts: tuple[FactsKind, ...] = field(default=(), kw_only=True)
    parties: tuple[Party, ...] = field(default=(), kw_only=True)
    amendment_parties: Mapping[AmendmentScope, tuple[str, ...]] = field(
        factory=dict[AmendmentScope, tuple[str, ...]], kw_only=True
    )
    evidence: tuple[Evidence, ...] = field(default=("grid",), kw_only=True)
    grid_signers: tuple[Role, ...] = field(default=("tutor",), kw_only=True)
    permissions: Mapping[str, Permission] = field(factory=dict[str, Permission], kw_only=True)
    lead_times: Mapping[str, LeadTime] = field(factory=dict[str, LeadTime], kw_only=True)
    labels: Mapping[str, str] = field(factory=dict[str, str], kw_only=True)
    removed: Mapping[str, Removed] = field(factory=dict[str, Removed], kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)

    def __repr__(self) -> str:
        return f"<Workflow {self.id!r} {self.version}, {len(self.phases)} phases>"


@record
class Catalog:
    """Compiled gettext catalogs, one per language, in ``{folder}/fr/LC_MESSAGES/{domain}.mo``.

    Their keys are English texts: the titles of definitions, and what guards and actions say.
    """

    folder: Path
    domain: str
