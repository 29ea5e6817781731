"""``mobiflow explain``, ``plan`` and ``do``: may I, how would I, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from attrs import frozen
from rich.table import Table
from rich.text import Text

from mobiflow import Plan
from mobiflow.actions import Action
from mobiflow.cli import named
from mobiflow.cli.files import Opened, opened
from mobiflow.cli.how import how_to
from mobiflow.cli.named import actions_of, triggers_of, unknown
from mobiflow.cli.options import DATE, FILE, command
from mobiflow.cli.outcome import DONE, REFUSED, Wrong
from mobiflow.cli.output.layout import Layout, capital
from mobiflow.cli.output.session import Session
from mobiflow.cli.output.tables import numbered
from mobiflow.cli.output.words import kebab
from mobiflow.cli.values import Given, given_values
from mobiflow.errors import InvalidValue
from mobiflow.formats import action_from
from mobiflow.i18n import N_
from mobiflow.verdict import Refusal

__all__ = ["do", "explain", "plan", "show_plan"]

_T = TypeVar("_T")


@frozen
class Request:
    """A trigger with what is said about it, or an action."""

    name: str
    what: Action | str
    about: dict[str, Any]

    def ask(self, road: Callable[..., _T]) -> _T:
        """Send it down a road of the flow."""
        return road(self.what, **self.about)


def _about(func: Callable[..., int]) -> Callable[..., int]:
    """The options that say what a trigger or an action is about."""
    shared = (
        click.argument("file", type=FILE),
        click.argument("what", metavar="TRIGGER|ACTION", shell_complete=named.names),
        click.option(
            "--learner",
            metavar="ID",
            shell_complete=named.learners,
            help="The learner concerned.",
        ),
        click.option(
            "--company",
            metavar="ID",
            shell_complete=named.companies,
            help="The company concerned.",
        ),
        click.option("--incident", metavar="ID", help="The incident concerned."),
        click.option("--reason", metavar="TEXT", help="Why, where a reason is asked for."),
        click.option("--force-majeure/--no-force-majeure", default=None, help="Whether it was."),
        click.option("--on", type=DATE, metavar="DATE", help="When it was; today if not said."),
        click.option(
            "--set",
            "pairs",
            metavar="KEY=VALUE",
            multiple=True,
            help="A value of the action; `mobiflow actions ACTION` lists them.",
        ),
        click.option(
            "--json-values",
            "document",
            metavar="JSON|@FILE",
            help="All values as a JSON object, or the file that holds it (@- for standard input).",
        ),
    )
    func = _gathered(func)
    for option in reversed(shared):
        func = option(func)
    return func


def _gathered(func: Callable[..., int]) -> Callable[..., int]:
    """Hand a command's options about its action over as one value."""

    @wraps(func)
    def gather(session: Session, **options: Any) -> int:  # noqa: ANN401  # click's
        named = {name: options.pop(name) for name in ("learner", "company", "incident")}
        subjects = {name: known for name, known in named.items() if known is not None}
        own = {name: options.pop(name) for name in _OWN}
        return func(session, given=Given(subjects, **own), **options)

    return gather


_OWN: Final = ("reason", "force_majeure", "on", "pairs", "document")


def _request(file: Opened, what: str, given: Given) -> Request:
    if what in triggers_of(file.blueprint):
        if given.pairs or given.document is not None:
            raise Wrong(
                N_(
                    "“{what}” is a trigger. It takes --learner, --company or --incident, --reason, "
                    "--force-majeure and --on."
                ),
                what=what,
            )
        return Request(what, what, dict(given.options))
    name = kebab(what)
    action_type = actions_of(file.blueprint).get(name)
    if action_type is None:
        raise unknown(file.blueprint, what)
    values = given_values(action_type, given)
    try:
        return Request(name, action_from(action_type, values), {})
    except InvalidValue as error:
        what = f"{name} cannot be accepted (what it asks for: mobiflow actions {name}):"
        raise InvalidValue(what, error.problems) from None


