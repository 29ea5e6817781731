"""An action, an explanation, a to-do list, a plan: what a user waits for all day."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks import cohorts
from benchmarks.floors import BARE_TRANSITION, bare_transition
from benchmarks.measuring import Effort, Measure, Turn, here
from mobiflow import Flow

AMONG = f"among {cohorts.LEARNERS} learners"


def measures() -> Iterator[Measure]:
    """All of them, compared with a bare transition."""

    def one(
        name: str, title: str, make: Callable[[Effort], Turn], *, quick: bool = True
    ) -> Measure:
        def both(effort: Effort) -> tuple[Turn, Turn]:
            return make(effort), here(bare_transition(), effort)

        return Measure(name, title, BARE_TRANSITION, both, quick=quick)

    yield one("action-document", f"an action {AMONG}: a document is handed in", _document)
    yield one("action-move", f"an action {AMONG}: a learner changes state", _move)
    yield one("entry-sealed", "an entry of the journal, hashed when it is first read", _sealed)
    yield one("explain-cold", "why not advance, half-way, nothing known: a reason", _explain_cold)
    yield one("explain-changed", "… asked again after one action: a reason", _explain_changed)
    yield one("todo-cold", "to-do list, half-way, nothing known: an item", _todo_cold)
    yield one("todo-changed", "… asked again after one action: an item", _todo_changed)
    yield one("todo-again", "… asked again when nothing was done: an item", _todo_again)
    yield one("plan-start", "plan of advance, from the start: a step", _plan_start)
    yield one("plan-half-way", "… half-way: a step", _plan_half_way, quick=False)
    yield one(
        "whole-guide", "the whole guide, driven by the test kit: an action", _guide, quick=False
    )


def _document(effort: Effort) -> Turn:
    return here(cohorts.handing_in(cohorts.loaded(cohorts.start())), effort)


def _move(effort: Effort) -> Turn:
    return here(cohorts.moving(cohorts.loaded(cohorts.start())), effort, pieces=3)


def _sealed(effort: Effort) -> Turn:
    flow = cohorts.loaded(cohorts.start())
    hand_in = cohorts.handing_in(flow)

    def fifty() -> None:
        for _ in range(50):
            hand_in()

    return here(lambda: flow.journal, effort, prepare=fifty, pieces=50)


Question = Callable[[Flow], object]


def _cold(data: bytes, ask: Question, pieces: int, effort: Effort) -> Turn:
    """A question put to a flow that was just loaded; loading it is not timed."""
    data = cohorts.state_of(data)  # quicker, and no question reads the journal
    fresh: list[Flow] = []

    def load() -> None:
        fresh[:] = [cohorts.loaded(data)]

    return here(lambda: ask(fresh[0]), effort, prepare=load, pieces=pieces)


def _changed(data: bytes, ask: Question, pieces: int, effort: Effort) -> Turn:
    """A question put again whenever one learner was changed."""
    flow = cohorts.loaded(data)
    return here(lambda: ask(flow), effort, prepare=cohorts.handing_in(flow), pieces=pieces)


def _explain(flow: Flow) -> int:
    return len(flow.explain("advance").refusals)


def _todo(flow: Flow) -> int:
    return len(flow.todo())


def _plan(flow: Flow) -> int:
    return len(flow.plan("advance").steps)


def _explain_cold(effort: Effort) -> Turn:
    data = cohorts.half_way()
    return _cold(data, _explain, _explain(cohorts.loaded(data)), effort)


def _explain_changed(effort: Effort) -> Turn:
    data = cohorts.half_way()
    return _changed(data, _explain, _explain(cohorts.loaded(data)), effort)


def _todo_cold(effort: Effort) -> Turn:
    data = cohorts.half_way()
    return _cold(data, _todo, _todo(cohorts.loaded(data)), effort)


def _todo_changed(effort: Effort) -> Turn:
    data = cohorts.half_way()
    return _changed(data, _todo, _todo(cohorts.loaded(data)), effort)


def _todo_again(effort: Effort) -> Turn:
    flow = cohorts.loaded(cohorts.half_way())
    return here(flow.todo, effort, pieces=_todo(flow))


def _plan_start(effort: Effort) -> Turn:
    data = cohorts.start()
    return _cold(data, _plan, _plan(cohorts.loaded(data)), effort)


def _plan_half_way(effort: Effort) -> Turn:
    data = cohorts.half_way()
    return _changed(data, _plan, _plan(cohorts.loaded(data)), effort)


def _guide(effort: Effort) -> Turn:
    actions = cohorts.loaded(cohorts.completed()).revision
    return here(cohorts.completed.__wrapped__, effort, pieces=actions)
