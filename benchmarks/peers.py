"""Like for like: the same chain by other libraries, as their documentation begins.

Those that are not installed are left out; `make bench` installs them all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

from transitions import Machine

from benchmarks.chain import MOVES, STATES, Run, dict_by_hand, like
from benchmarks.floors import Subject, stock_machine
from benchmarks.measuring import Measure

NAMES = [f"s{number}" for number in range(STATES)]
FIRST_NO = "stops at the first guard that fails; a boolean"


def measures() -> Iterator[Measure]:
    """All whose library is there."""
    logging.getLogger("transitions").setLevel(logging.WARNING)
    for name, note, make in (
        ("a dict by hand", FIRST_NO, dict_by_hand),
        ("Automat", "has no guards: the caller asks them, then chooses the input", _automat),
        ("transitions, shared machine", FIRST_NO, _transitions),
        ("transitions, machine each", FIRST_NO, _transitions_each),
        ("xstate-statemachine", FIRST_NO + "; context copied, hierarchy, plugins", _xstate),
        ("sismic", "guards are text that is evaluated; hierarchy, contracts", _sismic),
        ("python-statemachine", FIRST_NO + "; hierarchy, callbacks injected", _statemachine),
        ("SpiffWorkflow", "a task and a choice per state; a tree of tasks kept", _spiff),
    ):
        try:
            make()
        except ImportError:
            continue
        yield like(name, note, make)


def _transitions() -> tuple[Run, Run | None]:
    trigger, subject = stock_machine(around=False).events["go"].trigger, Subject()

    def run() -> None:
        for _ in range(MOVES):
            trigger(subject)
        assert subject.state == NAMES[-1]

    return run, partial(setattr, subject, "state", NAMES[0])


class _Model:
    state: str
    go: Callable[[], bool]

    def __init__(self) -> None:
        self.first = self.second = self.third = True

    def is_first(self) -> bool:
        return self.first

    def is_second(self) -> bool:
        return self.second

    def is_third(self) -> bool:
        return self.third


GUARDS: list[Any] = ["is_first", "is_second", "is_third"]


def _transitions_each() -> tuple[Run, Run | None]:
    fresh: list[_Model] = []

    def prepare() -> None:
        model = _Model()
        machine = Machine(model, NAMES, NAMES[0], auto_transitions=False)
        for source, dest in pairwise(NAMES):
            machine.add_transition("go", source, dest, GUARDS)
        fresh[:] = [model]

    def run() -> None:
        (model,) = fresh
        for _ in range(MOVES):
            model.go()
        assert model.state == NAMES[-1]

    return run, prepare


def _automat() -> tuple[Run, Run | None]:
    from automat import MethodicalMachine

    machine = MethodicalMachine()

    def go(self: _Model) -> None:
        """Go on."""

    body: dict[str, Any] = {"go": machine.input()(go)}
    for number, name in enumerate(NAMES):

        def state(self: _Model) -> None:
            """One of twenty."""

        state.__name__ = name
        body[name] = machine.state(initial=number == 0)(state)
    for source, dest in pairwise(NAMES):
        body[source].upon(body["go"], enter=body[dest], outputs=[])
    chain = type("Chain", (_Model,), body)
    fresh: list[Any] = []

    def prepare() -> None:
        fresh[:] = [chain()]

    def run() -> None:
        (model,) = fresh
        for _ in range(MOVES):
            if model.is_first() and model.is_second() and model.is_third():
                model.go()

    return run, prepare


def _statemachine() -> tuple[Run, Run | None]:
    from statemachine import State, StateMachine

    states = {name: State(initial=name == NAMES[0], final=name == NAMES[-1]) for name in NAMES}
    go: Any = None
    for source, dest in pairwise(NAMES):
        way = states[source].to(states[dest], cond=GUARDS)
        go = way if go is None else go | way
    guards = {name: getattr(_Model, name) for name in GUARDS}
    facts = dict.fromkeys(("first", "second", "third"), True)
    chain: Any = type("Chain", (StateMachine,), {**states, "go": go, **guards, **facts})
    fresh: list[Any] = []

    def prepare() -> None:
        fresh[:] = [chain()]

    def run() -> None:
        (machine,) = fresh
        for _ in range(MOVES):
            machine.send("go")
        assert machine.configuration_values == {NAMES[-1]}

    return run, prepare


def _xstate() -> tuple[Run, Run | None]:
    from xstate_statemachine import MachineLogic, SyncInterpreter, create_machine

    guard = {"type": "and", "children": GUARDS}
    states: dict[str, Any] = {
        source: {"on": {"GO": {"target": dest, "guard": guard}}} for source, dest in pairwise(NAMES)
    }
    states[NAMES[-1]] = {"type": "final"}
    context = dict.fromkeys(GUARDS, True)
    logic: Any = MachineLogic(
        guards={name: lambda context, _event, name=name: context[name] for name in GUARDS}
    )
    machine: Any = create_machine(
        {"id": "chain", "initial": NAMES[0], "context": context, "states": states}, logic=logic
    )
    fresh: list[Any] = []

    def prepare() -> None:
        fresh[:] = [SyncInterpreter(machine).start()]

    def run() -> None:
        (interpreter,) = fresh
        for _ in range(MOVES):
            interpreter.send("GO")
        assert f"chain.{NAMES[-1]}" in interpreter.current_state_ids

    return run, prepare


def _sismic() -> tuple[Run, Run | None]:
    from sismic.interpreter import Interpreter
    from sismic.model import BasicState, CompoundState, Statechart, Transition

    chart = Statechart("chain", preamble="first = second = third = True")
    chart.add_state(CompoundState("root", initial=NAMES[0]), None)
    for name in NAMES:
        chart.add_state(BasicState(name), "root")
    for source, dest in pairwise(NAMES):
        chart.add_transition(Transition(source, dest, "go", "first and second and third"))
    fresh: list[Any] = []

    def prepare() -> None:
        interpreter = Interpreter(chart)
        interpreter.execute_once()
        fresh[:] = [interpreter]

    def run() -> None:
        (interpreter,) = fresh
        for _ in range(MOVES):
            interpreter.queue("go").execute_once()
        assert NAMES[-1] in interpreter.configuration

    return run, prepare


def _spiff() -> tuple[Run, Run | None]:
    from SpiffWorkflow.operators import Attrib, Equal
    from SpiffWorkflow.specs.ExclusiveChoice import ExclusiveChoice
    from SpiffWorkflow.specs.Simple import Simple
    from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
    from SpiffWorkflow.workflow import Workflow

    class All:
        """Its own conditions take one question each."""

        def __init__(self) -> None:
            self.needs = [Equal(Attrib(name), True) for name in GUARDS]

        def _matches(self, task: Any) -> bool:
            return all(need._matches(task) for need in self.needs)

    spec: Any = WorkflowSpec(name="chain", addstart=True)
    stopped: Any = Simple(spec, "stopped")
    choices: list[Any] = [ExclusiveChoice(spec, name) for name in NAMES[:-1]]
    spec.start.connect(choices[0])
    for here_, onwards in zip(choices, [*choices[1:], Simple(spec, NAMES[-1])], strict=True):
        here_.connect(stopped)
        here_.connect_if(All(), onwards)
    fresh: list[Any] = []

    def prepare() -> None:
        workflow: Any = Workflow(spec)
        workflow.task_tree.data |= dict.fromkeys(GUARDS, True)
        workflow.run_next()  # the start is a task as well
        fresh[:] = [workflow]

    def run() -> None:
        (workflow,) = fresh
        for _ in range(MOVES):
            workflow.run_next()
        assert workflow.last_task.task_spec.name == NAMES[-2]  # the choice that leads to the end

    return run, prepare
