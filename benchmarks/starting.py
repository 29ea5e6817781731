"""What has to happen before anything does: imports, an engine, the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import gettempdir

from benchmarks import cohorts
from benchmarks.floors import (
    BARE_PYTHON,
    IMPORT_PARTS,
    PARTS,
    STOCK_MACHINE,
    stock_machine,
)
from benchmarks.measuring import Effort, Measure, Turn, above, here, started, told
from mobiflow import Engine

EVERY_NAME = "import mobiflow\nfor name in mobiflow.__all__: getattr(mobiflow, name)\n"
TIMED = """
from time import process_time
began = process_time()
{what}
print(process_time() - began)
"""
MOBIFLOW = str(Path(sys.executable).with_name("mobiflow"))
FIRST_ENGINE = EVERY_NAME + TIMED.format(what="mobiflow.Engine()")
FIRST_LOAD = (
    EVERY_NAME
    + "data, engine = open({path!r}, 'rb').read(), mobiflow.Engine()\n"
    + TIMED.format(what="engine.loads(data)")
)


def measures() -> Iterator[Measure]:
    """All of them, compared with a bare interpreter, or with the libraries that mobiflow needs."""
    yield Measure("engine", "Engine()", STOCK_MACHINE, _engine)

    def beside_parts(name: str, title: str, make: Callable[[], Turn]) -> Measure:
        def both(effort: Effort) -> tuple[Turn, Turn]:
            del effort
            bare = started("-c", "pass")
            return make(), above(started("-c", IMPORT_PARTS), bare)

        return Measure(name, title, PARTS, both)

    def imported(code: str) -> Callable[[], Turn]:
        return lambda: above(started("-c", code), started("-c", "pass"))

    yield beside_parts("import", "all public names imported", imported(EVERY_NAME))
    yield beside_parts(
        "engine-first", "the first Engine() of a process", lambda: told(FIRST_ENGINE)
    )
    yield beside_parts("load-first", "the first document a process loads, 1 learner", _first_load)

    def command(name: str, title: str, *arguments: str) -> Measure:
        def both(effort: Effort) -> tuple[Turn, Turn]:
            del effort
            filled = [one if one != "FILE" else _file() for one in arguments]
            return started(MOBIFLOW, *filled), started("-c", "pass")

        return Measure(name, title, BARE_PYTHON, both)

    yield command("cli-version", "mobiflow --version", "--version")
    yield command("cli-help", "mobiflow --help", "--help")
    yield command("cli-show", "mobiflow show, 1 learner", "show", "FILE")


def _engine(effort: Effort) -> tuple[Turn, Turn]:
    return here(Engine, effort), here(stock_machine, effort)


def _first_load() -> Turn:
    return told(FIRST_LOAD.format(path=_file()))


def _file() -> str:
    path = Path(gettempdir(), "mobiflow-bench-one-learner.json")
    path.write_bytes(cohorts.crowd(1))
    return str(path)
