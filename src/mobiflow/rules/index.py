"""A workflow's data indexed: what a state means, what is asked when, what is called how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from mobiflow._record import evolve, record
from mobiflow.definition import (
    Certification,
    DocumentKind,
    FactsKind,
    LeadTime,
    Lifecycle,
    Party,
    Prerequisite,
    Requirement,
    Step,
    Task,
    Transition,
    Workflow,
)
from mobiflow.errors import DefinitionError, Problem, UnknownName, shown
from mobiflow.model import Learner, Mobility
from mobiflow.rules.paths import Ways, usual_ways, ways_out
from mobiflow.verdict import Guard, Permission

__all__ = ["Deadline", "WorkflowIndex"]

_T = TypeVar("_T")


@record
class Deadline:
    """By when something is to be done, as the workflow says, and the ids of the notes that help."""

    lead_time: LeadTime | None
    notes: tuple[str, ...]


@record(eq=False)
class WorkflowIndex:
    """The data of a workflow, indexed once, so that what cannot be indexed fails there.

    Attributes:
        lifecycles: the lifecycles by kind of subject.
        categories: the category of each state, by kind of subject.
        documents: the document kinds by id.
        gates: the document requirements by gate.
        parties: the contract parties by id.
        prerequisites: the prerequisites by id.
        certifications: the certifiers' rules by id.
        default_certification: the rules where no certifier is chosen, those of the guide itself.
        tasks: every task with its step, by its path, ``step/task``.
        notes: the ids of the help notes, by step.
        guard_sets: the named sets of guards.
        guards: every guard by its name and params, ``documents_collected(gate=…)``.
        facts: the kind of facts that a plugin's class holds, by class.
        ways: the usual triggers from a learner's state to a category of states.
        ways_out: the triggers to an end, for the states of learners who have not left.
        steps_of: the step in which a document or a signature is first asked for, by deadline key.
        transitions: the transitions by kind of subject, trigger and source.
        permissions: who may fire a trigger, by kind of subject or of any, ``""``.
    """

    workflow: Workflow
    lifecycles: Mapping[str, Lifecycle]
    categories: Mapping[str, Mapping[str, str]]
    documents: Mapping[str, DocumentKind]
    gates: Mapping[str, tuple[Requirement, ...]]
    parties: Mapping[str, Party]
    prerequisites: Mapping[str, Prerequisite]
    certifications: Mapping[str, Certification]
    default_certification: Certification
    tasks: Mapping[str, tuple[Step, Task]]
    notes: Mapping[str, tuple[str, ...]]
    guard_sets: Mapping[str, tuple[Guard, ...]]
    guards: Mapping[str, Guard]
    facts: Mapping[type[object], FactsKind]
    ways: Ways
    ways_out: Mapping[str, tuple[str, ...]]
    steps_of: Mapping[str, str]
    transitions: Mapping[tuple[str, str, str], Transition]
    permissions: Mapping[tuple[str, str], Permission]

    def __repr__(self) -> str:
        return f"<WorkflowIndex of {self.workflow!r}>"

    @classmethod
    def of(cls, workflow: Workflow) -> WorkflowIndex:
        """Index a workflow that holds together, with a lifecycle for learners.

        Raises:
            DefinitionError: when guards cannot say what they cover, naming all of these.
        """
        lifecycles = {lifecycle.kind: lifecycle for lifecycle in workflow.lifecycles}
        steps = [step for phase in workflow.phases for step in phase.steps]
        transitions = {
            (kind, transition.trigger, source): transition
            for kind, lifecycle in lifecycles.items()
            for transition in lifecycle.transitions
            for source in transition.sources
        }
        index = cls(
            workflow,
            lifecycles=lifecycles,
            categories={
                kind: {state.id: state.category for state in lifecycle.states}
                for kind, lifecycle in lifecycles.items()
            },
            documents={kind.id: kind for kind in workflow.documents},
            gates=_grouped((r.gate, r) for r in workflow.requirements),
            parties={party.id: party for party in workflow.parties},
            prerequisites={p.id: p for p in workflow.prerequisites},
            certifications={c.id: c for c in workflow.certifications},
            default_certification=Certification(
                "", "", evidence=workflow.evidence, grid_signers=workflow.grid_signers
            ),
            tasks={f"{step.id}/{task.id}": (step, task) for step in steps for task in step.tasks},
            notes={step.id: tuple(note.id for note in step.notes) for step in steps},
            guard_sets={guard_set.id: guard_set.guards for guard_set in workflow.guard_sets},
            guards={str(guard): guard for guard in _guards(workflow)},
            facts={kind.facts: kind for kind in reversed(workflow.facts)},
            ways=usual_ways(lifecycles["learner"]),
            ways_out=ways_out(lifecycles["learner"]),
            steps_of={},
            transitions=transitions,
            permissions=_permissions(transitions),
        )
        return evolve(index, steps_of=_steps_of(index))

    def transition(self, kind: str, trigger: str, status: str) -> Transition | None:
        """What a trigger does to a subject of a kind in a state, if anything."""
        return self.transitions.get((kind, trigger, status))

    def deadline(self, key: str) -> Deadline:
        """By when, and with which help, what has a deadline key is to be done.

        The lead time is that of the key, or of what the key begins with; the notes are those of
        its step.
        """
        times, path = self.workflow.lead_times, key
        while path and path not in times:
            path = path.rpartition("/")[0]
        step = self.steps_of.get(key) or key.partition("/")[0]
        return Deadline(times[path] if path else None, self.notes.get(step, ()))

    def resolve(self, guards: Iterable[Guard | str]) -> tuple[Guard, ...]:
        """Guards, with the names of sets replaced by what is in them."""
        resolved: list[Guard] = []
        for guard in guards:
            resolved += self.guard_sets[guard] if isinstance(guard, str) else (guard,)
        return tuple(resolved)

    def facts_of(self, facts: type[object]) -> FactsKind | None:
        """The kind of facts that a class holds, if a plugin registered it."""
        return self.facts.get(facts)

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


def _grouped(pairs: Iterable[tuple[str, _T]]) -> Mapping[str, tuple[_T, ...]]:
    groups: dict[str, tuple[_T, ...]] = {}
    for key, value in pairs:
        groups[key] = (*groups.get(key, ()), value)
    return groups


def _guards(workflow: Workflow) -> Iterator[Guard]:
    """Every guard, wherever it is asked."""
    found: list[Guard | str] = []
    for phase in workflow.phases:
        found += (*phase.entry, *phase.exit)
        found += (g for step in phase.steps for task in step.tasks for g in task.guards)
    for lifecycle in workflow.lifecycles:
        found += (g for state in lifecycle.states for g in state.invariants)
        found += (g for transition in lifecycle.transitions for g in transition.guards)
    found += (g for guard_set in workflow.guard_sets for g in guard_set.guards)
    return (guard for guard in found if isinstance(guard, Guard))


def _steps_of(index: WorkflowIndex) -> Mapping[str, str]:
    """The step to which each deadline key belongs: the first one whose tasks ask for it.

    Papers that only a transition asks for belong where papers are first collected.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    sites = [
        (f"$.tasks[{path}].guards[{guard.id}]", step.id, guard)
        for path, (step, task) in index.tasks.items()
        for guard in task.guards
    ]
    asked = {str(guard) for _, _, guard in sites}
    others = (guard for name, guard in index.guards.items() if name not in asked)
    for path, step, guard in (*sites, *((f"$.guards[{one}]", "", one) for one in others)):
        try:
            keys = tuple(_covered(guard, index))
        except Exception as error:  # noqa: BLE001  # anything a plugin raises is its own
            by = f" Contributed by {guard.source}." if guard.source else ""
            message = f"Guard '{guard}' cannot say what it covers: {shown(error, 300)}.{by}"
            problems.append(Problem(path, message))
        else:
            found |= {key: step for key in keys if step and key not in found}
    if problems:
        raise DefinitionError(f"Workflow {shown(index.workflow.id)} cannot be indexed:", problems)
    first = next(iter(found.values()), "")
    papers = {f"document/{kind}": first for kind in index.documents if first}
    return {**papers, **found}


def _covered(guard: Guard, index: WorkflowIndex) -> Iterator[str]:
    for key in guard.covers(index, **guard.params):
        if type(key) is not str:
            raise TypeError(f"{shown(key)} is not a deadline key, such as 'document/cv'")
        yield key


def _permissions(
    transitions: Mapping[tuple[str, str, str], Transition],
) -> Mapping[tuple[str, str], Permission]:
    """Who may fire a trigger, by kind of subject (or of any, ``""``); the first one counts."""
    found: dict[tuple[str, str], Permission] = {}
    for (kind, trigger, _), transition in transitions.items():
        for key in ((kind, trigger), ("", trigger)):
            found.setdefault(key, transition.permission)
    return found
