"""A mobility kept as JSON: read and written, whole and without its journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from benchmarks import cohorts
from benchmarks.floors import PLAIN_CATTRS, plain_reading, plain_writing
from benchmarks.measuring import Effort, Measure, Turn, here
from mobiflow import Flow

Both = Callable[[Effort], tuple[Turn, Turn]]


def measures() -> Iterator[Measure]:
    """All of them, compared with plain cattrs and json on the same text."""

    def one(name: str, title: str, make: Both) -> Measure:
        return Measure(name, title, PLAIN_CATTRS, make)

    state = f"the state of {cohorts.LEARNERS} learners"
    whole = f"{state} with its journal"
    yield one("state-read", f"{state}, read and checked", _state_read)
    yield one("state-written", f"{state}, written", _state_written)
    yield one("document-loaded", f"{whole}, read and checked, the chain of hashes too", _loaded)
    yield one("document-unverified", "… entries left as text, hashes unchecked", _unverified)
    yield one("document-dumped", f"{whole}, written", _dumped)
    yield one("document-changed", "… written after one more action", _changed)


def _reading(data: bytes, effort: Effort, *, verify: bool = True) -> tuple[Turn, Turn]:
    plain = plain_reading(data)
    assert plain() == cohorts.loaded(data).mobility
    return here(partial(cohorts.loaded, data, verify=verify), effort), here(plain, effort)


def _writing(
    flow: Flow, effort: Effort, prepare: Callable[[], object] | None = None
) -> tuple[Turn, Turn]:
    plain = plain_writing(flow.dumps())
    return here(flow.dumps, effort, prepare=prepare), here(plain, effort)


def _state_read(effort: Effort) -> tuple[Turn, Turn]:
    return _reading(cohorts.state_of(cohorts.completed()), effort)


def _loaded(effort: Effort) -> tuple[Turn, Turn]:
    return _reading(cohorts.completed(), effort)


def _state_written(effort: Effort) -> tuple[Turn, Turn]:
    return _writing(cohorts.loaded(cohorts.state_of(cohorts.completed())), effort)


def _unverified(effort: Effort) -> tuple[Turn, Turn]:
    return _reading(cohorts.completed(), effort, verify=False)


def _dumped(effort: Effort) -> tuple[Turn, Turn]:
    return _writing(cohorts.loaded(cohorts.completed()), effort)


def _changed(effort: Effort) -> tuple[Turn, Turn]:
    flow = cohorts.loaded(cohorts.half_way())
    return _writing(flow, effort, prepare=cohorts.handing_in(flow))
