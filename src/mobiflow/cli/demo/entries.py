"""A table of a TOML file, read strictly: what is not as it should be is noted with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar, cast

from attrs import frozen

from mobiflow.errors import Problem

__all__ = ["Entries"]

_Word = TypeVar("_Word", bound=str)


@frozen
class Entries:
    """The keys and values of a table, its path in the file, and the list of problems so far.

    What is missing or wrong is noted and read as empty, so that all problems come at once.
    """

    values: Mapping[str, object]
    path: str
    problems: list[Problem]

    @classmethod
    def of(cls, value: object, path: str, problems: list[Problem]) -> Entries:
        """The entries of what must be a table."""
        if isinstance(value, Mapping):
            return cls(cast("Mapping[str, object]", value), path, problems)
        problems.append(Problem(path, f"expected a table, got {value!r}."))
        return cls({}, path, problems)

    def text(self, name: str) -> str:
        """A text."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        self._wrong(name, "a text")
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        items = self.listed(name, "a list of texts")
        if any(not isinstance(item, str) for item in items):
            self._wrong(name, "a list of texts")
        return tuple(str(item) for item in items)

    def day(self, name: str) -> date:
        """A date, without quotes as TOML writes it."""
        value = self.values.get(name)
        if type(value) is date:
            return value
        self._wrong(name, "a date like 2027-03-01")
        return date.min

    def word(self, name: str, known: tuple[_Word, ...]) -> _Word:
        """One of the words known."""
        for word in known:
            if word == self.values.get(name):
                return word
        self._wrong(name, f"one of {', '.join(known)}")
        return known[0]

    def table(self, name: str) -> Entries:
        """A table within."""
        return Entries.of(self.values.get(name), f"{self.path}.{name}", self.problems)

    def tables(self, name: str) -> Iterator[Entries]:
        """The tables in a list."""
        for index, item in enumerate(self.listed(name, "a list of tables")):
            yield Entries.of(item, f"{self.path}.{name}[{index}]", self.problems)

    def repeated(self, name: str) -> Iterator[Entries]:
        """These entries once for each of the tables, or of the values, in the one named.

        A list of tables gives each time the entries of one; a table of lists gives each time
        one value of every list. Tables within are joined key by key.
        """
        rest = {key: value for key, value in self.values.items() if key != name}
        each = self.values[name]
        if isinstance(each, Mapping):
            lists = Entries.of(cast("object", each), f"{self.path}.{name}", self.problems)
            columns = [lists.listed(key, "a list of values") for key in lists.values]
            if len({len(column) for column in columns}) > 1:
                self._wrong(name, "lists of the same length")
            for row in zip(*columns, strict=False):
                more = dict(zip(lists.values, row, strict=True))
                yield Entries(_joined(rest, more), self.path, self.problems)
        else:
            for entries in self.tables(name):
                yield Entries(_joined(rest, entries.values), entries.path, self.problems)

    def listed(self, name: str, expected: str) -> list[object]:
        """A list of anything; ``expected`` says what should have been there."""
        value = self.values.get(name)
        if isinstance(value, list):
            return cast("list[object]", value)
        self._wrong(name, expected)
        return []

    def _wrong(self, name: str, expected: str) -> None:
        found = repr(self.values[name]) if name in self.values else "nothing"
        self.problems.append(Problem(f"{self.path}.{name}", f"expected {expected}, got {found}."))


def _joined(common: Mapping[str, object], own: Mapping[str, object]) -> Mapping[str, object]:
    """Both tables as one; where both have a value, their own counts."""
    joined = {**common, **own}
    for key in common.keys() & own.keys():
        one, other = common[key], own[key]
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            inside = cast("Mapping[str, object]", one), cast("Mapping[str, object]", other)
            joined[key] = _joined(*inside)
    return joined