_HOW = click.option("--how", is_flag=True, help="With the command that clears each point.")


@command("explain")
@_about
@_HOW
def explain(session: Session, *, file: Path, what: str, how: bool, given: Given) -> int:
    """Say whether something may be done, and everything that stands in its way.

    The exit code is 0 when it is allowed and 1 when it is not.
    """
    mobility = opened(file, session)
    request = _request(mobility, what, given)
    answer = request.ask(mobility.flow.explain)
    if session.as_json:
        session.emit(
            {
                "what": request.name,
                "allowed": answer.allowed,
                "refusals": [_data(session, mobility, refusal) for refusal in answer.refusals],
            }
        )
    elif answer.allowed:
        session.show(Text(session.say(N_("Yes, this is possible now.")), style="green"))
    else:
        session.show(session.say(N_("Not possible yet. What is missing:")))
        command_of = partial(how_to, mobility) if how else None
        layout = Layout(session, mobility.words, mobility.today, how=command_of, why=True)
        layout.show(answer.refusals)
    return DONE if answer.allowed else REFUSED


@command("plan")
@_about
@_HOW
def plan(session: Session, *, file: Path, what: str, how: bool, given: Given) -> int:
    """Say what to do, in which order, until something is allowed.

    The exit code is 0 when the way leads there, and 1 when something nobody can clear is left.
    """
    mobility = opened(file, session)
    request = _request(mobility, what, given)
    found = request.ask(mobility.flow.plan)
    if session.as_json:
        session.emit(
            {
                "what": request.name,
                "complete": found.complete,
                "steps": [_data(session, mobility, refusal) for refusal in found.steps],
                "stuck": [_data(session, mobility, refusal) for refusal in found.stuck],
            }
        )
    else:
        show_plan(session, mobility, found, how=how)
    return DONE if found.complete else REFUSED


@command("do")
@_about
def do(session: Session, *, file: Path, what: str, given: Given) -> int:
    """Do something: fire a trigger, or take an action; the file keeps it.

    When it is refused, every reason is given and the file stays as it is.
    """
    mobility = opened(file, session)
    request = _request(mobility, what, given)
    fired = request.ask(mobility.flow.do)
    mobility.save()
    entry = mobility.flow.revision - 1
    if session.as_json:
        session.emit(
            {
                "done": True,
                "what": request.name,
                "entry": entry,
                "fired": [move.to_json(session.locale) for move in fired],
                "status": mobility.flow.status,
            }
        )
        return DONE
    message = N_("Done: {what} (entry {entry} of the journal).")
    session.show(Text(session.say(message, what=request.name, entry=entry), style="green"))
    words = mobility.words
    for move in fired:
        kind = move.subject.kind
        before, after = words.state(kind, move.source), words.state(kind, move.dest)
        if before != after:
            arrow = f"{before} \N{RIGHTWARDS ARROW} {after}"
            session.show(f"  {session.after(words.subject(move.subject), arrow)}")
    return DONE


def _data(session: Session, file: Opened, refusal: Refusal) -> dict[str, Any]:
    return {**refusal.to_json(session.locale), "command": how_to(file, refusal)}


# -- a plan, numbered in the order in which to take the steps


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
        layout.show(plan.stuck)
    elif plan.steps:
        session.show("", Text(session.say(N_("After that, it is possible.")), style="green"))
    else:
        session.show(Text(session.say(N_("Nothing is in the way.")), style="green"))


def _step(session: Session, file: Opened, number: int, refusal: Refusal) -> Table:
    words = file.words
    text = Text(capital(words.matter(refusal)))
    if refusal.subject.holder != file.mobility.id:
        text.append(f" \N{EM DASH} {words.name(refusal.subject)}", style="bold")
    aside = [words.roles(refusal.who)] if refusal.who else []
    if refusal.due is not None:
        aside.append(session.say(N_("by {due}"), due=refusal.due))
    if aside:
        text.append(f" ({', '.join(aside)})", style="dim")
    return numbered(number, text)
