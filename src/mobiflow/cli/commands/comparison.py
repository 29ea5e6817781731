"""Two workflows held side by side: everything in which one differs from the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

import attrs

from mobiflow._compiler.blueprint import Blueprint
from mobiflow._compiler.compare import Difference, differences
from mobiflow._plugins.definitions import named_guards
from mobiflow._plugins.discovery import BUILT_IN, registry_of
from mobiflow._record import record
from mobiflow.actions._spec import spec_of
from mobiflow.cli.files import engine, openable
from mobiflow.cli.output.session import Session
from mobiflow.engine import Engine
from mobiflow.errors import UnknownName
from mobiflow.formats import plain, read_workflow
from mobiflow.model.introspection import Plain
from mobiflow.verdict import Permission

__all__ = ["GUIDE", "Contrast", "contrast_of"]

GUIDE: Final = "guide"
"""What stands for the built-in workflow without any plugin but the one that brings it."""

_NO_MEANING: Final = frozenset(
    {"lead-time", "label", "workflow:title", "workflow:credit", "workflow:version"}
)
"""What belongs to a workflow and may differ without changing what it means."""


@record
class Contrast:
    """A workflow, and what it is held against."""

    base: Blueprint
    other: Blueprint
    plugins: tuple[str, ...]

    def differences(self, by: str | None = None) -> tuple[Difference, ...]:
        """Every difference, or those that one plugin makes.

        Raises:
            UnknownName: when no plugin in use has this name.
        """
        if by is not None and by not in self.plugins:
            raise UnknownName("plugin in use", by, self.plugins)
        found = (*differences(self.base.workflow, self.other.workflow), *self._besides())
        return tuple(d for d in found if by is None or d.source.partition(" ")[0] == by)

    @property
    def meaning(self) -> bool:
        """Whether the two mean something else."""
        return self.base.digest != self.other.digest

    def _besides(self) -> Iterator[Difference]:
        before, after = dict(_belongings(self.base)), dict(_belongings(self.other))
        for address in dict.fromkeys((*before, *after)):
            (old, _), (new, source) = before.get(address, _NOTHING), after.get(address, _NOTHING)
            if old != new:
                meaning = _NO_MEANING.isdisjoint({address, address.partition(":")[0]})
                if address in before and address in after:
                    yield Difference(address, "changed", source, old, new, meaning)
                elif address in after:
                    yield Difference(address, "added", source, None, new, meaning)
                else:
                    yield Difference(address, "removed", "", old, None, meaning)


_NOTHING: Final[tuple[Plain, str]] = (None, "")


def _belongings(blueprint: Blueprint) -> Iterator[tuple[str, tuple[Plain, str]]]:
    """What belongs to a workflow without being one of its pieces, each with its plugin if known."""
    workflow = blueprint.workflow
    for kind in workflow.facts:
        fields = attrs.fields_dict(cast("type[attrs.AttrsInstance]", kind.facts))
        held: dict[str, Plain] = {"fields": [*fields], "who": plain(kind.who)}
        yield f"facts:{kind.kind}/{kind.facts.__name__}", (held, kind.source)
    for name, action_type in blueprint.actions.items():
        permission = spec_of(action_type).permission
        who: Plain = plain(permission) if isinstance(permission, Permission) else {}
        yield f"action:{name}", (who, blueprint.sources.get(name, ""))
    tables: Mapping[str, Mapping[Any, object]] = {
        "permission": workflow.permissions,
        "amendment": workflow.amendment_parties,
        "lead-time": workflow.lead_times,
        "label": workflow.labels,
    }
    for kind_of_item, table in tables.items():
        for name, value in table.items():
            yield f"{kind_of_item}:{name}", (plain(value), "")
    for name in ("id", "version", "title", "credit", "evidence", "grid_signers"):
        yield f"workflow:{name}", (plain(getattr(workflow, name)), workflow.source)


def contrast_of(session: Session, workflow: str | None, against: str) -> Contrast:
    """A workflow of the plugins in use against the guide alone, or against the one of a file.

    Without a workflow named, it is that of the same id. If no plugin brings one, it is the file's
    own, with all that the plugins change in it.

    Raises:
        Wrong: when there is no such file.
        UnknownName: when no plugin brings the workflow.
        DefinitionError: when the file does not hold together.
    """
    made, registry = engine(session), registry_of(session.plugins)
    plugins = tuple(plugin.name for plugin in registry.plugins)
    if against == GUIDE:
        alone = Engine(disabled=BUILT_IN.keys() - {GUIDE})
        other = made.blueprint(workflow or "mobility")
        return Contrast(alone.blueprint("mobility"), other, plugins)
    path = Path(against)
    if not path.suffix and not path.exists():
        raise UnknownName("workflow to compare with", against, (GUIDE,), "Or name a TOML file.")
    openable(path)
    own = read_workflow(path, named_guards(registry))
    alone = Engine(disabled=BUILT_IN, workflows=[own])
    if workflow is None and own.id not in made.workflows:
        made = Engine(session.plugins, workflows=[own])
    return Contrast(alone.blueprint(own.id), made.blueprint(workflow or own.id), plugins)
