"""The command that clears a refusal, ready to be completed and run."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, cast

from mobiflow.actions import Fire
from mobiflow.cli.files import Opened
from mobiflow.cli.named import SUBJECTS
from mobiflow.cli.output.words import kebab
from mobiflow.cli.values import parts_of, values_of
from mobiflow.errors import UnknownName
from mobiflow.formats import plain
from mobiflow.model import Ref
from mobiflow.model.introspection import Shape, shape_of
from mobiflow.verdict import Ask, Refusal, Remedy

__all__ = ["how_to"]

_LISTED: Final = 6
"""How many choices a blank lists."""


def how_to(file: Opened, refusal: Refusal) -> str | None:
    """A command line for a refusal's remedy; what must be asked stands there in capitals."""
    remedy = refusal.remedy
    if remedy is None:
        return None
    parts = ["mobiflow", "do", str(file.path)]
    if remedy.action_type is Fire:
        subject: Ref = remedy.known["subject"]
        parts.append(remedy.known["trigger"])
        if SUBJECTS.get(subject.kind):
            parts += [f"--{SUBJECTS[subject.kind]}", subject.id]
    else:
        parts.append(kebab(file.blueprint.spec(remedy.action_type).name))
        parts += _known(file, remedy.known)
    for ask in remedy.ask:
        parts += _asked(ask)
    return shlex.join(parts + _acting(file, remedy))


def _known(file: Opened, known: Mapping[str, Any]) -> Iterator[str]:
    for name, value in known.items():
        if value is None:
            continue
        data: Any = plain(value)
        items = cast("list[object]", data) if isinstance(data, list) else [data]
        if name in {"learner", "owner", "subject"} and value in file.mobility.learners:
            yield from ("--learner", value)
        else:
            for item in items:
                yield from ("--set", f"{name}={item}")


def _asked(ask: Ask) -> list[str]:
    if ask.name == "reason":
        return ["--reason", "TEXT"]
    if ask.name == "force_majeure":
        return ["--no-force-majeure"]
    shape = shape_of(ask.type)
    inner = parts_of(shape)
    if inner is not None:
        parts: list[str] = []
        for value in values_of(inner):
            if value.required:
                given = ask.must.get(value.path) or _blank(value.shape, ())
                parts += ["--set", f"{ask.name}.{value.path}={given}"]
        return parts
    blank = _blank(shape, ask.choices)
    if blank == "JSON":
        return ["--json-values", f"@{ask.name}.json"]
    return ["--set", f"{ask.name}={blank}"]


def _blank(shape: Shape, choices: tuple[str, ...]) -> str:
    if choices:
        return "|".join(choices if len(choices) <= _LISTED else (*choices[:_LISTED], "…"))
    if shape.hint is date:
        return "YYYY-MM-DD"
    if shape.hint is int:
        return "NUMBER"
    return "TEXT" if shape.only.cls is str else "JSON"


def _acting(file: Opened, remedy: Remedy) -> list[str]:
    """For whom to act, where the coordinator may not."""
    roles = file.flow.roles_for(remedy)
    if not roles or "coordinator" in roles:
        return []
    try:
        actor = file.flow.actor_for(file.flow.sample(remedy))
    except UnknownName:  # a later step of a plan: what it is about, or who, is not there yet
        return ["--as", roles[0]]
    of = f"@{','.join(sorted(actor.of))}" if actor.of else ""
    return ["--as", f"{min(actor.roles)}{of}"]
