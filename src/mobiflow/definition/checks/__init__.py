"""Everything in a definition that does not hold together, found before it is compiled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from mobiflow.definition import Workflow
from mobiflow.definition.checks.facts import problems_of_facts
from mobiflow.definition.checks.guards import problems_of_agreement, problems_of_guards
from mobiflow.definition.checks.guide import (
    problems_of_lead_times,
    problems_of_order,
    problems_of_tasks,
)
from mobiflow.definition.checks.lifecycles import problems_of_lifecycles
from mobiflow.definition.checks.names import problems_of_ids, problems_of_roles, problems_of_words
from mobiflow.errors import Problem
from mobiflow.model.checks import problems_of

__all__ = ["problems_of_workflow"]

_SHOWN: Final = 200
_COUNTED: Final = 500
"""Nobody corrects more than these one by one, and looking for near matches takes its time."""


def problems_of_workflow(workflow: Workflow) -> Iterator[Problem]:
    """Say all that is wrong with a definition, each thing with its path; never raise.

    The lifecycle of the mobility must not be there yet: it is generated from the phases. What is
    not of the right type is reported first and alone, for nothing else can be judged then. After
    200 problems a last one says how many more there are.
    """
    found = tuple(islice(_all(workflow), _COUNTED))
    told = tuple(dict.fromkeys(found))
    yield from told[:_SHOWN]
    more = len(told) - _SHOWN
    if more > 0:
        number = f"at least {more}" if len(found) == _COUNTED else f"{more}"
        yield Problem("$", f"And {number} more: correct these first.")


def _all(workflow: Workflow) -> Iterator[Problem]:
    misshapen = False
    for problem in problems_of(workflow, Workflow, "$", loose=True):
        misshapen = True
        yield problem
    if not misshapen:
        yield from _judged(workflow)


def _judged(workflow: Workflow) -> Iterator[Problem]:
    yield from problems_of_ids(workflow)
    yield from problems_of_lifecycles(workflow)
    yield from problems_of_guards(workflow)
    yield from problems_of_order(workflow)
    yield from problems_of_tasks(workflow)
    yield from problems_of_roles(workflow)
    yield from problems_of_agreement(workflow)
    yield from problems_of_lead_times(workflow)
    yield from problems_of_facts(workflow)
    yield from problems_of_words(workflow)
