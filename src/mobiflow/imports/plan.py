"""What an import would change, before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from mobiflow._record import evolve, record
from mobiflow.imports.tables import Table
from mobiflow.model import Company, Learner, Stay
from mobiflow.model.introspection import names_of

__all__ = ["Difference", "ImportPlan", "plan_import"]

_Model = TypeVar("_Model", Learner, Company)


@record
class Difference:
    """What a table says otherwise of somebody already known.

    ``changes`` gives for each field of the model its value now and its value by the table. For
    a ``stay`` both are a :class:`~mobiflow.model.Stay`, of which only the period differs.
    """

    id: str
    changes: Mapping[str, tuple[object, object]]


@record
class ImportPlan(Generic[_Model]):
    """A table compared with what a mobility holds, row by row in the table's order.

    ``absent`` are those known who are not in the table: reported only, an import removes nobody.
    """

    new: tuple[_Model, ...]
    changed: tuple[Difference, ...]
    unchanged: tuple[str, ...]
    absent: tuple[str, ...]


def plan_import(current: Mapping[str, _Model], table: Table[_Model]) -> ImportPlan[_Model]:
    r"""Compare a table with the learners or companies a mobility holds, by their ids.

    Only facts the table has a column for are compared, and an empty cell states nothing: the
    value held stays. Once the plan is carried out, the same table gives a plan without anything
    new or changed.

    >>> from mobiflow.imports import read_learners
    >>> table = read_learners(b"Id,Group\nl-1,blue\nl-2,red")
    >>> tom = Learner("l-1", name="Tom Reed", group="red")
    >>> plan = plan_import({"l-1": tom}, table)
    >>> [learner.id for learner in plan.new], plan.changed
    (['l-2'], (Difference(id='l-1', changes={'group': ('red', 'blue')}),))
    """
    new = tuple(row for row in table.rows if row.id not in current)
    known = [row for row in table.rows if row.id in current]
    compared = {row.id: dict(_changes(current[row.id], row, table.columns)) for row in known}
    listed = {row.id for row in table.rows}
    return ImportPlan(
        new=new,
        changed=tuple(Difference(key, changes) for key, changes in compared.items() if changes),
        unchanged=tuple(key for key, changes in compared.items() if not changes),
        absent=tuple(key for key in current if key not in listed),
    )


def _changes(
    held: Learner | Company, row: Learner | Company, columns: frozenset[str]
) -> Iterator[tuple[str, tuple[object, object]]]:
    for name in names_of(row):
        if name in columns:
            before: object = getattr(held, name)
            after: object = getattr(row, name)
            if isinstance(before, Stay) and isinstance(after, Stay):
                after = evolve(before, period=after.period) if after.period else None
            if after is not None and after != before:
                yield name, (before, after)
