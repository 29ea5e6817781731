"""What importing mobiflow costs, beside importing the libraries it cannot do without.

Wall time of a new interpreter; the time of one that imports nothing is taken off, round by round.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from kit.rounds import Result, arguments, quartiles, report

FLOOR = "import attrs, pluggy, transitions"
STATEMENTS = {
    "mobiflow": "import mobiflow",
    "its floor: attrs, pluggy, transitions": FLOOR,
}


def seconds(statement: str, bytecode: str) -> float:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": bytecode}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True, env=environment)
    return perf_counter() - start


def results(rounds: int) -> Iterator[Result]:
    with TemporaryDirectory() as bytecode:
        yield from race(rounds, bytecode)


def race(rounds: int, bytecode: str) -> Iterator[Result]:
    for statement in STATEMENTS.values():  # everything is compiled, and in the cache
        seconds(statement, bytecode)
    bare: list[float] = []
    taken: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(rounds):
        bare.append(seconds("pass", bytecode))
        for name, statement in STATEMENTS.items():
            taken[name].append(seconds(statement, bytecode) - bare[-1])
    what = f"import, above the {median(bare) * 1000:.1f} ms of a bare interpreter"
    floor = list(taken.values())[-1]
    for name, times in taken.items():
        ratios = [mine / theirs for mine, theirs in zip(times, floor, strict=True)]
        compared = times is not floor
        yield Result(
            what,
            name,
            median(times),
            quartiles(times),
            median(ratios) if compared else None,
            quartiles(ratios) if compared else None,
        )


if __name__ == "__main__":
    chosen = arguments("Time what importing mobiflow costs.")
    report(results(5 if chosen.quick else 31), as_json=chosen.json)
