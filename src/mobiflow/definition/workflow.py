"""A whole workflow."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field

from mobiflow._record import record
from mobiflow.definition.certifiers import Certification
from mobiflow.definition.facts import FactsKind
from mobiflow.definition.guide import GuardSet, Phase
from mobiflow.definition.lifecycle import Lifecycle
from mobiflow.definition.prerequisites import Prerequisite
from mobiflow.definition.requirements import DocumentKind, LeadTime, Party, Requirement
from mobiflow.model.words import AmendmentScope, Evidence, Role
from mobiflow.verdict import Permission

__all__ = [
    "Workflow",
]


@record
class Workflow:
    """An immutable definition.

    ``lead_times`` are looked up by the path of what is due (``prepare-participants/programme``,
    ``document/insurance``), then by ever shorter beginnings of it. ``evidence`` and
    ``grid_signers`` say what may document an assessment and who signs the grid;
    ``amendment_parties`` who must sign which kind of change. ``labels`` are the English names of
    words, by their addresses (``role:tutor``, ``state:learner/abroad``), where they are called
    otherwise than by their titles or by the library. ``removed`` is filled in when plugins are
    composed: the addresses of what they took out, with the plugin that did.
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
    removed: Mapping[str, str] = field(factory=dict[str, str], kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)
