"""A plan as people read it: numbered, in the order in which to take the steps."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from mobiflow._runtime.agenda import Plan
from mobiflow.cli.files import Opened
from mobiflow.cli.how import how_to
from mobiflow.cli.output.layout import Layout, capital, matters_of
from mobiflow.cli.output.session import Session
from mobiflow.i18n import N_
from mobiflow.verdict import Refusal

__all__ = ["show_plan"]


def show_plan(session: Session, file: Opened, plan: Plan, *, how: bool) -> None:
    """Print a plan, and what nobody can clear."""
    for number, refusal in enumerate(plan.steps, start=1):
        session.show(_step(session, file, number, refusal))
        line = how_to(file, refusal) if how else None
        if line is not None:
            session.line(f"       $ {line}")
    if plan.stuck:
        session.show("", session.say(N_("After that, this is still in the way:")))
        layout = Layout(session, file.words, file.today, why=True)
        layout.show(matters_of(plan.stuck, file.words))
    elif plan.steps:
        session.show("", Text(session.say(N_("After that, it is possible.")), style="green"))
    else:
        session.show(Text(session.say(N_("Nothing is in the way.")), style="green"))


def _step(session: Session, file: Opened, number: int, refusal: Refusal) -> Table:
    words = file.words
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=4, justify="right", style="cyan")
    grid.add_column(ratio=1)
    text = Text(capital(words.matter(refusal)))
    if refusal.subject.id != file.mobility.id:
        text.append(f" \N{EM DASH} {words.name(refusal.subject)}", style="bold")
    aside = [words.roles(refusal.who)] if refusal.who else []
    if refusal.due is not None:
        aside.append(session.say(N_("by {due}"), due=refusal.due))
    if aside:
        text.append(f" ({', '.join(aside)})", style="dim")
    grid.add_row(f"{number}.", text)
    return grid
