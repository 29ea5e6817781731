"""What is measured, and the rounds in which it takes turns with its floor.

CPU time, not the time on the wall: other work on the computer matters less. A ratio is taken within
each round, and the median of the rounds counts: what slows the computer down slows both sides.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import gettempdir
from time import process_time
from typing import Literal

Turn = Callable[[], float]
"""Goes once and says what one piece of it took: seconds of CPU, or bytes."""

Unit = Literal["s", "B"]


@dataclass(frozen=True)
class Measure:
    """Something that users feel, and the floor it is compared with.

    Attributes:
        name: what its bound is recorded under.
        title: what it is, and what one piece of it is.
        floor: what it is compared with, in words.
        make: prepares both turns; what it needs lives only as long as they do.
        unit: seconds or bytes.
        quick: whether it belongs to the quick suite.
        note: what it does and does not do, where that differs from its neighbours.
    """

    name: str
    title: str
    floor: str
    make: Callable[[Effort], tuple[Turn, Turn]]
    unit: Unit = "s"
    quick: bool = True
    note: str = ""


@dataclass(frozen=True)
class Effort:
    """How many rounds, how many seconds of CPU a turn in this process takes at least."""

    rounds: int
    turn: float

    def doubled(self) -> Effort:
        """Twice as many rounds, for what has to be looked at again."""
        return Effort(self.rounds * 2, self.turn)


@dataclass(frozen=True)
class Result:
    """The medians of the rounds, and the quartiles of the ratio."""

    name: str
    title: str
    floor: str
    unit: Unit
    note: str
    value: float
    floor_value: float
    ratio: float
    quartiles: tuple[float, float]


def measure(what: Measure, effort: Effort) -> Result:
    """Let something and its floor take turns."""
    mine, floor = what.make(effort)
    values: list[float] = []
    floors: list[float] = []
    for number in range(effort.rounds):
        for turn, taken in _in_turn((mine, values), (floor, floors), number):
            taken.append(turn())
    ratios = [one / other for one, other in zip(values, floors, strict=True)]
    return Result(
        what.name,
        what.title,
        what.floor,
        what.unit,
        what.note,
        median(values),
        median(floors),
        median(ratios),
        quartiles(ratios),
    )


def _in_turn(
    one: tuple[Turn, list[float]], other: tuple[Turn, list[float]], number: int
) -> Sequence[tuple[Turn, list[float]]]:
    """Every other round the floor goes first."""
    return (other, one) if number % 2 else (one, other)


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """What a quarter of the values is below, and what a quarter is above."""
    if len(values) == 1:
        return values[0], values[0]
    low, _, high = quantiles(values, n=4, method="inclusive")
    return low, high


# -- in this process


def here(
    run: Callable[[], object],
    effort: Effort,
    *,
    prepare: Callable[[], object] | None = None,
    pieces: int = 1,
) -> Turn:
    """Seconds of this process for one piece of ``run``; ``prepare``, before each, is not timed."""
    calls = _calls(run, prepare, effort.turn)

    def turn() -> float:
        return _seconds(run, prepare, calls) / calls / pieces

    return turn


def _seconds(run: Callable[[], object], prepare: Callable[[], object] | None, calls: int) -> float:
    """What some calls take; the collector does not walk what was there before, as in a new heap."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    if prepare is None:
        run()  # memory that was given back is there again
        began = process_time()
        for _ in range(calls):
            run()
        return process_time() - began
    taken = 0.0
    for _ in range(calls):
        prepare()
        began = process_time()
        run()
        taken += process_time() - began
    return taken


def _calls(run: Callable[[], object], prepare: Callable[[], object] | None, least: float) -> int:
    """How many calls fill a turn; they warm it up as well."""
    at_most = 30 if prepare else 100_000  # preparing takes its time, too
    calls = 1
    _seconds(run, prepare, calls)
    while calls < at_most and (taken := _seconds(run, prepare, calls)) < least:
        calls = min(at_most, max(calls * 2, int(calls * least / max(taken, 1e-9))))
    return calls


# -- in a new process


def started(*arguments: str) -> Turn:
    """Seconds of a new Python from its start to its end."""

    def turn() -> float:
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, *arguments],
            _environment(),
            file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
        )
        _, status, usage = os.wait4(pid, 0)
        if status:
            raise RuntimeError(f"python {' '.join(arguments)} ended with {status}.")
        return usage.ru_utime + usage.ru_stime

    turn()  # everything is compiled now, and in the cache
    return turn


def told(code: str) -> Turn:
    """The figure that a new Python prints about itself."""

    def turn() -> float:
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, env=_environment(), check=True, capture_output=True)
        return float(done.stdout)

    turn()
    return turn


def above(turn: Turn, bare: Turn) -> Turn:
    """What is left once the bare interpreter is taken off."""

    def difference() -> float:
        return turn() - bare()

    return difference


def _environment() -> dict[str, str]:
    """With compiled modules kept, for an installed library has them as well."""
    cache = str(Path(gettempdir(), f"mobiflow-bench-{os.getuid()}"))
    kept = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    return {**kept, "PYTHONPYCACHEPREFIX": cache, "PYTHONHASHSEED": "0", "LANG": "C.UTF-8"}


_UNWANTED = ("PYTHONDONTWRITEBYTECODE", "MOBIFLOW_PLUGINS", "COLUMNS")
