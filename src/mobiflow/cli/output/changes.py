"""What an import would change, as people read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from attrs import frozen
from rich.padding import Padding
from rich.text import Text

from mobiflow.cli.files import Opened
from mobiflow.cli.output.layout import some
from mobiflow.cli.output.session import Session, safe
from mobiflow.formats import plain
from mobiflow.i18n import N_
from mobiflow.imports import Difference, ImportPlan
from mobiflow.model import Company, Learner, Period, Stay

__all__ = ["Listed", "listed_data", "show_listed"]


@frozen
class Listed:
    """A list, and what it would change."""

    name: str
    kind: Literal["learners", "companies"]
    plan: ImportPlan[Learner] | ImportPlan[Company]


def listed_data(found: Listed) -> dict[str, Any]:
    """A list's plan as JSON: who is new, changed, unchanged, and known but not listed."""
    return {
        "file": found.name,
        "kind": found.kind,
        "new": [arrival.id for arrival in found.plan.new],
        "changed": [plain(difference) for difference in found.plan.changed],
        "unchanged": list(found.plan.unchanged),
        "absent": list(found.plan.absent),
    }


def show_listed(session: Session, file: Opened, lists: Iterable[Listed]) -> None:
    """Print what each list would change."""
    for found in lists:
        plan = found.plan
        session.show(Text(found.name, style="bold"))
        new = [arrival.name or arrival.id for arrival in plan.new]
        known = {name: file.words.person(name) for name in (*plan.unchanged, *plan.absent)}
        for message, names in (
            (N_("New: {number}"), new),
            (N_("Unchanged: {number}"), [known[name] for name in plan.unchanged]),
            (N_("Known but not in this list, and kept: {number}"), [known[n] for n in plan.absent]),
        ):
            if names:
                _line(session, message, names)
        if plan.changed:
            _line(session, N_("Changed: {number}"), [""] * len(plan.changed))
        for difference in plan.changed:
            session.show(Padding(_change(session, file, difference), (0, 0, 0, 4)))


def _line(session: Session, message: str, names: list[str]) -> None:
    text = session.say(message, number=len(names))
    if any(names):
        text = f"{text} \N{EM DASH} {', '.join(some(session, names))}"
    session.show(Padding(safe(text), (0, 0, 0, 2)))


def _change(session: Session, file: Opened, difference: Difference) -> Text:
    text = Text(session.after(file.words.person(difference.id), ""), style="bold")
    parts = [
        f"{file.words.label('fact', name)} {_shown(before)} \N{RIGHTWARDS ARROW} {_shown(after)}"
        for name, (before, after) in difference.changes.items()
    ]
    return text.append(safe(session.joined(parts)), style="not bold")


def _shown(value: object) -> str:
    if isinstance(value, Stay):
        value = value.period
    if value is None:
        return "\N{EM DASH}"
    if isinstance(value, Period):
        return f"{value.start} \N{EN DASH} {value.end}"
    return str(value)
