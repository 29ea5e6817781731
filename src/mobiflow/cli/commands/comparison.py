"""Two workflows held side by side: everything in which one differs from the other."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from attrs import frozen

from mobiflow import Blueprint, Difference, Engine
from mobiflow.cli.files import engine, openable
from mobiflow.cli.output.session import Session
from mobiflow.errors import UnknownName

__all__ = ["GUIDE", "Contrast", "contrast_of"]

GUIDE: Final = "guide"
"""What stands for the built-in workflow without any plugin but the one that brings it."""


@frozen
class Contrast:
    """A workflow, and what it is held against."""

    base: Blueprint
    engine: Engine
    workflow: str

    @property
    def other(self) -> Blueprint:
        """The workflow itself."""
        return self.engine.blueprint(self.workflow)

    def differences(self, by: str | None = None) -> tuple[Difference, ...]:
        """Every difference, or those that one plugin makes.

        Raises:
            UnknownName: when no plugin in use has this name.
        """
        plugins = [plugin.partition(" ")[0] for plugin in self.engine.plugins]
        if by is not None and by not in plugins:
            raise UnknownName("plugin in use", by, plugins)
        found = self.engine.differences(self.base, workflow=self.workflow)
        return tuple(d for d in found if by is None or d.source.partition(" ")[0] == by)

    @property
    def meaning(self) -> bool:
        """Whether the two mean something else."""
        return self.base.digest != self.other.digest


def contrast_of(session: Session, workflow: str | None, against: str) -> Contrast:
    """A workflow of the plugins in use against the guide alone, or against the one of a file.

    Without a workflow named, it is that of the same id. If no plugin brings one, it is the file's
    own, with all that the plugins change in it.

    Raises:
        Wrong: when there is no such file.
        UnknownName: when no plugin brings the workflow.
        DefinitionError: when the file does not hold together.
    """
    made = engine(session)
    if against == GUIDE:
        alone = Engine(disabled={*Engine.built_in} - {GUIDE})
        return Contrast(alone.blueprint("mobility"), made, workflow or "mobility")
    path = Path(against)
    if not path.suffix and not path.exists():
        raise UnknownName("workflow to compare with", against, (GUIDE,), "Or name a TOML file.")
    openable(path)
    own = made.read_workflow(path)
    alone = Engine(disabled=Engine.built_in, workflows=[own])
    if workflow is None and own.id not in made.workflows:
        made = Engine(session.plugins, workflows=[own])
    return Contrast(alone.blueprint(own.id), made, workflow or own.id)
