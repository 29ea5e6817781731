"""Spreadsheets taken over: compared with what is known, and only then written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from mobiflow.actions import Action, AddCompany, AddLearner, ChangeCompany, ChangeLearner
from mobiflow.cli.demo.shown import Imported
from mobiflow.cli.demo.story import Import
from mobiflow.flow import Flow
from mobiflow.formats import action_from, plain
from mobiflow.imports import (
    Difference,
    ImportPlan,
    Table,
    plan_import,
    read_companies,
    read_learners,
)
from mobiflow.model import Company, Learner

__all__ = ["bring_in"]

_Model = TypeVar("_Model", Learner, Company)


def bring_in(flow: Flow, event: Import, data: bytes) -> Imported:
    """Take over what a spreadsheet says of learners or companies, all of it or nothing.

    Raises:
        TableError: with every cell that cannot be read.
        Refused: when something in it is refused.
    """
    mobility, file = flow.mobility, event.file
    if event.what == "learners":
        learners = read_learners(data, name=file)
        return _take_over(flow, mobility.learners, learners, AddLearner, _changed_learner)
    companies = read_companies(data, name=file)
    return _take_over(flow, mobility.companies, companies, AddCompany, _changed_company)


def _take_over(
    flow: Flow,
    known: Mapping[str, _Model],
    table: Table[_Model],
    add: Callable[[_Model], Action],
    change: Callable[[Difference], Action],
) -> Imported:
    found: ImportPlan[_Model] = plan_import(known, table)
    changes: Iterator[Action] = map(change, found.changed)
    flow.do_all([*map(add, found.new), *changes])
    return Imported(
        flow.actor,
        table.name,
        tuple(row.id for row in found.new),
        tuple(difference.id for difference in found.changed),
        found.unchanged,
        found.absent,
    )


def _changed_learner(difference: Difference) -> Action:
    return action_from(ChangeLearner, {"learner": difference.id, **_facts(difference)})


def _changed_company(difference: Difference) -> Action:
    return action_from(ChangeCompany, {"company": difference.id, **_facts(difference)})


def _facts(difference: Difference) -> dict[str, object]:
    """What the table says otherwise; dates of a stay are no fact, and would be refused."""
    return {name: plain(after) for name, (_, after) in difference.changes.items()}
