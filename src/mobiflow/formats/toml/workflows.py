"""Whole workflows as TOML: read strictly, written readably, described by a JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from mobiflow._record import evolve
from mobiflow.definition import Workflow
from mobiflow.definition.checks import problems_of_workflow
from mobiflow.errors import DefinitionError, InvalidValue, Problem, shown
from mobiflow.formats.leaves import unreadable, wrong
from mobiflow.formats.structuring import read
from mobiflow.formats.toml.naming import Resolved, resolved, unresolved
from mobiflow.formats.toml.reading import TOML
from mobiflow.formats.toml.special import form
from mobiflow.formats.toml.text import MAX_BYTES, Toml, laid_out, parsed
from mobiflow.lifecycles import library
from mobiflow.verdict import Guard

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable  # heavy, and only named here

__all__ = ["FORMAT", "read_workflow", "workflow_schema", "write_workflow"]

FORMAT: Final = "mobiflow-workflow/1"
"""What a file says it is."""


def read_workflow(
    source: Traversable | str | bytes,
    guards: Mapping[str, Callable[..., Guard]] = library.GUARDS,
) -> Workflow:
    """The workflow a TOML file defines, given as a path or as the text itself.

    ``guards`` are those it may name, the library's own unless told otherwise. Whether the
    workflow holds together is judged when an engine is built, together with what plugins change.

    Raises:
        DefinitionError: listing everything that is wrong with the file.
    """
    name = "This text" if isinstance(source, str | bytes) else source.name
    try:
        found = resolved(_shaped(_content(source)), guards)
        if found.problems:
            raise unreadable(_everything(found))
    except InvalidValue as error:
        raise DefinitionError(f"{name} is not a workflow:", error.problems) from None
    return found.workflow


def _content(source: Traversable | str | bytes) -> str | bytes:
    if isinstance(source, str) and source.endswith(".toml") and "\n" not in source:
        message = f"this is a name, not the text of a workflow; give Path({shown(source)})."
        raise unreadable([Problem("$", message)])
    if isinstance(source, str | bytes):
        return source
    try:
        with source.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise unreadable([Problem("$", f"the file cannot be opened: {reason}.")]) from None


def _shaped(content: str | bytes) -> Workflow:
    """The workflow with everything named still by name."""
    tables = parsed(content)
    problems: list[Problem] = []
    if tables.get("format") != FORMAT:
        expected = f"{shown(FORMAT)} (write it in the first line)"
        problems += wrong(expected, tables.get("format"), "$.format").problems
    rest = {name: value for name, value in tables.items() if name != "format"}
    workflow: object = None
    try:
        workflow = read(TOML, Workflow, rest)
    except InvalidValue as error:
        problems += error.problems
    if problems:
        raise unreadable(problems)
    return cast("Workflow", workflow)


_SHOWN: Final = 200
"""As many names that cannot be resolved are told as other problems."""


def _everything(found: Resolved) -> Iterator[Problem]:
    """What could not be resolved, and what else the checks find; nothing twice."""
    yield from found.problems[:_SHOWN]
    if len(found.problems) > _SHOWN:
        yield Problem("$", f"And {len(found.problems) - _SHOWN} more names: correct these first.")
    for problem in problems_of_workflow(found.workflow):
        if problem.path not in found.places:
            yield problem


def write_workflow(
    workflow: Workflow, guards: Mapping[str, Callable[..., Guard]] = library.GUARDS
) -> str:
    """A workflow as TOML that :func:`read_workflow` reads as an equal one.

    The lifecycle of the mobility is left out, for it is generated from the phases.

    Raises:
        DefinitionError: listing everything that a file cannot say: guards that have no name,
            classes of facts.
    """
    own = tuple(lifecycle for lifecycle in workflow.lifecycles if lifecycle.kind != "mobility")
    found = unresolved(evolve(workflow, lifecycles=own), guards)
    problems = list(found.problems)
    if workflow.facts:
        message = "classes of facts are code: a plugin brings them (mobiflow_facts)."
        problems.append(Problem("$.facts", message))
    if problems:
        raise DefinitionError(
            f"Workflow {shown(workflow.id)} cannot be written to a file:", problems
        )
    tables = cast("dict[str, Toml]", form(Workflow).write(found.workflow))
    return laid_out({"format": FORMAT, **tables})


def workflow_schema() -> dict[str, Any]:
    """The JSON Schema of such files, for editors; it is published beside this package's code."""
    whole = form(Workflow)
    parts = dict(whole.parts)
    workflow = parts.pop("Workflow")
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:mobiflow:workflow:1",
        **workflow,
        "properties": {
            "format": {"const": FORMAT, "description": "The format of this file."},
            **workflow["properties"],
        },
        "required": ["format", *workflow["required"]],
        "definitions": dict(sorted(parts.items())),
    }
