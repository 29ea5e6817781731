"""Who acts in the story, and what exactly they do: names, values and lists made actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar

from attrs import frozen

from mobiflow import Blueprint, formats
from mobiflow.actions import Action, AddCompany, AddLearner, ChangeCompany, ChangeLearner, Fire
from mobiflow.cli.demo.shown import Imported
from mobiflow.cli.demo.story import Act, Import, Story
from mobiflow.cli.output.words import kebab
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
from mobiflow.model import Actor, Company, Learner, Mobility
from mobiflow.model.introspection import shape_of

__all__ = ["Cast", "bring_in"]

_LEARNER: Final = frozenset({"learner", "guardian"})
_HOST: Final = frozenset({"host-company", "tutor"})
_FIELDS: Final = ("learner", "owner", "subject")
"""Where an action keeps the learner it is about."""

_SUBJECTS: Final = {"company": "host-company", "incident": "incident"}


@frozen
class Cast:
    """Turns the words of a story into actors and typed actions."""

    story: Story
    blueprint: Blueprint

    def actor(
        self,
        by: str | None,
        learner: str | None,
        values: Mapping[str, object],
        mobility: Mobility,
    ) -> Actor:
        """Who acts: as the story says, or else whose turn it is."""
        role, _, whom = (by or self._usual(values)).partition("@")
        account = self.story.accounts.get(role)
        of = whom or self._of(role, learner, mobility)
        return Actor(role, id=account, of=of or ())

    def _usual(self, values: Mapping[str, object]) -> str:
        """A party signs for itself; whatever else nobody is named for is the coordinator's."""
        party = values.get("party")
        if not isinstance(party, str):
            return "coordinator"
        parties = self.blueprint.rules.parties
        return parties[party].role if party in parties else party

    def _of(self, role: str, learner_id: str | None, mobility: Mobility) -> str | None:
        """The one a role is held for, as seen from the learner concerned."""
        learner = mobility.learners.get(learner_id or "")
        if learner is None:
            return None
        if role in _LEARNER:
            return learner.id
        if role in _HOST and learner.placements:
            return learner.placements[-1].company
        return learner.employer if role == "sending-company" else None

    def action(self, act: Act, mobility: Mobility) -> Action:
        """The action, with its values as strictly checked as anybody's."""
        types = {kebab(name): action_type for name, action_type in self.blueprint.actions.items()}
        action_type = types.get(act.what)
        if action_type is None:
            return formats.action_from(Fire, self._trigger(act, mobility))
        fields = shape_of(action_type).fields
        names = [field.name for field in fields]
        values: dict[str, object] = dict(act.values)
        if act.source is not None:
            table = self.story.table(act.source)
            values |= {name: table[name] for name in names if name in table}
        if act.learner is not None:
            values[next(name for name in _FIELDS if name in names)] = act.learner
        # TOML has no word for nothing: a mark left out says "not assessed".
        for field in fields:
            if field.required:
                values.setdefault(field.name, None)
        return formats.action_from(action_type, values)

    def _trigger(self, act: Act, mobility: Mobility) -> dict[str, object]:
        """The values of a bare trigger: what it is fired on, and the facts it asks for."""
        values = dict(act.values)
        subject = f"mobility:{mobility.id}" if act.learner is None else f"learner:{act.learner}"
        for word, kind in _SUBJECTS.items():
            if word in values:
                subject = f"{kind}:{values.pop(word)}"
        return {**values, "trigger": act.what, "subject": subject}


# -- spreadsheets, compared with what is known, and only then written

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
