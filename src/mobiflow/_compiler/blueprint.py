"""A workflow compiled: checked, frozen, one shared machine per lifecycle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from attrs import evolve, field

from mobiflow import guards
from mobiflow._compiler.bound_guards import Gate, each_engaged, of_guard, of_learner, tasks_of_phase
from mobiflow._compiler.machine import LifecycleMachine, Row
from mobiflow._record import record
from mobiflow.actions._spec import Action, Spec, spec_of
from mobiflow.definition import Lifecycle, Phase, State, Transition, Workflow
from mobiflow.definition.checks import problems_of_workflow
from mobiflow.errors import DefinitionError
from mobiflow.i18n import N_, Catalogs
from mobiflow.model.introspection import plain
from mobiflow.rules.index import WorkflowIndex
from mobiflow.text.messages import Messages
from mobiflow.text.sentences import SENTENCES
from mobiflow.verdict import Guard, Permission, allow

__all__ = ["Blueprint", "compile_workflow"]

OPEN: Final = "open"
CLOSED: Final = "closed"


@record(eq=False)
class Blueprint:
    """What an engine runs: the rules, the machines, the actions, and where it all comes from.

    ``plugins`` are names with versions (``guide 1.0``), ``sources`` those of the actions, by name;
    ``digest`` identifies the meaning.
    """

    rules: WorkflowIndex
    machines: Mapping[str, LifecycleMachine]
    gates: Mapping[tuple[str, str], tuple[Gate, ...]]
    actions: Mapping[str, type[Action]]
    plugins: tuple[str, ...]
    catalogs: Catalogs
    sources: Mapping[str, str]
    digest: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "digest", _digest(self.rules.workflow, self.actions.values()))

    @property
    def workflow(self) -> Workflow:
        """The definition, with the lifecycle of the mobility generated from its phases."""
        return self.rules.workflow

    @cached_property
    def exceptional(self) -> Mapping[str, frozenset[str]]:
        """The triggers that leave the usual way, by kind of subject."""
        return {
            lifecycle.kind: frozenset(
                transition.trigger
                for transition in lifecycle.transitions
                if transition.exceptional or transition.automatic
            )
            for lifecycle in self.workflow.lifecycles
        }

    @cached_property
    def transitions(self) -> Mapping[tuple[str, str, str], Transition]:
        """The transitions by kind of subject, trigger and source."""
        return {
            (lifecycle.kind, transition.trigger, source): transition
            for lifecycle in self.workflow.lifecycles
            for transition in lifecycle.transitions
            for source in transition.sources
        }

    @cached_property
    def permissions(self) -> Mapping[tuple[str, str], Permission]:
        """Who may fire a trigger, by kind of subject (or of any, ``""``); the first one counts."""
        found: dict[tuple[str, str], Permission] = {}
        for (kind, trigger, _), transition in self.transitions.items():
            for key in ((kind, trigger), ("", trigger)):
                found.setdefault(key, transition.permission)
        return found

    @cached_property
    def automatic(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The triggers that fire by themselves, by kind of subject and state."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for (kind, trigger, source), transition in self.transitions.items():
            if transition.automatic:
                found[kind, source] = (*found.get((kind, source), ()), trigger)
        return found

    @cached_property
    def incidents(self) -> Gate:
        """What every open incident waits for."""
        return of_guard(guards.incidents_settled())

    @cached_property
    def proposals(self) -> Gate:
        """What a version of a contract waits for that stands beside the one in force."""
        return of_guard(guards.no_proposal())

    @cached_property
    def advice(self) -> Gate:
        """The prerequisites that only advise a learner."""
        demanded = self.workflow.prerequisites
        return of_learner(tuple(guards.prerequisite(p) for p in demanded if not p.blocking))

    def invariants(self, kind: str, state: str) -> tuple[Gate, ...]:
        """The invariants of a state."""
        return self.gates.get((kind, state), ())

    def spec(self, action_type: type[Action]) -> Spec:
        """How an action type is judged here, the workflow's own permissions included."""
        return self.specs.get(action_type) or self._spec(action_type)

    @cached_property
    def specs(self) -> Mapping[type[Action], Spec]:
        """How the actions of the engine are judged."""
        return {action_type: self._spec(action_type) for action_type in self.actions.values()}

    @cached_property
    def messages(self) -> Messages:
        """What this workflow says, in every language that its catalogs know."""
        says = {code: text for spec in self.specs.values() for code, text in spec.says.items()}
        return Messages(self.rules, self.catalogs, {**says, **SENTENCES})

    @cached_property
    def reserved(self) -> Mapping[tuple[str, str | None], Spec]:
        """The actions that alone fire a trigger, by kind of subject and trigger."""
        return {(spec.kind, spec.trigger): spec for spec in self.specs.values() if spec.kind}

    def _spec(self, action_type: type[Action]) -> Spec:
        spec = spec_of(action_type)
        permission = self.workflow.permissions.get(spec.name) or spec.permission
        return evolve(spec, permission=permission, source=self.sources.get(spec.name, ""))


