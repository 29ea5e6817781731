"""The only module that knows `transitions`: one machine per lifecycle, asked for every reason.

What `transitions` does: it keeps states and transitions, makes the conditions, finds the
transitions of a trigger and a state, and hands each question through them. What is ours, put
in at the classes it lets be replaced: every condition is asked, and gives reasons; a choice picks
among destinations; and no object is bound, for what a question needs travels in its `Cursor`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from attrs import define
from transitions import Event, EventData, Machine, Transition
from transitions.core import Condition

from mobiflow._record import evolve, record
from mobiflow.errors import shown

__all__ = ["LifecycleMachine", "Row", "UnknownTransition", "WrongChoice"]

# Contexts, subjects and reasons are opaque: this module carries them and looks into none. That a
# guard gives reasons and nothing else, the bound guard sees to.
GuardFunc: TypeAlias = Callable[[Any, Any], Iterable[Any]]
ChoiceFunc: TypeAlias = Callable[[Any, Any], str]


class UnknownTransition(LookupError):
    """A lifecycle has no such state, or no such trigger in that state."""


class WrongChoice(ValueError):
    """A choice named a state that its trigger does not lead to."""


def _named(func: object) -> str:
    return f"{getattr(func, '__module__', '?')}.{getattr(func, '__qualname__', repr(func))}"


# -- what is put into `transitions`


@define(eq=False, repr=False)
class Cursor:
    """One question put to a machine, or one move; not frozen, because the machine moves it."""

    state: str
    context: Any
    subject: Any
    reasons: list[Any]
    moving: bool = False  # only asked
    chosen: str | None = None


class ReasonCondition(Condition):
    """A guard as a condition: its reasons are kept, and it holds when it has none."""

    def check(self, event_data: EventData) -> bool:
        # The stubs know a model as an object only, and a guard as a callback on event data.
        cursor: Cursor = event_data.model  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
        guard: GuardFunc = self.func  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
        already = len(cursor.reasons)
        cursor.reasons.extend(guard(cursor.context, cursor.subject))
        return len(cursor.reasons) == already


class AskingTransition(Transition):
    """A transition that asks every guard and stays, or moves without asking any again."""

    condition_cls = ReasonCondition

    def __init__(self, *args: Any, choice: ChoiceFunc | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice = choice

    def execute(self, event_data: EventData) -> bool:
        # The stubs know a model as an object only.
        cursor: Cursor = event_data.model  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
        if not cursor.moving:
            for condition in self.conditions:
                condition.check(event_data)
            return True  # rows that differ by destination share their guards: one speaks for all
        if self.choice is not None:
            if cursor.chosen is None:
                cursor.chosen = self.choice(cursor.context, cursor.subject)
            if cursor.chosen != self.dest:
                return False
        cursor.state = self.dest or cursor.state  # the stubs know transitions without one
        return True


class AskingEvent(Event):
    """An event without queue, callbacks and logs, for a cursor whose state has it."""

    def trigger(self, model: object, *args: Any, **kwargs: Any) -> bool:
        # The signature is that of stock, which knows a model as an object only.
        cursor: Cursor = model  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
        event_data = EventData(None, self, self.machine, cursor, args, kwargs)
        for transition in self.transitions[cursor.state]:  # noqa: SIM110  # any() costs more
            if transition.execute(event_data):
                return True
        return False


class AskingMachine(Machine):
    """A machine whose transitions give every reason why not."""

    event_cls = AskingEvent
    transition_cls = AskingTransition


# -- what the house sees of it


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

    __slots__ = ("_forks", "_machine", "_sources", "_triggers", "initial", "name", "rows", "states")

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
        self._triggers: Final = dict.fromkeys(self.states, tuple[str, ...]())
        self._machine: Final = AskingMachine(
            None, self.states, initial, name=name, send_event=True, auto_transitions=False
        )
        for row in self.rows:
            self._add(row)

    def _add(self, row: Row) -> None:
        fork = self._forks.get((row.trigger, row.source), ())
        differs = fork and (
            not row.choice or row in fork or evolve(row, dest=fork[0].dest) != fork[0]
        )
        if not {row.source, row.dest} <= self._triggers.keys() or differs:
            raise ValueError(
                f"Lifecycle {self.name!r} cannot have {row}: its states must be known, and rows "
                "of one trigger and source differ by destination alone and have a choice."
            )
        self._forks[row.trigger, row.source] = (*fork, row)
        if not fork:
            self._sources[row.trigger] = (*self.sources(row.trigger), row.source)
            self._triggers[row.source] = (*self._triggers[row.source], row.trigger)
        guards: list[Any] = list(row.guards)  # the stubs expect conditions on event data
        self._machine.add_transition(row.trigger, row.source, row.dest, guards, choice=row.choice)

    def ask(self, trigger: str, state: str, context: Any, subject: Any) -> list[Any] | None:
        """Return all reasons of all guards, each asked once; None if there is no such trigger."""
        if (trigger, state) not in self._forks:
            self.triggers(state)  # an unknown state is an error, not a trigger that is absent
            return None
        cursor = Cursor(state, context, subject, [])
        self._machine.events[trigger].trigger(cursor)
        return cursor.reasons

    def fire(self, trigger: str, state: str, context: Any, subject: Any) -> str:
        """Return the state the trigger leads to; guards rest, for the caller has just asked them.

        Raises `UnknownTransition` where there is no such trigger, and `WrongChoice` when
        the choice names a state that the trigger does not lead to.
        """
        fork = self._forks.get((trigger, state))
        if fork is None:
            raise UnknownTransition(
                f"Lifecycle {self.name!r} has no trigger {trigger!r} in state {state!r}, "
                f"only {self.triggers(state)}."
            )
        cursor = Cursor(state, context, subject, [], moving=True)
        if not self._machine.events[trigger].trigger(cursor):
            dests = tuple(row.dest for row in fork)
            raise WrongChoice(
                f"Choice {_named(fork[0].choice)} gave {shown(cursor.chosen)}: it must give one of "
                f"{dests}."
            )
        return cursor.state

    def triggers(self, state: str) -> tuple[str, ...]:
        """Return the triggers of a state, in the order of the rows."""
        try:
            return self._triggers[state]
        except KeyError:
            message = f"Lifecycle {self.name!r} has no state {state!r}, only {self.states}."
            raise UnknownTransition(message) from None

    def sources(self, trigger: str) -> tuple[str, ...]:
        """Return the states that have a trigger, in the order of the rows."""
        return self._sources.get(trigger, ())
