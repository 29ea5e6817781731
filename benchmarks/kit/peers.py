"""The same lifecycles without mobiflow: on plain `transitions`, and as a hand-written dict.

They are told the answer of every guard as a boolean. mobiflow works it out, from documents that
expire, signatures, placements and open tasks; says every reason and not the first; checks who may
act; keeps the state before; writes a journal. So these are not like for like: they are the floor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from transitions import EventData, Machine

from mobiflow.definition import Lifecycle, Transition, Workflow
from mobiflow.verdict import Guard


@dataclass(frozen=True)
class Way:
    """One transition: its guards are names of booleans."""

    trigger: str
    source: str
    dest: str
    needs: tuple[str, ...]


class Subject:
    """Something with a state and, by name, what its guards would answer."""

    def __init__(self, state: str, facts: Mapping[str, bool], members: Iterable[Subject]) -> None:
        self.state = state
        self.facts = dict(facts)
        self.members = tuple(members)


def holds(subject: Subject, need: str) -> bool:
    """Whether a guard is met, for a cohort by all of its members."""
    return subject.facts[need] and all(member.facts[need] for member in subject.members)


class Peer(Protocol):
    """Makes subjects and moves them."""

    def subject(self, kind: str, members: Iterable[Subject] = ()) -> Subject: ...

    def fire(self, kind: str, subject: Subject, trigger: str) -> bool: ...


class Lifecycles:
    """The lifecycles of a workflow as plain data."""

    def __init__(self, workflow: Workflow) -> None:
        self._sets = {found.id: found.guards for found in workflow.guard_sets}
        self._phases = {phase.id: phase for phase in workflow.phases}
        kinds = {lifecycle.kind: lifecycle for lifecycle in workflow.lifecycles}
        self.initial = {kind: lifecycle.initial for kind, lifecycle in kinds.items()}
        self.states = {
            kind: [state.id for state in lifecycle.states] for kind, lifecycle in kinds.items()
        }
        self.ways = {kind: tuple(self._ways(lifecycle)) for kind, lifecycle in kinds.items()}
        every = {need for ways in self.ways.values() for way in ways for need in way.needs}
        self.facts = {need: not need.startswith("to ") for need in sorted(every)}

    def _ways(self, lifecycle: Lifecycle) -> Iterable[Way]:
        for transition in lifecycle.transitions:
            for source in transition.sources:
                for dest in transition.dests:
                    needs = [str(guard) for guard in self._guards(lifecycle, transition, source)]
                    fork = [f"to {dest}"] if len(transition.dests) > 1 else []
                    yield Way(transition.trigger, source, dest, (*needs, *fork))

    def _guards(
        self, lifecycle: Lifecycle, transition: Transition, source: str
    ) -> Iterable[Guard | str]:
        if lifecycle.kind != "mobility" or transition.trigger != "advance":
            return self._resolved(transition.guards)
        onwards = self._phases.get(transition.dests[0])
        entry = self._resolved(onwards.entry) if onwards else []
        return [*self._resolved(self._phases[source].exit), "tasks", *entry]

    def _resolved(self, guards: Iterable[Guard | str]) -> list[Guard]:
        found: list[Guard] = []
        for guard in guards:
            found += self._sets[guard] if isinstance(guard, str) else [guard]
        return found


class DictPeer:
    """A finite-state machine by hand: a dict from state and trigger to ways."""

    def __init__(self, lifecycles: Lifecycles) -> None:
        self._lifecycles = lifecycles
        self._table: dict[tuple[str, str, str], list[Way]] = {}
        for kind, ways in lifecycles.ways.items():
            for way in ways:
                self._table.setdefault((kind, way.source, way.trigger), []).append(way)

    def subject(self, kind: str, members: Iterable[Subject] = ()) -> Subject:
        return Subject(self._lifecycles.initial[kind], self._lifecycles.facts, members)

    def fire(self, kind: str, subject: Subject, trigger: str) -> bool:
        for way in self._table[kind, subject.state, trigger]:
            if all(holds(subject, need) for need in way.needs):
                subject.state = way.dest
                return True
        return False


class SharedPeer:
    """`transitions`: one stock machine per lifecycle, which no subject is bound to."""

    def __init__(self, lifecycles: Lifecycles) -> None:
        self._lifecycles = lifecycles
        self._machines = {kind: self._machine(kind) for kind in lifecycles.ways}

    def _machine(self, kind: str) -> Machine:
        found = self._lifecycles
        machine = Machine(
            None, found.states[kind], found.initial[kind], auto_transitions=False, send_event=True
        )
        for way in found.ways[kind]:
            conditions: list[Any] = [_condition(need) for need in way.needs]
            machine.add_transition(way.trigger, way.source, way.dest, conditions)
        return machine

    def subject(self, kind: str, members: Iterable[Subject] = ()) -> Subject:
        return Subject(self._lifecycles.initial[kind], self._lifecycles.facts, members)

    def fire(self, kind: str, subject: Subject, trigger: str) -> bool:
        return self._machines[kind].events[trigger].trigger(subject)


def _condition(need: str) -> Callable[[EventData], bool]:
    def met(event: EventData) -> bool:
        subject: Any = event.model
        return holds(subject, need)

    return met


class OwnPeer:
    """`transitions` as its README begins: every subject has a machine of its own, as it comes."""

    def __init__(self, lifecycles: Lifecycles) -> None:
        self._lifecycles = lifecycles

    def subject(self, kind: str, members: Iterable[Subject] = ()) -> Subject:
        found = self._lifecycles
        subject = Subject(found.initial[kind], found.facts, members)
        ways = [
            {
                "trigger": way.trigger,
                "source": way.source,
                "dest": way.dest,
                "conditions": [partial(holds, subject, need) for need in way.needs],
            }
            for way in found.ways[kind]
        ]
        Machine(subject, found.states[kind], found.initial[kind], transitions=ways)
        return subject

    def fire(self, kind: str, subject: Subject, trigger: str) -> bool:
        return bool(getattr(subject, trigger)())


PEERS: Mapping[str, Callable[[Lifecycles], Peer]] = {
    "transitions, machine per subject": OwnPeer,
    "transitions, shared machine": SharedPeer,
    "dict by hand": DictPeer,
}
"""Slowest first; the last one is the floor."""
