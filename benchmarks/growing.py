"""From 10 learners to 3,000: what should not grow, and what should grow as they do; and memory."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks import cohorts
from benchmarks.floors import AS_TEXT
from benchmarks.measuring import Effort, Measure, Turn, here
from mobiflow import Flow

FEW = 10
AMONG_FEW = f"the same among {FEW} learners"
HAND_IN = "a document handed in"


def measures() -> Iterator[Measure]:
    """All of them, compared with themselves among few; memory with the text that is kept."""
    for many in (300, 3000):
        yield from _growth(many, quick=many == 300)
    for many in (100, 1000):
        yield Measure(
            f"telephone-{many}",
            f"a company's telephone number changed, {many:,} learners",
            HAND_IN,
            partial(_telephone, many),
            quick=many == 100,
        )
    yield Measure("memory", "memory of a mobility half-way, loaded", AS_TEXT, _memory, "B")


def _growth(many: int, *, quick: bool) -> Iterator[Measure]:
    def one(what: str, title: str, make: Callable[[int, Effort], Turn]) -> Measure:
        def both(effort: Effort) -> tuple[Turn, Turn]:
            return make(many, effort), make(FEW, effort)

        return Measure(
            f"growth-{what}-{many}", f"{title}, {many:,} learners", AMONG_FEW, both, quick=quick
        )

    yield one("action", "an action", _action)
    yield one("explain", "explain, cold, per reason", _explain)
    yield one("todo", "to-do list, per learner", _todo)
    yield one("load", "the state loaded, per learner", _load)


def _action(learners: int, effort: Effort) -> Turn:
    return here(cohorts.handing_in(_flow(learners)), effort)


def _explain(learners: int, effort: Effort) -> Turn:
    fresh: list[Flow] = []

    def load() -> None:
        fresh[:] = [_flow(learners)]

    reasons = len(_flow(learners).explain("advance").refusals)
    return here(lambda: fresh[0].explain("advance"), effort, prepare=load, pieces=reasons)


def _todo(learners: int, effort: Effort) -> Turn:
    flow = _flow(learners)
    return here(flow.todo, effort, prepare=cohorts.handing_in(flow), pieces=learners)


def _load(learners: int, effort: Effort) -> Turn:
    data = cohorts.crowd(learners)
    return here(lambda: cohorts.loaded(data), effort, pieces=learners)


def _telephone(learners: int, effort: Effort) -> tuple[Turn, Turn]:
    flow = _flow(learners)
    return here(cohorts.telephoning(flow), effort), here(cohorts.handing_in(flow), effort)


def _flow(learners: int) -> Flow:
    return cohorts.loaded(cohorts.crowd(learners))


def _memory(effort: Effort) -> tuple[Turn, Turn]:
    """What Python has allocated for a mobility, its journal and what it remembers of a question."""
    del effort
    data = cohorts.half_way()
    cohorts.loaded(data)  # what is made once is not counted

    def allocated() -> float:
        gc.collect()
        tracemalloc.start()
        try:
            flow = cohorts.loaded(data)
            flow.explain("advance")
            gc.collect()
            return tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()

    return allocated, lambda: len(data)
