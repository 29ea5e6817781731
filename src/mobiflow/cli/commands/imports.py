"""``mobiflow import``: learners and companies from spreadsheets, all of them or none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

import click
from rich.text import Text

from mobiflow.actions import (
    Action,
    AddCompany,
    AddLearner,
    ChangeCompany,
    ChangeLearner,
    ChangeStay,
)
from mobiflow.cli.files import Opened, opened, read_bytes
from mobiflow.cli.options import FILE, command
from mobiflow.cli.outcome import DONE, WRONG, Wrong
from mobiflow.cli.output.changes import Listed, listed_data, show_listed
from mobiflow.cli.output.session import Session, Track
from mobiflow.errors import InvalidValue, Problem, TableError
from mobiflow.i18n import N_
from mobiflow.imports import (
    DateOrder,
    Difference,
    Table,
    plan_import,
    read_companies,
    read_learners,
)
from mobiflow.model import Company, Learner, Stay
from mobiflow.text import Explanation, Refused
from mobiflow.verdict import Refusal

__all__ = ["bring"]

_YES: Final = ("y", "yes", "o", "oui")

_Model = TypeVar("_Model", Learner, Company)


@command("import")
@click.argument("file", type=FILE)
@click.option(
    "--learners", type=FILE, metavar="CSV", multiple=True, help="A list of learners; repeatable."
)
@click.option(
    "--companies", type=FILE, metavar="CSV", multiple=True, help="A list of companies; repeatable."
)
@click.option(
    "--date-order",
    type=click.Choice(get_args(DateOrder)),
    help="How to read 02/05/2009, when the dates of the list do not show it.",
)
@click.option("--reason", metavar="TEXT", help="Why the dates of a stay change.")
@click.option("--yes", is_flag=True, help="Change those already known without asking.")
def bring(
    session: Session,
    *,
    file: Path,
    learners: tuple[Path, ...],
    companies: tuple[Path, ...],
    date_order: DateOrder | None,
    reason: str | None,
    yes: bool,
) -> int:
    """Add and change learners and companies from CSV lists.

    What would change is shown first. Those already known are changed only with --yes, or when
    you say so. Nobody is removed. All problems of all lists are reported at once, and nothing is
    imported before there is none. A list imported a second time changes nothing.
    """
    if not learners and not companies:
        raise Wrong(N_("Name at least one list: --learners CSV or --companies CSV."))
    mobility = opened(file, session)
    with session.progress(session.say(N_("Reading")), len(learners) + len(companies)) as step:
        lists = _lists(mobility, learners, companies, date_order, step)
        because = reason or session.say(N_("Changed by an imported list"))
        actions = tuple(_actions(lists, because))
    if not session.as_json:
        show_listed(session, mobility, lists)
    if not actions:
        return _nothing(session, lists)
    if any(found.plan.changed for found in lists) and not yes and not _confirmed(session, lists):
        return WRONG
    with session.progress(session.say(N_("Importing")), None):
        _carry_out(mobility, actions)
        mobility.save()
    entry = mobility.flow.revision - 1
    if session.as_json:
        session.emit({"done": True, "entry": entry, "lists": [listed_data(x) for x in lists]})
    else:
        message = session.say(N_("Imported (entry {entry} of the journal)."), entry=entry)
        session.show("", Text(message, style="green"))
    return DONE


def _nothing(session: Session, lists: tuple[Listed, ...]) -> int:
    if session.as_json:
        session.emit({"done": True, "entry": None, "lists": [listed_data(x) for x in lists]})
    else:
        message = session.say(N_("Everything in these lists is known already; nothing changes."))
        session.show("", Text(message, style="green"))
    return DONE


def interactive() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def _confirmed(session: Session, lists: tuple[Listed, ...]) -> bool:
    """Whether those already known may be changed."""
    if session.as_json:
        data = [listed_data(found) for found in lists]
        session.emit({"done": False, "needs": "--yes", "entry": None, "lists": data})
        return False
    if interactive():
        session.show("")
        question = session.say(N_("Carry out these changes? [y/N]"))
        answer: str = click.prompt(question, default="", show_default=False, err=True)
        if answer.strip().lower() in _YES:
            return True
        session.show(session.say(N_("Nothing was changed.")), to=session.err)
        return False
    raise Wrong(
        N_("These lists change what is already known. To carry it out, run it again with --yes.")
    )


# -- reading


def _lists(
    file: Opened,
    learners: tuple[Path, ...],
    companies: tuple[Path, ...],
    order: DateOrder | None,
    step: Track,
) -> tuple[Listed, ...]:
    """Every list compared with the mobility, or everything that is wrong with any of them."""
    problems: list[Problem] = []

    def read(path: Path, reader: Callable[[bytes, str], Table[_Model]]) -> Table[_Model] | None:
        try:
            return reader(read_bytes(path), path.name)
        except TableError as error:
            problems.extend(error.problems)
            return None
        finally:
            step(1)

    employers = [
        read(path, lambda data, name: read_companies(data, name=name)) for path in companies
    ]
    people = [
        read(path, lambda data, name: read_learners(data, name=name, date_order=order))
        for path in learners
    ]
    firms = [table for table in employers if table is not None]
    persons = [table for table in people if table is not None]
    problems += (*_twice(firms), *_twice(persons))
    problems += _other_kind(file.mobility.companies, firms)
    if problems:
        raise InvalidValue("The lists cannot be imported; nothing was changed:", problems)
    return (
        *(Listed(t.name, "companies", plan_import(file.mobility.companies, t)) for t in firms),
        *(Listed(t.name, "learners", plan_import(file.mobility.learners, t)) for t in persons),
    )


def _twice(tables: list[Table[_Model]]) -> Iterator[Problem]:
    """Ids that several lists have; within one list the reader has looked."""
    seen: dict[str, str] = {}
    for table in tables:
        for row in table.rows:
            first = seen.setdefault(row.id, table.name)
            if first != table.name:
                message = f"{row.id!r} is also in {first}. Remove it from one of the lists."
                yield Problem(table.name, message)


def _other_kind(known: Mapping[str, Company], tables: list[Table[Company]]) -> Iterator[Problem]:
    for table in tables:
        for row in table.rows:
            held = known.get(row.id)
            if held is not None and held.kind != row.kind:
                message = (
                    f"{row.id!r} is a {row.kind} company here, but a {held.kind} company in the "
                    "mobility, and stays one. Give this one an id of its own."
                )
                yield Problem(table.name, message)


# -- carrying out


def _actions(lists: tuple[Listed, ...], because: str) -> Iterator[Action]:
    """What carries the plans out: companies first, as learners name their employers."""
    for found in lists:
        for arrival in found.plan.new:
            yield AddCompany(arrival) if isinstance(arrival, Company) else AddLearner(arrival)
        for difference in found.plan.changed:
            yield from _changes(found.kind, difference, because)


def _changes(kind: str, difference: Difference, because: str) -> Iterator[Action]:
    facts: dict[str, Any] = {name: after for name, (_, after) in difference.changes.items()}
    stay = facts.pop("stay", None)
    if facts:
        change = ChangeCompany if kind == "companies" else ChangeLearner
        yield change(difference.id, **facts)
    if isinstance(stay, Stay) and stay.period is not None:
        yield ChangeStay(difference.id, stay.period, reason=because)


def _carry_out(file: Opened, actions: tuple[Action, ...]) -> None:
    """All of it as one entry.

    Raises:
        Refused: with the reasons of every action that is refused, not of the first alone.
    """
    try:
        file.flow.do_all(actions)
    except Refused:
        raise Refused(_everything(file, actions)) from None


def _everything(file: Opened, actions: tuple[Action, ...]) -> Explanation:
    rehearsal = file.again()
    refusals: dict[str, Refusal] = {}
    voice = None
    for act in actions:
        answer = rehearsal.explain(act)
        voice = answer.voice
        refusals.update((refusal.key, refusal) for refusal in answer.refusals)
        if answer.allowed:
            rehearsal.do(act)
    return Explanation(tuple(refusals.values()), voice)