def compile_workflow(
    workflow: Workflow,
    *,
    actions: Mapping[type[Action], str],
    plugins: tuple[str, ...],
    catalogs: Catalogs,
) -> Blueprint:
    """Check a definition and make it run; ``actions`` are given with their plugins.

    Raises:
        DefinitionError: listing everything that does not hold together.
    """
    problems = tuple(problems_of_workflow(workflow))
    if problems:
        raise DefinitionError(f"Workflow {workflow.id!r} does not hold together:", problems)
    full = evolve(workflow, lifecycles=(_of_mobility(workflow.phases), *workflow.lifecycles))
    rules = WorkflowIndex.of(full)
    machines = {
        lifecycle.kind: LifecycleMachine(
            lifecycle.kind,
            tuple(state.id for state in lifecycle.states),
            lifecycle.initial,
            tuple(_rows(rules, lifecycle)),
        )
        for lifecycle in full.lifecycles
    }
    gates = {
        (lifecycle.kind, state.id): _own(lifecycle.kind, rules.resolve(state.invariants))
        for lifecycle in full.lifecycles
        for state in lifecycle.states
    }
    named = {spec_of(action_type).name: action_type for action_type in actions}
    sources = {spec_of(action_type).name: source for action_type, source in actions.items()}
    return Blueprint(rules, machines, gates, named, plugins, catalogs, sources)


def _of_mobility(phases: tuple[Phase, ...]) -> Lifecycle:
    """The lifecycle generated from the phases: onwards, and the ways out and back."""
    names = [phase.id for phase in phases]
    onwards = tuple(
        Transition(
            "advance", (name,), (after,), allow("coordinator"), title=N_("advance the mobility")
        )
        for name, after in zip(names, [*names[1:], "completed"], strict=True)
    )
    cancel = Transition(
        "cancel",
        tuple(names),
        ("cancelled",),
        allow("coordinator"),
        guards=(guards.nobody_away(),),
        asks=("reason",),
        exceptional=True,
        title=N_("cancel the mobility"),
    )
    reopen = Transition(
        "reopen",
        ("completed",),
        (names[-1],),
        allow("coordinator"),
        asks=("reason",),
        exceptional=True,
        title=N_("reopen the mobility"),
    )
    states = tuple(State(phase.id, OPEN, phase.title) for phase in phases)
    ends = (
        State("completed", CLOSED, N_("completed")),
        State("cancelled", CLOSED, N_("cancelled")),
    )
    return Lifecycle("mobility", names[0], (*states, *ends), (*onwards, cancel, reopen))


def _rows(rules: WorkflowIndex, lifecycle: Lifecycle) -> Iterator[Row]:
    for transition in lifecycle.transitions:
        own = _own(lifecycle.kind, rules.resolve(transition.guards))
        choice = transition.choice.func if transition.choice else None
        for source in transition.sources:
            gates = own
            if lifecycle.kind == "mobility" and transition.trigger == "advance":
                gates = tuple(_way_on(rules, source, transition.dests[0]))
            for dest in transition.dests:
                yield Row(transition.trigger, source, dest, gates, choice)


def _own(kind: str, asked: tuple[Guard, ...]) -> tuple[Gate, ...]:
    """The guards of one subject; of a learner all as one, which remembers what they said."""
    if kind == "learner" and asked:
        return (of_learner(asked),)
    return tuple(of_guard(guard) for guard in asked)


def _way_on(rules: WorkflowIndex, source: str, dest: str) -> Iterator[Gate]:
    """What stands between a phase and the next: its exit, its tasks, the other's entry."""
    phases = {phase.id: phase for phase in rules.workflow.phases}
    yield from _of_phase(rules.resolve(phases[source].exit))
    yield tasks_of_phase(phases[source])
    if dest in phases:
        yield from _of_phase(rules.resolve(phases[dest].entry))


def _of_phase(asked: tuple[Guard, ...]) -> Iterator[Gate]:
    yield from (of_guard(guard) for guard in asked if guard.scope == "mobility")
    about_learners = tuple(guard for guard in asked if guard.scope != "mobility")
    if about_learners:
        yield each_engaged(about_learners)


_NOT_MEANING: Final = frozenset(
    {"title", "text", "credit", "labels", "notes", "lead_times", "source", "version"}
    | {"func", "says", "law", "basis", "removed", "covers", "needs", "refers", "made_by"}
)
"""What can change without stranding a mobility: texts, due dates, versions, and functions with
what they say of themselves, which are never hashed: their ids and revisions stand for them."""


def _digest(workflow: Workflow, actions: Iterable[type[Action]]) -> str:
    permissions = {
        spec.name: spec.permission
        for spec in map(spec_of, actions)
        if isinstance(spec.permission, Permission)
    }
    whole = {"workflow": workflow, "actions": permissions}
    meaning = plain(whole, lambda attribute: attribute.name not in _NOT_MEANING)
    text = json.dumps(meaning, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
