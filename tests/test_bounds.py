"""The quick benchmarks fail on a ratio clearly worse than recorded; here are no measurements."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from benchmarks import bounds
from benchmarks.bounds import Bound

DAY = date(2026, 11, 25)
FLOOR = "a dict by hand"
KNOWN = {"action": Bound("action", 4.0, FLOOR, DAY)}


@dataclass(frozen=True)
class Measured:
    name: str
    ratio: float
    floor: str = FLOOR


def never(name: str) -> Measured:
    raise AssertionError(f"{name} is measured again")


def again(ratio: float) -> Callable[[str], Measured]:
    return lambda name: Measured(name, ratio)


@pytest.mark.parametrize("ratio", [1.0, 4.0, 5.0])
def test_a_ratio_that_is_no_worse_than_chance_explains_passes(ratio: float) -> None:
    assert list(bounds.failures([Measured("action", ratio)], KNOWN)) == []


@pytest.mark.parametrize("ratio", [5.01, 40.0, float("nan")])
def test_a_ratio_clearly_worse_fails_and_says_both_figures(ratio: float) -> None:
    (failure,) = bounds.failures([Measured("action", ratio)], KNOWN)
    assert failure == f"action: {ratio:.2f} x {FLOOR}; at most 5.00, for it was 4.00 on 2026-11-25."


def test_what_has_no_bound_is_named() -> None:
    (failure,) = bounds.failures([Measured("action", 4), Measured("plan", 9)], KNOWN)
    assert failure.startswith("plan: no bound is recorded")


def test_a_bound_of_nothing_is_named() -> None:
    (failure,) = bounds.failures([], KNOWN)
    assert failure.startswith("action: a bound is recorded, but nothing of this name is measured")


def test_a_ratio_to_another_floor_is_no_ratio_to_this_one() -> None:
    (failure,) = bounds.failures([Measured("action", 4, "another floor")], KNOWN)
    assert "now it is taken to 'another floor'" in failure


def test_what_is_clearly_worse_is_measured_once_more() -> None:
    results = [Measured("action", 9.0)]
    assert bounds.looked_at_again(results, KNOWN, again(4.2)) == [Measured("action", 4.2)]
    assert bounds.looked_at_again(results, KNOWN, again(9.5)) == [Measured("action", 9.0)]


def test_what_holds_or_has_no_bound_is_not_measured_again() -> None:
    results = [Measured("action", 5.0), Measured("plan", 9.0)]
    assert bounds.looked_at_again(results, KNOWN, never) == results


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "bounds.toml"
    bounds.write(KNOWN, file)
    assert bounds.read(file) == KNOWN


def test_what_hardly_moved_keeps_its_figure_and_its_day() -> None:
    later = date(2027, 1, 4)
    assert bounds.recorded([Measured("action", 4.1)], KNOWN, later) == KNOWN
    assert bounds.recorded([Measured("action", 3.0)], KNOWN, later) == {
        "action": Bound("action", 3.0, FLOOR, later)
    }


@pytest.mark.parametrize(
    "text",
    [
        "action = 4.0",
        '[action]\nratio = 4.0\nfloor = "x"',
        '[action]\nratio = 0\nfloor = "x"\nrecorded = 2026-11-25',
        '[action]\nratio = 4.0\nfloor = "x"\nrecorded = 2026-11-25\nseconds = 1',
    ],
)
def test_a_bound_that_says_less_or_more_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bounds.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match="The bound 'action' needs a ratio above 0"):
        bounds.read(file)


def test_the_recorded_bounds_can_be_read() -> None:
    assert bounds.read()
