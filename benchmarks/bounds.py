"""The ratios that are recorded, and what is clearly worse than they are.

A bound is a ratio to a floor measured in the same run, so that it means the same on every machine.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

CLEARLY_WORSE = 1.25
"""A ratio above so many times its bound has become worse; less may be chance."""

FILE = Path(__file__).with_name("bounds.toml")


@dataclass(frozen=True)
class Bound:
    """A ratio as it was recorded: what it was taken to, and when."""

    name: str
    ratio: float
    floor: str
    recorded: date

    @property
    def limit(self) -> float:
        """Above this it is clearly worse."""
        return self.ratio * CLEARLY_WORSE


class Measured(Protocol):
    """What a bound can be held against."""

    @property
    def name(self) -> str: ...
    @property
    def floor(self) -> str: ...
    @property
    def ratio(self) -> float: ...


_M = TypeVar("_M", bound=Measured)


def read(path: Path = FILE) -> dict[str, Bound]:
    """The bounds of a file by name.

    Raises:
        ValueError: naming the bound that says less or more than it should.
    """
    tables = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    return {
        name: _bound(name, table if isinstance(table, dict) else {})
        for name, table in tables.items()
    }


def _bound(name: str, table: Mapping[str, object]) -> Bound:
    match table.get("ratio"), table.get("floor"), table.get("recorded"):
        case (int() | float() as ratio, str(floor), date() as day) if ratio > 0 and len(table) == 3:
            return Bound(name, float(ratio), floor, day)
        case _:
            raise ValueError(
                f"The bound {name!r} needs a ratio above 0, its floor, the day it was recorded, "
                f"and nothing else; it is {table!r}."
            )


def failures(results: Iterable[Measured], bounds: Mapping[str, Bound]) -> Iterator[str]:
    """What is wrong, in a sentence each: a ratio clearly worse, no bound, a bound of nothing."""
    measured: set[str] = set()
    for result in results:
        measured.add(result.name)
        bound = bounds.get(result.name)
        if bound is None:
            yield (
                f"{result.name}: no bound is recorded; `make bench-quick ARGS=--record` does it "
                f"(it is {result.ratio:.2f} now)."
            )
        elif bound.floor != result.floor:
            yield (
                f"{result.name}: recorded as a ratio to {bound.floor!r}, but now it is taken to "
                f"{result.floor!r}. Record it anew."
            )
        elif not result.ratio <= bound.limit:
            yield (
                f"{result.name}: {result.ratio:.2f} x {result.floor}; at most {bound.limit:.2f}, "
                f"for it was {bound.ratio:.2f} on {bound.recorded}."
            )
    for name in sorted(bounds.keys() - measured):
        yield f"{name}: a bound is recorded, but nothing of this name is measured. Take it out."


def looked_at_again(
    results: Iterable[_M], bounds: Mapping[str, Bound], again: Callable[[str], _M]
) -> list[_M]:
    """The results; what is clearly worse is measured once more, and its better ratio counts."""
    kept: list[_M] = []
    for result in results:
        bound = bounds.get(result.name)
        second = again(result.name) if bound and not result.ratio <= bound.limit else result
        kept.append(min(result, second, key=lambda one: one.ratio))
    return kept


def recorded(
    results: Iterable[Measured], bounds: Mapping[str, Bound], today: date
) -> dict[str, Bound]:
    """The bounds with what was measured; one that has hardly moved keeps its figure and its day."""
    made: dict[str, Bound] = {}
    for result in results:
        new = Bound(result.name, round(result.ratio, 3), result.floor, today)
        old = bounds.get(result.name)
        same = old and replace(old, ratio=0, recorded=today) == replace(new, ratio=0)
        made[result.name] = old if old and same and _near(old.ratio, new.ratio) else new
    return made


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 0.05 * one


def write(bounds: Mapping[str, Bound], path: Path = FILE) -> None:
    """Write a file that :func:`read` reads."""
    tables = [
        f'[{bound.name}]\nratio = {bound.ratio}\nfloor = "{bound.floor}"\n'
        f"recorded = {bound.recorded}\n"
        for bound in bounds.values()
    ]
    path.write_text("\n".join([_HEADER, *tables]), "utf-8")


_HEADER = """\
# Ratios, each to a floor measured in the same run. `make bench-quick` fails above 1.25 times one.
# Written by `make bench-quick ARGS=--record`; one that hardly moved keeps its figure and its day.
"""
