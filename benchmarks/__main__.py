"""Run the benchmarks: ``python -m benchmarks --help``."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from benchmarks import bounds, chain, daily, documents, growing, peers, report, starting
from benchmarks.measuring import Effort, Measure, Result, measure

ALL = Effort(rounds=11, turn=0.05)
QUICK = Effort(rounds=7, turn=0.02)


def main() -> int:
    """Measure, print, and in the quick suite hold every ratio against its bound."""
    chosen = _arguments()
    effort = QUICK if chosen.quick else ALL
    effort = effort.doubled() if chosen.record else effort
    found = {
        one.name: one
        for one in _everything()
        if (one.quick or not chosen.quick) and re.search(chosen.only, one.name)
    }
    results = list(_measured(found.values(), effort, shown=not chosen.json))
    if chosen.json:
        print(report.as_json(results))
    if chosen.markdown:
        print("\n".join(report.markdown(results)))
    known = {name: one for name, one in bounds.read().items() if re.search(chosen.only, name)}
    if chosen.record:
        new = bounds.recorded(results, known, datetime.now(UTC).date())
        bounds.write({**bounds.read(), **new} if chosen.only else new)
        return 0
    return _held(results, known, found, effort) if chosen.quick else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less, and held against the bounds")
    parser.add_argument("--record", action="store_true", help="with --quick: write the bounds")
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--markdown", action="store_true", help="print tables at the end")
    parser.add_argument("--only", default="", metavar="REGEX", help="those with such a name")
    chosen = parser.parse_args()
    if chosen.record and not chosen.quick:
        parser.error("--record goes with --quick: bounds are those of the quick suite")
    return chosen


def _everything() -> Iterator[Measure]:
    for room in (daily, chain, peers, documents, starting, growing):
        yield from room.measures()


def _measured(found: Iterable[Measure], effort: Effort, *, shown: bool) -> Iterator[Result]:
    if shown:
        print(f"{report.machine()}\n{report.HEADING}")
    for one in found:
        result = measure(one, effort)
        if shown:
            print(report.line(result), flush=True)
        yield result


def _held(
    results: Iterable[Result],
    known: Mapping[str, bounds.Bound],
    found: Mapping[str, Measure],
    effort: Effort,
) -> int:
    """The exit code: 1 when something is clearly worse, looked at twice, or has no bound."""

    def again(name: str) -> Result:
        result = measure(found[name], effort.doubled())
        print(f"once more:\n{report.line(result)}")
        return result

    failures = list(bounds.failures(bounds.looked_at_again(results, known, again), known))
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
