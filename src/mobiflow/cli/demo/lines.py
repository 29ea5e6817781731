"""Many refusals in few lines on the screen: by when, by whom, how often, what, by which law."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from attrs import frozen
from rich.table import Table
from rich.text import Text

from mobiflow.cli.demo.summary import Line
from mobiflow.cli.output.layout import capital
from mobiflow.cli.output.session import Session, safe
from mobiflow.cli.output.words import Words

__all__ = ["Gathered", "times"]

_LAWS: Final = 1
"""How many laws a line names."""


@frozen
class Gathered:
    """Puts lines of refusals into a table, in the words of a mobility."""

    session: Session
    words: Words

    def table(
        self, lines: Iterable[Line], columns: Collection[str], known: Collection[str]
    ) -> Table:
        """One row per line: by when (due) and who, if asked for, how many and what.

        ``known`` has the ids of subjects that need not be named.
        """
        grid = Table.grid(padding=(0, 1))
        if "due" in columns:
            grid.add_column(width=10, style="cyan")
        if "who" in columns:
            grid.add_column(max_width=19, style="dim")
        grid.add_column(justify="right", style="bold")
        grid.add_column(ratio=1)
        for line in lines:
            cells: list[str | Text] = []
            if "due" in columns:
                cells.append(line.due.isoformat() if line.due else "")
            if "who" in columns:
                cells.append(self._who(line))
            matter = Text(self._matter(line, known)).append_text(self.laws(line.basis))
            grid.add_row(*cells, times(line.count), matter)
        return grid

    def laws(self, basis: Iterable[str]) -> Text:
        """The laws something rests on, after a dash; nothing when there are none."""
        laws = [safe(self.words.say(law)) for law in dict.fromkeys(basis)]
        if not laws:
            return Text()
        more = ["\N{HORIZONTAL ELLIPSIS}"] if len(laws) > _LAWS else []
        return Text(f" \N{EM DASH} {self.session.joined([*laws[:_LAWS], *more])}", style="dim")

    def _who(self, line: Line) -> str:
        """The role above all whose turn it is, and how many others may do it."""
        if not line.who:
            return "\N{EN DASH}"
        others = len(line.who) - 1
        return self.words.label("role", line.who[0]) + (f" +{others}" if others else "")

    def _matter(self, line: Line, known: Collection[str]) -> str:
        """What is the matter, and with whom if that is not known and there is only one."""
        refusal = line.first
        text = self.words.matter(refusal)
        if line.alone and refusal.subject.id.partition("/")[0] not in known:
            text = safe(refusal.text(self.session.locale).removesuffix("."))
        return capital(f"{text} (+{line.others})" if line.others else text)


def times(number: int) -> str:
    """A number of times, nothing for once."""
    return f"{number}\N{MULTIPLICATION SIGN}" if number > 1 else ""
