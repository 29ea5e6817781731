"""Like for like: a chain of 20 states with three guards each, fired to the end, by mobiflow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, partial
from itertools import pairwise

from benchmarks import cohorts
from benchmarks.floors import BARE_TRANSITION, Subject, bare_transition
from benchmarks.measuring import Effort, Measure, Turn, here
from mobiflow import Context, Engine, Flow, Guard, Learner, Organisation, Period, Reason, Ref, allow
from mobiflow._compiler.machine import LifecycleMachine, Row
from mobiflow._runtime.evaluation import evaluate
from mobiflow._runtime.execution import execute
from mobiflow._runtime.snapshot import requested
from mobiflow.actions import AddLearner, Fire
from mobiflow.definition import Lifecycle, Phase, State, Transition, Workflow
from mobiflow.lifecycles import DOCUMENT, INCIDENT
from mobiflow.testing import Clock

STATES = 20
MOVES = STATES - 1
BY_HAND = "a dict by hand"
NAME = "like-for-like"

Run = Callable[[], object]
"""Goes the whole chain, once it was prepared."""

Chain = Callable[[], tuple[Run, Run | None]]
"""Makes a run, and what has to be done before each."""


def measures() -> Iterator[Measure]:
    """The levels of mobiflow, compared with a dict; one of them with stock `transitions`."""
    yield Measure("action-chain", "flow.do in a chain of 20 states", BARE_TRANSITION, _beside_stock)
    for name, note, pieces, make in (
        ("mobiflow, its machine alone", "all guards asked, all reasons; a state", MOVES, _machine),
        ("mobiflow, verdict and reducer", "and permission, a new frozen state", MOVES, _reducer),
        (
            "mobiflow, explain, 3 reasons",
            "nothing fired; who, when, how to clear each",
            1,
            _refused,
        ),
        ("mobiflow, flow.do", "and values checked, a journal", MOVES, _do),
    ):
        yield like(name, note, make, pieces)


def like(name: str, note: str, make: Chain, pieces: int = MOVES) -> Measure:
    """Something that goes the chain, beside a dict."""

    def both(effort: Effort) -> tuple[Turn, Turn]:
        run, prepare = make()
        by_hand, back = dict_by_hand()
        return (
            here(run, effort, prepare=prepare, pieces=pieces),
            here(by_hand, effort, prepare=back, pieces=MOVES),
        )

    return Measure(f"{NAME}: {name}", name, BY_HAND, both, quick=False, note=note)


def dict_by_hand() -> tuple[Run, Run | None]:
    """The floor: a dict from state to the next, and booleans; it stops at the first that fails."""
    table = {("go", f"s{i}"): ((0, 1, 2), f"s{i + 1}") for i in range(MOVES)}
    subject = Subject()

    def run() -> None:
        facts = subject.facts
        for _ in range(MOVES):
            needs, dest = table["go", subject.state]
            if all(facts[need] for need in needs):
                subject.state = dest
        assert subject.state == f"s{MOVES}"

    return run, partial(setattr, subject, "state", "s0")


# -- mobiflow


def _guard(number: int) -> Guard:
    def ask(context: Context, learner: Learner) -> Iterable[Reason]:
        del context
        if learner.group != "ready":
            yield Reason(f"not-ready-{number}", Ref("learner", learner.id), {})

    says = {f"not-ready-{number}": f"not ready for {number}"}
    return Guard(f"ready_{number}", 1, ask, says=says)


@cache
def engine() -> Engine:
    """The chain as the lifecycle of a learner, in a workflow with nothing else in it."""
    guards = tuple(_guard(number) for number in range(3))
    categories = {0: "applying", MOVES: "ended"}
    lifecycle = Lifecycle(
        "learner",
        "s0",
        tuple(State(f"s{i}", categories.get(i, "engaged"), f"state {i}") for i in range(STATES)),
        tuple(
            Transition("go", (f"s{i}",), (f"s{i + 1}",), allow("coordinator"), guards=guards)
            for i in range(MOVES)
        ),
    )
    workflow = Workflow(
        "chain",
        "1",
        "A chain",
        phases=(Phase("only", "Only"),),
        lifecycles=(lifecycle, DOCUMENT, INCIDENT),
        labels={"trigger:go": "go on"},
    )
    return Engine(workflows=[workflow], clock=Clock(date(2027, 1, 4)))


def started(*, ready: bool = True) -> Flow:
    """A mobility with one learner, at the start of the chain."""
    flow = engine().start(
        "chain",
        id="chain-1",
        title="A chain",
        by=cohorts.COORDINATOR,
        sending=Organisation("A training centre", country="FR"),
        host=Organisation("A host partner", country="DE"),
        period=Period(date(2027, 3, 1), date(2027, 3, 26)),
    )
    flow.do(AddLearner(Learner("l", group="ready" if ready else None)))
    return flow


def _do() -> tuple[Run, Run | None]:
    fresh: list[Flow] = []

    def prepare() -> None:
        fresh[:] = [started()]

    def run() -> None:
        (flow,) = fresh
        for _ in range(MOVES):
            flow.do("go", learner="l")

    return run, prepare


def _refused() -> tuple[Run, Run | None]:
    flow = started(ready=False)
    assert len(flow.explain("go", learner="l").refusals) == 3
    return lambda: flow.explain("go", learner="l"), None


def _machine() -> tuple[Run, Run | None]:
    """Guards are asked without the context that remembers what they said."""
    guards = tuple(_guard(number).func for number in range(3))
    names = [f"s{i}" for i in range(STATES)]
    rows = [Row("go", source, dest, guards) for source, dest in pairwise(names)]
    machine = LifecycleMachine("chain", names, "s0", rows)
    learner = started().mobility.learners["l"]

    def run() -> None:
        state = "s0"
        for _ in range(MOVES):
            if not machine.ask("go", state, None, learner):
                state = machine.fire("go", state, None, learner)
        assert state == f"s{MOVES}"

    return run, None


def _reducer() -> tuple[Run, Run | None]:
    begun = started()._instance.snapshot
    act = Fire("go", Ref("learner", "l"), on=date(2027, 1, 4))

    def run() -> None:
        snapshot = begun
        for _ in range(MOVES):
            request = requested(snapshot, act)
            if not evaluate(snapshot, request, cohorts.COORDINATOR, date(2027, 1, 4)):
                mobility, _ = execute(snapshot, request)
                snapshot = snapshot.then(mobility)
        assert snapshot.mobility.learners["l"].status == f"s{MOVES}"

    return run, None


def _beside_stock(effort: Effort) -> tuple[Turn, Turn]:
    run, prepare = _do()
    return here(run, effort, prepare=prepare, pieces=MOVES), here(bare_transition(), effort)
