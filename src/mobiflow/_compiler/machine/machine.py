"""The module that knows `transitions`: a machine that asks every guard, and is never bound.

Two storeys. The *lean* classes behave as those of `transitions` do, without logging every step
and chaining empty lists. On top, the *asking* classes put every guard its question and collect
every refusal. One machine serves all subjects of a lifecycle: what changes during a call is in
that call's `Cursor`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from attrs import define
from transitions import Event, EventData, Machine, State, Transition
from transitions.core import Condition

if TYPE_CHECKING:  # names that only its stubs have
    from transitions.core import Callback

# Settings, subjects and refusals are opaque: this module carries them and looks into none.
GuardFunc = Callable[[Any, Any], Iterable[Any]]
ChoiceFunc = Callable[[Any, Any], str]


class WrongAnswer(TypeError):
    """A guard answered with something that is not a series of refusals."""

    def __init__(self, guard: GuardFunc, result: object) -> None:
        self.guard, self.result = guard, result
        super().__init__(
            f"Guard {named(guard)} gave {result!r}: it must give refusals, or an empty series "
            "when it is met."
        )


class LeanState(State):
    """A state that calls nobody when nobody is to be called."""

    def enter(self, event_data: EventData) -> None:
        if self.on_enter:
            event_data.machine.callbacks(self.on_enter, event_data)

    def exit(self, event_data: EventData) -> None:
        if self.on_exit:
            event_data.machine.callbacks(self.on_exit, event_data)


class LeanCondition(Condition):
    """A condition that calls its function directly unless it is given by name."""

    def check(self, event_data: EventData) -> bool:
        func = self.func
        if isinstance(func, str) or not event_data.machine.send_event:
            return super().check(event_data)
        return func(event_data) == self.target


class LeanTransition(Transition):
    """A transition in the order of stock: prepare, conditions, before, exit, enter, after."""

    condition_cls = LeanCondition

    def execute(self, event_data: EventData) -> bool:
        if self.prepare:
            event_data.machine.callbacks(self.prepare, event_data)
        for condition in self.conditions:
            if not condition.check(event_data):
                return False
        return self.proceed(event_data)

    def proceed(self, event_data: EventData) -> bool:
        """Do what follows once the conditions hold."""
        machine = event_data.machine
        if callbacks := machine.before_state_change:
            machine.callbacks(callbacks, event_data)
        if self.before:
            machine.callbacks(self.before, event_data)
        if self.dest:  # without one it is internal: nothing is left or entered
            states = machine.states
            states[self.source].exit(event_data)
            # Only now, for in stock an unknown destination fails after the exit callbacks.
            dest = states.get(self.dest) or machine.get_state(self.dest)
            setattr(event_data.model, machine.model_attribute, dest.value)
            event_data.state = dest
            dest.enter(event_data)
            if dest.final:
                machine.callbacks(machine.on_final, event_data)
        if self.after:
            machine.callbacks(self.after, event_data)
        if callbacks := machine.after_state_change:
            machine.callbacks(callbacks, event_data)
        return True


class LeanEvent(Event):
    """An event that walks its transitions directly, or takes the stock road for what is rare."""

    def trigger(self, model: object, *args: Any, **kwargs: Any) -> bool:
        machine = self.machine
        # Lifecycles have no queue and no callbacks around errors: there is nothing to save.
        if machine.has_queue or machine.on_exception or machine.finalize_event:
            return super().trigger(model, *args, **kwargs)
        name = getattr(model, machine.model_attribute)
        # An enum member can be equal to one text and named by another: only plain text is quick.
        state = machine.states.get(name) if type(name) is str else None
        if state is None or name not in self.transitions:
            return super().trigger(model, *args, **kwargs)
        event_data = EventData(state, self, machine, model, args, kwargs)
        if callbacks := machine.prepare_event:
            machine.callbacks(callbacks, event_data)
        for transition in self.transitions[name]:
            event_data.transition = transition
            if transition.execute(event_data):
                event_data.result = True
                break
        # The stubs think that a result may be None.
        return event_data.result  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


class LeanMachine(Machine):
    """A machine of lean classes: the behaviour of stock, whatever the level of logging."""

    state_cls = LeanState
    transition_cls = LeanTransition
    event_cls = LeanEvent

    def callbacks(self, funcs: Iterable[Callback], event_data: EventData) -> None:
        for func in funcs:
            if isinstance(func, str) or not self.send_event:
                self.callback(func, event_data)
            else:
                func(event_data)


@define(eq=False)
class Cursor:
    """One question put to a machine, or one move; not frozen, because the machine moves it."""

    state: str
    context: Any
    subject: Any
    refusals: list[Any]
    moving: bool = False  # only asked
    chosen: str | None = None


class RefusalCondition(LeanCondition):
    """A guard as a condition, which holds when the guard has nothing to refuse."""

    def check(self, event_data: EventData) -> bool:
        # The stubs know a model as an object only, and a guard as a callback on event data.
        cursor: Cursor = event_data.model  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
        guard: GuardFunc = self.func  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
        result = guard(cursor.context, cursor.subject)
        # Text is a series too, and an empty one would count as met.
        if isinstance(result, (str, bytes)) or not hasattr(result, "__iter__"):
            raise WrongAnswer(guard, result)
        already = len(cursor.refusals)
        for refusal in result:
            if refusal is None or isinstance(refusal, (bool, str, bytes)):
                raise WrongAnswer(guard, refusal)
            cursor.refusals.append(refusal)
        return len(cursor.refusals) == already


class AskingTransition(LeanTransition):
    """A transition that asks every guard and stays, or moves without asking any again."""

    condition_cls = RefusalCondition

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
        return self.proceed(event_data)


class AskingEvent(LeanEvent):
    """An event of a machine without queue or callbacks, for a cursor whose state has it."""

    def trigger(self, model: object, *args: Any, **kwargs: Any) -> bool:
        # The signature is that of stock, which knows a model as an object only.
        cursor: Cursor = model  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
        event_data = EventData(None, self, self.machine, cursor, args, kwargs)
        for transition in self.transitions[cursor.state]:  # noqa: SIM110  # any() costs more
            if transition.execute(event_data):
                return True
        return False


class AskingMachine(LeanMachine):
    """A lean machine whose transitions explain themselves."""

    event_cls = AskingEvent
    transition_cls = AskingTransition


def named(func: object) -> str:
    """Where a function comes from, for messages."""
    return f"{getattr(func, '__module__', '?')}.{getattr(func, '__qualname__', repr(func))}"
