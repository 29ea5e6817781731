"""Much in few lines on the screen: refusals, what was done by whom, what cleared what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from attrs import frozen
from rich.table import Table
from rich.text import Text

from mobiflow.cli.demo.shown import Cleared, Done
from mobiflow.cli.output.layout import capital
from mobiflow.cli.output.session import Session, safe
from mobiflow.cli.output.words import Words
from mobiflow.text import Group, grouped
from mobiflow.verdict import Refusal

__all__ = ["Gathered", "gathered", "times", "ways", "work"]

_LAWS: Final = 1
"""How many laws a line names."""


@frozen
class Gathered:
    """Puts lines of refusals into a table, in the words of a mobility."""

    session: Session
    words: Words

    def table(
        self, groups: Iterable[Group], columns: Collection[str], known: Collection[str]
    ) -> Table:
        """One row per group: by when (due) and who, if asked for, how many and what.

        ``known`` has the ids of subjects that need not be named.
        """
        grid = Table.grid(padding=(0, 1))
        if "due" in columns:
            grid.add_column(width=10, style="cyan")
        if "who" in columns:
            grid.add_column(max_width=19, style="dim")
        grid.add_column(justify="right", style="bold")
        grid.add_column(ratio=1)
        for group in groups:
            cells: list[str | Text] = []
            if "due" in columns:
                cells.append(group.due.isoformat() if group.due else "")
            if "who" in columns:
                cells.append(self._who(group))
            matter = Text(self._matter(group, known)).append_text(self.laws(group.basis))
            grid.add_row(*cells, times(len(group.refusals)), matter)
        return grid

    def laws(self, basis: Iterable[str]) -> Text:
        """The laws something rests on, after a dash; nothing when there are none."""
        laws = [safe(self.words.say(law)) for law in dict.fromkeys(basis)]
        if not laws:
            return Text()
        more = ["\N{HORIZONTAL ELLIPSIS}"] if len(laws) > _LAWS else []
        return Text(f" \N{EM DASH} {self.session.joined([*laws[:_LAWS], *more])}", style="dim")

    def _who(self, group: Group) -> str:
        """The role above all whose turn it is, and how many others may do it."""
        if not group.who:
            return "\N{EN DASH}"
        others = len(group.who) - 1
        return self.words.label("role", group.who[0]) + (f" +{others}" if others else "")

    def _matter(self, group: Group, known: Collection[str]) -> str:
        """What is the matter, and with whom if that is not known and there is only one."""
        text = safe(group.matter(self.session.locale))
        alone = len(group.subjects) == 1
        if alone and group.subjects[0].holder not in known:
            text = safe(group.refusals[0].text(self.session.locale).removesuffix("."))
        others = group.matters - 1
        return capital(f"{text} (+{others})" if others else text)


def gathered(refusals: Iterable[Refusal]) -> list[Group]:
    """Refusals of one kind put together, the soonest due first."""
    return sorted(grouped(refusals, by="code"), key=lambda group: group.due or date.max)


def times(number: int) -> str:
    """A number of times, nothing for once."""
    return f"{number}\N{MULTIPLICATION SIGN}" if number > 1 else ""


def work(done: Iterable[Done]) -> Mapping[str, Counter[str]]:
    """How often each role did what, in the order in which it happened."""
    found: dict[str, Counter[str]] = {}
    for each in done:
        for role in sorted(each.by.roles):
            found.setdefault(role, Counter())[each.what] += 1
    return found


def ways(cleared: Iterable[Cleared]) -> Counter[str]:
    """How many refusals each action cleared, the most first."""
    found: Counter[str] = Counter()
    for each in cleared:
        found[each.what] += each.count
    return Counter(dict(found.most_common()))
