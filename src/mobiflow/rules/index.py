"""A workflow's data indexed: what a state means, what is asked when, what is called how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from mobiflow._record import record
from mobiflow.definition import (
    Certification,
    DocumentKind,
    FactsKind,
    Lifecycle,
    Party,
    Prerequisite,
    Requirement,
    Step,
    Task,
    Workflow,
)
from mobiflow.errors import UnknownName
from mobiflow.model import Learner, Mobility
from mobiflow.rules.paths import usual_ways
from mobiflow.verdict import Guard

__all__ = ["WorkflowIndex"]


@record
class WorkflowIndex:
    """The data of a workflow, indexed once: what a learner's state means, what is asked when."""

    workflow: Workflow

    @cached_property
    def lifecycles(self) -> Mapping[str, Lifecycle]:
        """The lifecycles by kind of subject."""
        return {lifecycle.kind: lifecycle for lifecycle in self.workflow.lifecycles}

    @cached_property
    def categories(self) -> Mapping[str, Mapping[str, str]]:
        """The category of each state, by kind of subject."""
        return {
            lifecycle.kind: {state.id: state.category for state in lifecycle.states}
            for lifecycle in self.workflow.lifecycles
        }

    @cached_property
    def documents(self) -> Mapping[str, DocumentKind]:
        """The document kinds by id."""
        return {kind.id: kind for kind in self.workflow.documents}

    @cached_property
    def gates(self) -> Mapping[str, tuple[Requirement, ...]]:
        """The document requirements by gate."""
        gates: dict[str, tuple[Requirement, ...]] = {}
        for requirement in self.workflow.requirements:
            gates[requirement.gate] = (*gates.get(requirement.gate, ()), requirement)
        return gates

    @cached_property
    def parties(self) -> Mapping[str, Party]:
        """The contract parties by id."""
        return {party.id: party for party in self.workflow.parties}

    @cached_property
    def prerequisites(self) -> Mapping[str, Prerequisite]:
        """The prerequisites by id."""
        return {p.id: p for p in self.workflow.prerequisites}

    @cached_property
    def certifications(self) -> Mapping[str, Certification]:
        """The certifiers' rules by id."""
        return {c.id: c for c in self.workflow.certifications}

    @cached_property
    def tasks(self) -> Mapping[str, tuple[Step, Task]]:
        """Every task by its path, ``step/task``."""
        return {
            f"{step.id}/{task.id}": (step, task)
            for phase in self.workflow.phases
            for step in phase.steps
            for task in step.tasks
        }

    @cached_property
    def notes(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the help notes, by step."""
        return {
            step.id: tuple(note.id for note in step.notes)
            for phase in self.workflow.phases
            for step in phase.steps
        }

    @cached_property
    def steps_of(self) -> Mapping[str, str]:
        """The step in which a document or a signature is first asked for, by its lead."""
        found: dict[str, str] = {}
        for step, task in self.tasks.values():
            for guard in task.guards:
                if guard.id == "documents_collected":
                    for requirement in self.gates.get(guard.params["gate"], ()):
                        for kind in requirement.kinds:
                            found.setdefault(f"document/{kind}", step.id)
                elif guard.id == "contract_signed" and guard.params["parties"] == "all":
                    for party in self.parties:
                        found.setdefault(f"signature/{party}", step.id)
        # Papers that only a transition asks for belong where papers are first collected.
        first = next(iter(found.values()), "")
        others = {f"document/{kind.id}": first for kind in self.workflow.documents if first}
        return {**others, **found}

    @cached_property
    def guards(self) -> Mapping[str, Guard]:
        """Every guard of the workflow by its name and params, ``documents_collected(gate=…)``."""
        workflow = self.workflow
        found: list[Guard | str] = []
        for phase in workflow.phases:
            found += (*phase.entry, *phase.exit)
            found += (g for step in phase.steps for task in step.tasks for g in task.guards)
        for lifecycle in workflow.lifecycles:
            found += (g for state in lifecycle.states for g in state.invariants)
            found += (g for transition in lifecycle.transitions for g in transition.guards)
        found += (g for guard_set in workflow.guard_sets for g in guard_set.guards)
        return {str(guard): guard for guard in found if isinstance(guard, Guard)}

    @cached_property
    def guard_sets(self) -> Mapping[str, tuple[Guard, ...]]:
        """The named sets of guards."""
        return {guard_set.id: guard_set.guards for guard_set in self.workflow.guard_sets}

    def resolve(self, guards: Iterable[Guard | str]) -> tuple[Guard, ...]:
        """Guards, with the names of sets replaced by what is in them."""
        resolved: list[Guard] = []
        for guard in guards:
            resolved += self.guard_sets[guard] if isinstance(guard, str) else (guard,)
        return tuple(resolved)

    def facts_of(self, facts: type[object]) -> FactsKind | None:
        """The kind of facts that a class holds, if a plugin registered it."""
        return next((kind for kind in self.workflow.facts if kind.facts is facts), None)

    @cached_property
    def default_certification(self) -> Certification:
        """The rules where no certifier is chosen: those of the guide itself."""
        workflow = self.workflow
        return Certification("", "", evidence=workflow.evidence, grid_signers=workflow.grid_signers)

    @cached_property
    def ways(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The usual triggers from a learner's state to a category of states."""
        return usual_ways(self.lifecycles["learner"])

    def category(self, learner: Learner) -> str:
        """The category of a learner's state."""
        return self.categories["learner"].get(learner.status, "")

    def is_open(self, mobility: Mobility) -> bool:
        """Whether a mobility is in one of its phases, neither completed nor cancelled."""
        return self.categories["mobility"].get(mobility.status) == "open"

    def initial(self, kind: str) -> str:
        """The state in which a subject of a kind begins; empty for a kind without lifecycle."""
        lifecycle = self.lifecycles.get(kind)
        return lifecycle.initial if lifecycle else ""

    def task(self, path: str) -> tuple[Step, Task]:
        """The step and the task at a path.

        Raises:
            UnknownName: when the workflow has no such task; the nearest paths are named.
        """
        try:
            return self.tasks[path]
        except KeyError:
            raise UnknownName("task", path, self.tasks, "A task is named step/task.") from None

    def document(self, kind: str) -> DocumentKind:
        """A document kind.

        Raises:
            UnknownName: when the workflow has no such kind; the nearest are named.
        """
        try:
            return self.documents[kind]
        except KeyError:
            raise UnknownName("document kind", kind, self.documents) from None

    def prerequisite(self, prerequisite: str) -> Prerequisite:
        """A prerequisite.

        Raises:
            UnknownName: when no plugin brings this prerequisite; the nearest are named.
        """
        try:
            return self.prerequisites[prerequisite]
        except KeyError:
            raise UnknownName("prerequisite", prerequisite, self.prerequisites) from None

    def party(self, party: str) -> Party:
        """A party to the contract.

        Raises:
            UnknownName: when the workflow has no such party; the nearest are named.
        """
        try:
            return self.parties[party]
        except KeyError:
            raise UnknownName("contract party", party, self.parties) from None
