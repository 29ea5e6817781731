"""A lifecycle made to run, with the machine of `transitions` hidden inside."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from heapq import heappop, heappush
from typing import Any, Final

from attrs import evolve

from mobiflow._compiler.machine.machine import AskingMachine, ChoiceFunc, Cursor, GuardFunc, named
from mobiflow._record import record


class UnknownTransition(LookupError):
    """A lifecycle has no such state, or no such trigger in that state."""


class WrongChoice(ValueError):
    """A choice named a state that its trigger does not lead to."""


@record
class Row:
    """One way from a state to another: its trigger, its guards and, where it forks, the choice."""

    trigger: str
    source: str
    dest: str
    guards: tuple[GuardFunc, ...] = ()
    choice: ChoiceFunc | None = None


class LifecycleMachine:
    """One lifecycle, made to run: what may be asked, what is refused, where it leads.

    It keeps nothing between calls, so threads may share it. Where the current state of a subject
    is expected, one that the lifecycle does not have raises `UnknownTransition`.
    """

    __slots__ = ("_forks", "_machine", "_sources", "initial", "name", "rows", "states")

    def __init__(self, name: str, states: Iterable[str], initial: str, rows: Iterable[Row]) -> None:
        self.name: Final = name
        self.states: Final = tuple(states)
        self.initial: Final = initial
        self.rows: Final = tuple(rows)
        known = set(self.states)
        if len(known) < len(self.states) or initial not in known or known & {"", "*", "="}:
            raise ValueError(
                f"Lifecycle {name!r} cannot have the states {self.states} with {initial!r} first: "
                "they must differ, include the first, and not be called '', '*' or '='."
            )
        self._forks: Final[dict[tuple[str, str], tuple[Row, ...]]] = {}
        self._sources: Final[dict[str, tuple[str, ...]]] = {}
        self._machine: Final = AskingMachine(
            None, self.states, initial, name=name, send_event=True, auto_transitions=False
        )
        for row in self.rows:
            fork = self._forks.get((row.trigger, row.source), ())
            if not {row.source, row.dest} <= known or (
                fork
                and (not row.choice or row in fork or evolve(row, dest=fork[0].dest) != fork[0])
            ):
                raise ValueError(
                    f"Lifecycle {name!r} cannot have {row}: its states must be known, and rows of "
                    "one trigger and source differ by destination alone and have a choice."
                )
            self._forks[row.trigger, row.source] = (*fork, row)
            if not fork:
                self._sources[row.trigger] = (*self.sources(row.trigger), row.source)
            guards: list[Any] = list(row.guards)  # the stubs expect conditions on event data
            self._machine.add_transition(
                row.trigger, row.source, row.dest, guards, choice=row.choice
            )

    def ask(self, trigger: str, state: str, context: Any, subject: Any) -> list[Any] | None:
        """Return all refusals of all guards, each asked once; None if there is no such trigger."""
        if (trigger, state) not in self._forks:
            self.triggers(state)  # an unknown state is an error, not a trigger that is absent
            return None
        cursor = Cursor(state, context, subject, [])
        self._machine.events[trigger].trigger(cursor)
        return cursor.refusals

    def fire(self, trigger: str, state: str, context: Any, subject: Any) -> str:
        """Return the state the trigger leads to; guards rest, for the caller has just asked them.

        Raises `UnknownTransition` where there is no such trigger, and `WrongChoice` when
        the choice names a state that the trigger does not lead to.
        """
        if (trigger, state) not in self._forks:
            raise UnknownTransition(
                f"Lifecycle {self.name!r} has no trigger {trigger!r} in state {state!r}, "
                f"only {self.triggers(state)}."
            )
        cursor = Cursor(state, context, subject, [], moving=True)
        if not self._machine.events[trigger].trigger(cursor):
            raise WrongChoice(
                f"Choice {named(self._forks[trigger, state][0].choice)} gave {cursor.chosen!r}: "
                f"it must give one of {self.destinations(trigger, state)}."
            )
        return cursor.state

    def triggers(self, state: str) -> tuple[str, ...]:
        """Return the triggers of a state, in the order of the rows."""
        if state not in self.states:
            raise UnknownTransition(
                f"Lifecycle {self.name!r} has no state {state!r}, only {self.states}."
            )
        return tuple(trigger for trigger, source in self._forks if source == state)

    def sources(self, trigger: str) -> tuple[str, ...]:
        """Return the states that have a trigger, in the order of the rows."""
        return self._sources.get(trigger, ())

    def destinations(self, trigger: str, source: str) -> tuple[str, ...]:
        """Return the states a trigger may lead to from a source, in the order of the rows."""
        return tuple(row.dest for row in self._forks.get((trigger, source), ()))

    def path(
        self, source: str, targets: Collection[str], *, avoid: Collection[str] = ()
    ) -> tuple[str, ...] | None:
        """Return the triggers of the best way from a state to any target, or None without a way.

        The best way has the fewest triggers of `avoid` (none, wherever that is possible), then
        the fewest triggers, then comes first by rows. A choice counts as able to go every way.
        """
        self.triggers(source)  # an unknown state is an error, not a dead end
        ways: list[tuple[int, int, tuple[int, ...], str]] = [(0, 0, (), source)]
        reached: set[str] = set()
        while ways:
            avoided, length, taken, state = heappop(ways)
            if state in targets:
                return tuple(self.rows[index].trigger for index in taken)
            if state in reached:
                continue
            reached.add(state)
            for index, row in enumerate(self.rows):
                if row.source == state:
                    price = avoided + (row.trigger in avoid)
                    heappush(ways, (price, length + 1, (*taken, index), row.dest))
        return None
