"""Refusals as people read them: grouped by who must act and what is the matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from attrs import frozen
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mobiflow._i18n import N_
from mobiflow.cli.session import Session
from mobiflow.cli.words import Words
from mobiflow.model.words import Role
from mobiflow.verdict import Refusal

__all__ = ["LATE", "Matter", "capital", "matters_of", "sections", "some"]

LATE: Final = "!"
"""Marks what is overdue, or broken."""

_NAMED: Final = 5
"""How many subjects one line names."""


@frozen
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


def sections(
    session: Session,
    words: Words,
    matters: Iterable[Matter],
    *,
    today: date,
    how: Callable[[Refusal], str | None] | None = None,
    alone: bool = False,
    to: Console | None = None,
) -> None:
    """Print matters, those of the same roles together; with ``how``, the command for each.

    ``alone`` leaves out whom they are about, as they are all about the same learner.
    """
    found = tuple(matters)
    for who in dict.fromkeys(matter.who for matter in found):
        heading = N_("To be done by: {who}") if who else N_("What nobody can clear:")
        text = session.say(heading).format(who=words.roles(who))
        session.show("", Text(text, style="bold"), to=to)
        for matter in found:
            if matter.who == who:
                session.show(_row(session, words, matter, today, alone=alone), to=to)
                for refusal in matter.refusals:
                    line = how(refusal) if how is not None else None
                    if line is not None:
                        session.line(f"              $ {line}", to=to)
    if any(matter.late(today) for matter in found):
        legend = session.say(N_("{mark} overdue")).format(mark=LATE)
        session.show("", Text(legend, style="red"), to=to)


def _row(session: Session, words: Words, matter: Matter, today: date, *, alone: bool) -> Table:
    late = matter.late(today)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1, style="bold red")
    grid.add_column(width=10, style="red" if late else "cyan")
    grid.add_column(ratio=1)
    due = matter.due.isoformat() if matter.due else ""
    text = Text(capital(matter.text))
    about = "" if alone else ", ".join(_about(session, words, matter))
    if about:
        text.append(f" \N{EM DASH} {about}", style="bold")
    grid.add_row(LATE if late else "", due, text)
    return grid


def capital(text: str) -> str:
    """A text with a capital letter in front."""
    return text[:1].upper() + text[1:]


def _about(session: Session, words: Words, matter: Matter) -> Iterator[str]:
    """Whom a matter is about, unless it is the mobility itself."""
    named = [r.subject for r in matter.refusals if r.subject.id != words.speaker.mobility.id]
    yield from some(session, list(dict.fromkeys(words.name(ref) for ref in named)))


def some(session: Session, names: Sequence[str]) -> Iterator[str]:
    """The first few names, and how many more there are."""
    kept = names if len(names) <= _NAMED + 1 else names[:_NAMED]
    yield from kept
    if len(names) > len(kept):
        yield session.say(N_("and {number} more"), number=len(names) - len(kept))
