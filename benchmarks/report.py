"""How results are shown: a line each on a terminal, a table in Markdown, or JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from benchmarks.measuring import Result, Unit

HEADING = f"{'ratio':>8} {'quartiles':>16} {'itself':>11} {'its floor':>11}  what, to what"


def machine() -> str:
    """The computer in general terms."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def line(result: Result) -> str:
    """For a terminal."""
    low, high = (_figure(value) for value in result.quartiles)
    value, floor = (_shown(one, result.unit) for one in (result.value, result.floor_value))
    note = f" ({result.note})" if result.note else ""
    spread = f"({low} to {high})"
    return (
        f"{_figure(result.ratio):>8} {spread:>16} {value:>11} {floor:>11}  "
        f"{_named(result)}, to {result.floor}{note}"
    )


def _named(result: Result) -> str:
    inside = result.title in result.name
    return result.name if inside else f"{result.name}: {result.title}"


def markdown(results: Iterable[Result]) -> Iterator[str]:
    """The lines of tables, one for each floor, ratios first."""
    floor = ""
    for result in results:
        if result.floor != floor:
            floor = result.floor
            yield f"\n| to {floor} | what | CPU |\n|--:|---|--:|"
        note = f": {result.note}" if result.note else ""
        low, high = (_figure(value) for value in result.quartiles)
        ratio = f"**{_figure(result.ratio)}** ({low} to {high})"
        yield f"| {ratio} | {result.title}{note} | {_shown(result.value, result.unit)} |"


def as_json(results: Iterable[Result]) -> str:
    """Everything, with seconds as they are."""
    whole = {"machine": machine(), "results": [asdict(result) for result in results]}
    return json.dumps(whole, indent=1)


def _shown(value: float, unit: Unit) -> str:
    if unit == "B":
        return f"{value / 1000:,.0f} kB"
    shown, scale = ("ms", 1e3) if value >= 1e-3 else ("µs", 1e6)
    return f"{_figure(value * scale)} {shown}"


def _figure(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
