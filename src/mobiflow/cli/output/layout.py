"""Refusals as people read them: grouped by who must act and what is the matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from attrs import field
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mobiflow._record import record
from mobiflow.cli.output.session import Session, safe
from mobiflow.cli.output.words import Words
from mobiflow.i18n import N_
from mobiflow.model.words import Role
from mobiflow.verdict import Refusal

__all__ = ["LATE", "Layout", "Matter", "capital", "matters_of", "some"]

LATE: Final = "!"
"""Marks what is overdue, or broken."""

_NAMED: Final = 5
"""How many subjects one line names."""


@record
class Matter:
    """The same thing to be done about several subjects, by the same roles, by the same day."""

    text: str
    who: tuple[Role, ...]
    due: date | None
    refusals: tuple[Refusal, ...]

    def late(self, today: date) -> bool:
        """Whether it should have been done before today."""
        return self.due is not None and self.due < today


def matters_of(refusals: Iterable[Refusal], words: Words) -> tuple[Matter, ...]:
    """Refusals put together, the soonest due first."""
    groups: dict[tuple[str, tuple[Role, ...], date | None], list[Refusal]] = {}
    for refusal in refusals:
        key = (words.matter(refusal), refusal.who, refusal.due)
        groups.setdefault(key, []).append(refusal)
    found = [Matter(*key, tuple(same)) for key, same in groups.items()]
    return tuple(sorted(found, key=lambda matter: matter.due or date.max))


@record
class Layout:
    """How matters are printed.

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

    def show(self, matters: Iterable[Matter]) -> None:
        """Print matters, those of the same roles together."""
        found, session = tuple(matters), self.session
        for number, who in enumerate(dict.fromkeys(matter.who for matter in found)):
            same = [matter for matter in found if matter.who == who]
            dated = any(matter.due is not None for matter in same)
            gap = [""] if number or self.gap else []
            session.show(*gap, Text(self._heading(who, same), style="bold"), to=self.to)
            for matter in same:
                session.show(self._row(matter, dated=dated), to=self.to)
                for refusal in matter.refusals:
                    line = self.how(refusal) if self.how is not None else None
                    if line is not None:
                        session.line(f"              $ {line}", to=self.to)
        if any(matter.late(self.today) for matter in found):
            legend = session.say(N_("{mark} overdue"), mark=LATE)
            session.show("", Text(legend, style="red"), to=self.to)

    def _heading(self, who: tuple[Role, ...], matters: list[Matter]) -> str:
        if who:
            return self.session.say(N_("To be done by: {who}"), who=self.words.roles(who))
        if any(refusal.guard for matter in matters for refusal in matter.refusals):
            return self.session.say(N_("What nobody can clear:"))
        return self.session.say(N_("What is wrong with it:"))

    def _row(self, matter: Matter, *, dated: bool) -> Table:
        late = matter.late(self.today)
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=1, style="bold red")
        if dated:
            grid.add_column(width=10, style="red" if late else "cyan")
        grid.add_column(ratio=1)
        due = [matter.due.isoformat() if matter.due else ""] if dated else []
        text = Text(capital(matter.text))
        about = "" if self.alone else ", ".join(self._about(matter))
        if about:
            text.append(f" \N{EM DASH} {about}", style="bold")
        reasons = self.session.joined(self._reasons(matter)) if self.why else ""
        if reasons:
            text.append(f" ({safe(reasons)})", style="dim")
        grid.add_row(LATE if late else "", *due, text)
        return grid

    def _about(self, matter: Matter) -> Iterator[str]:
        """Whom a matter is about, unless it is the mobility itself."""
        own = self.words.messages.mobility.id
        named = [refusal.subject for refusal in matter.refusals if refusal.subject.id != own]
        names = dict.fromkeys(self.words.name(ref) for ref in named)
        yield from some(self.session, list(names))

    def _reasons(self, matter: Matter) -> Iterator[str]:
        """Which law or plugin asks for it, and who may excuse it."""
        asked = (source for r in matter.refusals for source in (*r.basis, *r.source))
        yield ", ".join(self.words.say(text) for text in dict.fromkeys(asked))
        excusers = matter.refusals[0].excusable_by
        if excusers:
            roles = self.words.roles(excusers)
            yield self.session.say(N_("may be excused by: {roles}"), roles=roles)


def capital(text: str) -> str:
    """A text with a capital letter in front."""
    return text[:1].upper() + text[1:]


def some(session: Session, names: Sequence[str]) -> Iterator[str]:
    """The first few names, and how many more there are."""
    kept = names if len(names) <= _NAMED + 1 else names[:_NAMED]
    yield from kept
    if len(names) > len(kept):
        yield session.say(N_("and {number} more"), number=len(names) - len(kept))
