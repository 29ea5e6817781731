"""A workflow compiled: checked, frozen, one shared machine per lifecycle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mobiflow._compiler.bound_guards import (
    Asker,
    BoundGuard,
    PhaseTasks,
    Question,
    about_learner,
    each_engaged,
)
from mobiflow._compiler.identity import digest_of
from mobiflow._compiler.machine import LifecycleMachine, Row
from mobiflow._record import evolve, record
from mobiflow.actions._spec import COMMON, Action, Spec, spec_of
from mobiflow.definition import Lifecycle, Transition, Workflow
from mobiflow.i18n import Catalogs
from mobiflow.rules.index import WorkflowIndex
from mobiflow.text.bound import BoundMessages
from mobiflow.text.messages import Messages
from mobiflow.text.names import Known
from mobiflow.verdict import Guard

__all__ = ["Blueprint", "compile_workflow"]


@record(eq=False)
class Blueprint:
    """What an engine runs: the rules, the machines, the actions, and where it all comes from.

    ``plugins`` are names with versions (``guide 1.0``), ``digest`` identifies the meaning. What
    is ``watched`` is asked beside the lifecycles, by occasion: of every mobility with an open
    ``incident``, of every learner with an ``amendment`` beside the contract in force, of every
    learner for ``advice``. All indexes are made when it is compiled, so that what does not fit
    together fails there.
    """

    rules: WorkflowIndex
    machines: Mapping[str, LifecycleMachine]
    invariants: Mapping[tuple[str, str], tuple[Question, ...]]
    watched: Mapping[str, Question]
    phases: Mapping[str, PhaseTasks]
    exceptional: Mapping[str, frozenset[str]]
    automatic: Mapping[tuple[str, str], tuple[str, ...]]
    specs: Mapping[type[Action], Spec]
    reserved: Mapping[tuple[str, str], Spec]
    askers: Mapping[str, Asker]
    messages: Messages
    plugins: tuple[str, ...]
    catalogs: Catalogs
    digest: str
    road: Asker

    @property
    def workflow(self) -> Workflow:
        """The definition, with the lifecycle of the mobility generated from its phases."""
        return self.rules.workflow

    @property
    def actions(self) -> Mapping[str, type[Action]]:
        """The action types by name; that of a plugin's begins with the plugin's, ``acme.Visit``."""
        return {spec.name: action_type for action_type, spec in self.specs.items()}

    def __repr__(self) -> str:
        return f"<Blueprint {self.workflow.id!r} {self.digest[:12]}, {', '.join(self.plugins)}>"

    def messages_of(self, mobility: Known) -> BoundMessages:
        """What this workflow says of one mobility."""
        return BoundMessages(self.messages, mobility)

    def spec(self, action_type: type[Action]) -> Spec:
        """How an action type is judged here, the workflow's own permissions included.

        Raises:
            UnknownName: when the class is not an action.
        """
        found = self.specs.get(action_type)
        return found or _permitted(self.workflow, spec_of(action_type))

    def named(self, acts: Iterable[Action]) -> tuple[tuple[str, Action], ...]:
        """Actions with the names they have here."""
        return tuple((self.spec(type(act)).name, act) for act in acts)

    def asker(self, spec: Spec) -> Asker:
        """Who asks for what an action itself objects to."""
        return self.askers.get(spec.name, self.road)


def compile_workflow(
    workflow: Workflow,
    *,
    watched: Mapping[str, tuple[Guard, ...]],
    actions: Mapping[type[Action], Spec],
    plugins: tuple[str, ...],
    catalogs: Catalogs,
    says: Mapping[str, str],
) -> Blueprint:
    """Make a definition run that holds together, and has a lifecycle for the mobility.

    ``watched`` are guards by the occasion on which they are asked beside the lifecycles, and
    ``actions`` are given with how they are to be judged, under the names they have here. ``says``
    has the sentences of the road itself, by their codes.

    Raises:
        DefinitionError: when guards cannot say what they cover.
    """
    rules = WorkflowIndex.of(workflow)
    specs = {action_type: _permitted(workflow, spec) for action_type, spec in actions.items()}
    return Blueprint(
        rules=rules,
        machines=_machines(rules),
        invariants=_invariants(rules),
        watched={name: _watched(rules, asked) for name, asked in watched.items()},
        phases={phase.id: PhaseTasks(phase, workflow.source) for phase in workflow.phases},
        exceptional={
            lifecycle.kind: frozenset(
                transition.trigger
                for transition in lifecycle.transitions
                if transition.exceptional or transition.automatic
            )
            for lifecycle in workflow.lifecycles
        },
        automatic=_automatic(rules.transitions),
        specs=specs,
        reserved={
            (spec.kind, spec.trigger): spec
            for spec in specs.values()
            if spec.kind and isinstance(spec.trigger, str)
        },
        askers={spec.name: Asker((spec.source or workflow.source,)) for spec in specs.values()},
        messages=Messages(
            rules,
            catalogs,
            _says(rules, watched, specs.values(), says),
            actions={action_type: spec.name for action_type, spec in specs.items()},
            titles={f"action:{s.name}": s.title for s in specs.values() if s.title},
        ),
        plugins=plugins,
        catalogs=catalogs,
        digest=digest_of(workflow, actions.values()),
        road=Asker((workflow.source,)),
    )


def _says(
    rules: WorkflowIndex,
    watched: Mapping[str, tuple[Guard, ...]],
    specs: Iterable[Spec],
    road: Mapping[str, str],
) -> Mapping[str, str]:
    """What refusals say by their codes, where the guard that found them does not say it itself."""
    beside = (guard for asked in watched.values() for guard in asked)
    guards = (guard.says for guard in (*rules.guards.values(), *beside))
    said = (*guards, *(spec.says for spec in specs), COMMON, road)
    return {code: text for says in said for code, text in says.items()}


def _permitted(workflow: Workflow, spec: Spec) -> Spec:
    """How an action is judged in a workflow, which may permit it to others."""
    return evolve(spec, permission=workflow.permissions.get(spec.name) or spec.permission)


def _automatic(
    transitions: Mapping[tuple[str, str, str], Transition],
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The triggers that fire by themselves, by kind of subject and state."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for (kind, trigger, source), transition in transitions.items():
        if transition.automatic:
            found[kind, source] = (*found.get((kind, source), ()), trigger)
    return found


def _machines(rules: WorkflowIndex) -> Mapping[str, LifecycleMachine]:
    return {
        lifecycle.kind: LifecycleMachine(
            lifecycle.kind,
            tuple(state.id for state in lifecycle.states),
            lifecycle.initial,
            tuple(_rows(rules, lifecycle)),
        )
        for lifecycle in rules.workflow.lifecycles
    }


def _invariants(rules: WorkflowIndex) -> Mapping[tuple[str, str], tuple[Question, ...]]:
    """What has to hold in a state, by kind of subject and state."""
    return {
        (lifecycle.kind, state.id): _own(rules, lifecycle.kind, rules.resolve(state.invariants))
        for lifecycle in rules.workflow.lifecycles
        for state in lifecycle.states
    }


def _rows(rules: WorkflowIndex, lifecycle: Lifecycle) -> Iterator[Row]:
    for transition in lifecycle.transitions:
        own = _own(rules, lifecycle.kind, rules.resolve(transition.guards))
        choice = transition.choice.func if transition.choice else None
        for source in transition.sources:
            asked = own
            if lifecycle.kind == "mobility" and transition.trigger == "advance":
                asked = tuple(_way_on(rules, source, transition.dests[0]))
            for dest in transition.dests:
                yield Row(transition.trigger, source, dest, asked, choice)


def _own(rules: WorkflowIndex, kind: str, asked: tuple[Guard, ...]) -> tuple[Question, ...]:
    """The guards of one subject; of a learner all as one, which remembers what they said."""
    bound = tuple(BoundGuard(guard, rules.workflow.source) for guard in asked)
    return (about_learner(bound),) if kind == "learner" and bound else bound


def _watched(rules: WorkflowIndex, asked: tuple[Guard, ...]) -> Question:
    """Guards about a learner as one question, or the one guard about the mobility."""
    bound = [BoundGuard(guard, rules.workflow.source) for guard in asked]
    about_mobility = [one for one in bound if one.guard.scope == "mobility"]
    return about_mobility[0] if about_mobility else about_learner(bound)


def _way_on(rules: WorkflowIndex, source: str, dest: str) -> Iterator[Question]:
    """What stands between a phase and the next: its exit, its tasks, the other's entry."""
    phases = {phase.id: phase for phase in rules.workflow.phases}
    yield from _of_phase(rules, phases[source].exit)
    yield PhaseTasks(phases[source], rules.workflow.source)
    if dest in phases:
        yield from _of_phase(rules, phases[dest].entry)


def _of_phase(rules: WorkflowIndex, asked: tuple[Guard | str, ...]) -> Iterator[Question]:
    bound = [BoundGuard(guard, rules.workflow.source) for guard in rules.resolve(asked)]
    yield from (one for one in bound if one.guard.scope == "mobility")
    about_learners = [one for one in bound if one.guard.scope != "mobility"]
    if about_learners:
        yield each_engaged(about_learners)
