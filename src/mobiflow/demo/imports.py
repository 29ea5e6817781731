"""Spreadsheets taken over: compared with what is known, and only then written."""

from __future__ import annotations

from collections.abc import Iterator

from mobiflow.actions import Action, AddCompany, AddLearner, ChangeCompany, ChangeLearner
from mobiflow.demo.shown import Imported
from mobiflow.demo.story import Import
from mobiflow.flow import Flow
from mobiflow.serialization import action_from, plain
from mobiflow.tables import Difference, plan_import, read_companies, read_learners

__all__ = ["bring_in"]


def bring_in(flow: Flow, event: Import, data: bytes) -> Imported:
    """Take over what a spreadsheet says of learners or companies, all of it or nothing.

    Raises:
        TableError: with every cell that cannot be read.
        Refused: when something in it is refused.
    """
    if event.what == "learners":
        learners = plan_import(flow.mobility.learners, read_learners(data, name=event.file))
        new, found = [row.id for row in learners.new], learners
        acts: list[Action] = [AddLearner(learner) for learner in learners.new]
        acts += _changes(ChangeLearner, "learner", learners.changed)
    else:
        companies = plan_import(flow.mobility.companies, read_companies(data, name=event.file))
        new, found = [row.id for row in companies.new], companies
        acts = [AddCompany(company) for company in companies.new]
        acts += _changes(ChangeCompany, "company", companies.changed)
    flow.do_all(acts)
    return Imported(
        flow.actor,
        event.file,
        tuple(new),
        tuple(difference.id for difference in found.changed),
        found.unchanged,
        found.absent,
    )


def _changes(
    action_type: type[Action], subject: str, changed: tuple[Difference, ...]
) -> Iterator[Action]:
    """What a table says otherwise; a change of the stay is no fact and would be an act apart."""
    for difference in changed:
        values = {name: plain(after) for name, (_, after) in difference.changes.items()}
        yield action_from(action_type, {subject: difference.id, **values})
