"""Refusals as people read them: one line for each group of them, below who must act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from attrs import field, frozen
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mobiflow.cli.output.session import Session, safe
from mobiflow.cli.output.words import Words
from mobiflow.i18n import N_
from mobiflow.model.words import Role
from mobiflow.text import Group, grouped
from mobiflow.verdict import Refusal

__all__ = ["LATE", "Layout", "capital", "some"]

LATE: Final = "!"
"""Marks what is overdue, or broken."""

_NAMED: Final = 5
"""How many subjects one line names."""


@frozen
class Layout:
    """How groups of refusals are printed.

    Attributes:
        today: the day that tells what is overdue.
        how: gives the command for a refusal, to be printed below it.
        why: whether to say who asks, by which law, and who may excuse it.
        alone: whether all of it is about one learner, whose name need not be repeated.
        gap: whether an empty line stands before the first of them.
        to: where to print.
    """

    session: Session
    words: Words
    today: date
    how: Callable[[Refusal], str | None] | None = field(default=None, kw_only=True)
    why: bool = field(default=False, kw_only=True)
    alone: bool = field(default=False, kw_only=True)
    gap: bool = field(default=True, kw_only=True)
    to: Console | None = field(default=None, kw_only=True)

    def show(self, refusals: Iterable[Refusal]) -> None:
        """Print refusals, those of the same roles together, the soonest due first."""
        found, session = sorted(grouped(refusals), key=_due), self.session
        for number, who in enumerate(dict.fromkeys(group.who for group in found)):
            same = [group for group in found if group.who == who]
            dated = any(group.due is not None for group in same)
            gap = [""] if number or self.gap else []
            session.show(*gap, Text(self._heading(who, same), style="bold"), to=self.to)
            for group in same:
                session.show(self._row(group, dated=dated), to=self.to)
                for refusal in group.refusals:
                    line = self.how(refusal) if self.how is not None else None
                    if line is not None:
                        session.line(f"              $ {line}", to=self.to)
        if any(self._late(group) for group in found):
            legend = session.say(N_("{mark} overdue"), mark=LATE)
            session.show("", Text(legend, style="red"), to=self.to)

    def _late(self, group: Group) -> bool:
        """Whether it should have been done before today."""
        return group.due is not None and group.due < self.today

    def _heading(self, who: tuple[Role, ...], groups: list[Group]) -> str:
        if who:
            return self.session.say(N_("To be done by: {who}"), who=self.words.roles(who))
        if any(refusal.guard for group in groups for refusal in group.refusals):
            return self.session.say(N_("What nobody can clear:"))
        return self.session.say(N_("What is wrong with it:"))

    def _row(self, group: Group, *, dated: bool) -> Table:
        late = self._late(group)
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=1, style="bold red")
        if dated:
            grid.add_column(width=10, style="red" if late else "cyan")
        grid.add_column(ratio=1)
        due = [group.due.isoformat() if group.due else ""] if dated else []
        text = Text(capital(safe(group.matter(self.session.locale))))
        about = "" if self.alone else ", ".join(self._about(group))
        if about:
            text.append(f" \N{EM DASH} {about}", style="bold")
        reasons = self.session.joined(self._reasons(group)) if self.why else ""
        if reasons:
            text.append(f" ({safe(reasons)})", style="dim")
        grid.add_row(LATE if late else "", *due, text)
        return grid

    def _about(self, group: Group) -> Iterator[str]:
        """Whom it is about, unless it is the mobility itself."""
        own = self.words.messages.mobility.id
        names = (self.words.name(subject) for subject in group.subjects if subject.holder != own)
        yield from some(self.session, list(dict.fromkeys(names)))

    def _reasons(self, group: Group) -> Iterator[str]:
        """Which law or plugin asks for it, and who may excuse it."""
        yield ", ".join(self.words.say(text) for text in (*group.basis, *group.asked_by))
        excusers = group.refusals[0].excusable_by
        if excusers:
            roles = self.words.roles(excusers)
            yield self.session.say(N_("may be excused by: {roles}"), roles=roles)


def _due(group: Group) -> date:
    return group.due or date.max


def capital(text: str) -> str:
    """A text with a capital letter in front."""
    return text[:1].upper() + text[1:]


def some(session: Session, names: Sequence[str]) -> Iterator[str]:
    """The first few names, and how many more there are."""
    kept = names if len(names) <= _NAMED + 1 else names[:_NAMED]
    yield from kept
    if len(names) > len(kept):
        yield session.say(N_("and {number} more"), number=len(names) - len(kept))
