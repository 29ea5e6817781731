"""Contenders take turns, round after round in one process.

So what slows the computer down for a while slows all of them. A ratio is taken within each round.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from time import perf_counter


def nothing() -> None:
    """Stands for no preparation."""


@dataclass(frozen=True)
class Contender:
    """Something to time.

    One call of ``run`` does it ``times`` times. Before each call ``prepare`` is called, which is
    not timed.
    """

    name: str
    run: Callable[[], object]
    times: int = 1
    prepare: Callable[[], object] | None = None


@dataclass(frozen=True)
class Result:
    """What one contender needed, in seconds, and how often as long as the last one."""

    what: str
    name: str
    seconds: float
    quartiles: tuple[float, float]
    ratio: float | None
    ratio_quartiles: tuple[float, float] | None


@dataclass(frozen=True)
class Effort:
    """How many rounds, and how long a contender's turn is at least."""

    rounds: int
    turn: float

    def fewer(self, rounds: int) -> Effort:
        """For what takes long by itself."""
        return Effort(min(rounds, self.rounds), self.turn)


def race(what: str, effort: Effort, *contenders: Contender) -> Iterator[Result]:
    """Time the contenders side by side; the last one is what the others are compared with."""
    calls = [_calls(contender, effort.turn) for contender in contenders]
    taken: list[list[float]] = [[] for _ in contenders]
    for _ in range(effort.rounds):
        for times, contender, number in zip(taken, contenders, calls, strict=True):
            gc.collect()
            times.append(_turn(contender, number))
    floor = taken[-1]
    for times, contender in zip(taken, contenders, strict=True):
        alone = times is floor
        ratios = [mine / theirs for mine, theirs in zip(times, floor, strict=True)]
        yield Result(
            what,
            contender.name,
            median(times),
            quartiles(times),
            None if alone else median(ratios),
            None if alone else quartiles(ratios),
        )


def _turn(contender: Contender, calls: int) -> float:
    """The seconds one go takes, over some calls."""
    run, prepare = contender.run, contender.prepare
    if prepare is None:
        start = perf_counter()
        for _ in range(calls):
            run()
        return (perf_counter() - start) / calls / contender.times
    taken = 0.0
    for _ in range(calls):
        prepare()
        start = perf_counter()
        run()
        taken += perf_counter() - start
    return taken / calls / contender.times


def _calls(contender: Contender, turn: float) -> int:
    """How many calls fill a turn; they warm the contender up as well."""
    (contender.prepare or nothing)()
    calls = 1
    start = perf_counter()
    contender.run()
    if perf_counter() - start < turn:
        calls = 4
    while calls < 100_000 and (taken := _turn(contender, calls) * calls * contender.times) < turn:
        calls = max(calls * 2, int(calls * turn / max(taken, 1e-9)))
    return calls


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    if len(values) == 1:
        return values[0], values[0]
    low, _, high = quantiles(values, n=4, method="inclusive")
    return low, high


# -- the command line and what it prints


def arguments(description: str) -> argparse.Namespace:
    """``--quick`` and ``--json``, which every benchmark has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args()


def machine() -> dict[str, str | int | None]:
    """The computer in general terms."""
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
    }


def report(results: Iterable[Result], *, as_json: bool) -> None:
    """Print everything as a table, or as JSON with all seconds."""
    if as_json:
        whole = {"machine": machine(), "results": [asdict(result) for result in results]}
        print(json.dumps(whole, indent=2))
        return
    print(" · ".join(f"{name} {value}" for name, value in machine().items()))
    before = ""
    for result in results:
        if result.what != before:
            print(f"\n{result.what}")
            before = result.what
        print(f"  {result.name:<34}{_shown(result)}", flush=True)


def _shown(result: Result) -> str:
    low, high = result.quartiles
    unit, scale = _unit(result.seconds)
    time = f"{_figure(result.seconds * scale):>8} {unit}"
    spread = f"({_figure(low * scale)} to {_figure(high * scale)})"
    if result.ratio is None or result.ratio_quartiles is None:
        return f"{time}  {spread}"
    low, high = result.ratio_quartiles
    times = f"x {_figure(result.ratio)}"
    return f"{time}  {spread:<20}{times:>10} ({_figure(low)} to {_figure(high)})"


def _unit(seconds: float) -> tuple[str, float]:
    return ("ms", 1e3) if seconds >= 1e-3 else ("µs", 1e6)


def _figure(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
