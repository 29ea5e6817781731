"""The row of headings: which column is which, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from mobiflow._record import record
from mobiflow.imports.cells import clean, damage
from mobiflow.imports.headings import Columns, ignored
from mobiflow.imports.problems import CellProblem, problem_at, quoted

__all__ = ["Header", "header_of"]

_PARTS: Final = ("last", "first")
_ENDS: Final = ("start", "end")


@record
class Header:
    """The headings as written, and for each the column it stands for, if any."""

    file: str
    number: int
    headings: tuple[str, ...]
    columns: tuple[str | None, ...]
    known: Columns

    @property
    def places(self) -> Mapping[str, int]:
        """Where each known column stands: the first place, when there are several."""
        places: dict[str, int] = {}
        for index, column in enumerate(self.columns):
            if column is not None:
                places.setdefault(column, index)
        return places

    def problems(self) -> Iterator[CellProblem]:
        """Headings that are unknown, repeated, in each other's way, or missing."""
        places = self.places
        for index, column in enumerate(self.columns):
            if column is None:
                yield from self._unknown(index)
            elif places[column] != index:
                yield self._again(index, places[column])
            elif column in _PARTS and "name" in places:
                yield self._again(index, places["name"])
        yield from self._missing(places)

    def _unknown(self, index: int) -> Iterator[CellProblem]:
        heading = self.headings[index]
        if ignored(heading):
            return
        expected = damage(heading)
        if expected is None:
            word = self.known.vocabulary.nearest(heading)
            advice = f"Did you mean '{word}'?" if word else f"Known are {self._all()}."
            expected = (
                f"a heading known for {self.known.what}. {advice} To have the column left out, "
                "put # before its heading."
            )
        yield self._problem(heading, expected)

    def _again(self, index: int, first: int) -> CellProblem:
        other = f"{quoted(self.headings[first])} (column {first + 1})"
        return self._problem(
            self.headings[index],
            f"a heading with a meaning of its own, but {other} says the same. Keep one of the two "
            "columns, or put # before a heading to have its column left out.",
        )

    def _missing(self, places: Mapping[str, int]) -> Iterator[CellProblem]:
        for column in self.known.mandatory:
            if column not in places:
                yield self._problem(
                    None,
                    f"a column headed {self.known.proposed(column)} in the first row that is not "
                    "empty. Columns are separated by semicolons, commas or tabs.",
                )
        ends = [end for end in _ENDS if end in places]
        if len(ends) == 1:
            (other,) = set(_ENDS) - set(ends)
            yield self._problem(
                self.headings[places[ends[0]]],
                f"both ends of the stay. Add a column headed {self.known.proposed(other)}.",
            )

    def _all(self) -> str:
        return ", ".join(f"'{words[0]}'" for words in self.known.spellings.values())

    def _problem(self, heading: str | None, expected: str) -> CellProblem:
        return problem_at(self.file, self.number, heading, heading, expected)


def header_of(file: str, number: int, record: list[str], known: Columns) -> Header:
    """The headings in a record."""
    headings = tuple(clean(text) for text in record)
    return Header(file, number, headings, known.recognise(headings), known)
