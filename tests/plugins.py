"""Small plugins for tests: named objects whose hooks answer what the test gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import mobiflow
from mobiflow.contributions import Contribution
from mobiflow.definition import (
    Catalog,
    Certification,
    FactsKind,
    LegalSource,
    Phase,
    Prerequisite,
    Step,
    Task,
    Workflow,
)
from mobiflow.testing import Clock

TODAY = date(2027, 1, 4)
LAW = LegalSource("Act on examples, section 1", "a made-up gazette", date(2026, 11, 1))
VISIT = Phase(
    "visit",
    "Preparatory visit",
    steps=(
        Step(
            "visiting",
            "See the partner",
            tasks=(Task("go", "Go and see", mobiflow.allow("coordinator")),),
        ),
    ),
)


class Plugin:
    """A plugin with whatever it is given."""

    def __init__(
        self,
        name: str = "acme",
        *,
        version: str = "1.0",
        workflows: Iterable[Workflow] = (),
        changes: Iterable[Contribution] | Callable[[Workflow], Iterable[Contribution]] = (),
        prerequisites: Iterable[Prerequisite] = (),
        certifications: Iterable[Certification] = (),
        facts: Iterable[FactsKind] = (),
        actions: Iterable[type] = (),
        catalogs: Iterable[Catalog] = (),
    ) -> None:
        self.__name__ = name
        self.__version__ = version
        self.workflows = workflows
        self.changes = changes
        self.prerequisites = prerequisites
        self.certifications = certifications
        self.facts = facts
        self.actions = actions
        self.catalogs = catalogs

    @mobiflow.hookimpl
    def mobiflow_workflows(self) -> Iterable[Workflow]:
        """The workflows."""
        return self.workflows

    @mobiflow.hookimpl
    def mobiflow_extend(self, workflow: Workflow) -> Iterable[Contribution]:
        """The changes, for the workflow of the guide."""
        if workflow.id != "mobility":
            return ()
        return self.changes(workflow) if callable(self.changes) else self.changes

    @mobiflow.hookimpl
    def mobiflow_prerequisites(self) -> Iterable[Prerequisite]:
        """The prerequisites."""
        return self.prerequisites

    @mobiflow.hookimpl
    def mobiflow_certifier_rules(self) -> Iterable[Certification]:
        """The certifications."""
        return self.certifications

    @mobiflow.hookimpl
    def mobiflow_facts(self) -> Iterable[FactsKind]:
        """The kinds of facts."""
        return self.facts

    @mobiflow.hookimpl
    def mobiflow_actions(self) -> Iterable[type]:
        """The action types."""
        return self.actions

    @mobiflow.hookimpl
    def mobiflow_catalogs(self) -> Iterable[Catalog]:
        """The catalogs."""
        return self.catalogs


class Listens:
    """A plugin that is told what was committed, and fails at it once it has an error."""

    def __init__(self, name: str = "listens") -> None:
        self.__name__ = name
        self.error: Exception | None = None
        self.told: list[tuple[mobiflow.Entry, mobiflow.Mobility]] = []

    @mobiflow.hookimpl
    def mobiflow_committed(self, entry: mobiflow.Entry, mobility: mobiflow.Mobility) -> None:
        """Keep what is told, then fail."""
        self.told.append((entry, mobility))
        if self.error is not None:
            raise self.error


def engine(*plugins: object, disabled: Iterable[str] = ()) -> mobiflow.Engine:
    """An engine with these plugins and a clock that stands still, without the countries."""
    return mobiflow.Engine(plugins, disabled={"countries", *disabled}, clock=Clock(TODAY))
