"""``mobiflow actions``: what can be done, and what each thing asks for."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from datetime import date
from types import NoneType
from typing import Any, Final

import click
from rich.text import Text

from mobiflow import Blueprint
from mobiflow.cli import named
from mobiflow.cli.files import engine
from mobiflow.cli.named import SUBJECTS, actions_of, triggers_of, unknown
from mobiflow.cli.options import command
from mobiflow.cli.outcome import DONE
from mobiflow.cli.output.session import Session
from mobiflow.cli.output.tables import described, listing
from mobiflow.cli.output.words import action_label, kebab
from mobiflow.cli.values import Value, values_of
from mobiflow.definition import Transition
from mobiflow.i18n import N_
from mobiflow.model import Ref
from mobiflow.model.introspection import Shape, shape_of
from mobiflow.verdict import Permission

__all__ = ["actions"]


@command("actions")
@click.argument("name", metavar="[TRIGGER|ACTION]", required=False, shell_complete=named.names)
@click.option("--workflow", default="mobility", metavar="ID", help="The workflow it belongs to.")
def actions(session: Session, *, name: str | None, workflow: str) -> int:
    """List the triggers and actions that `mobiflow do` takes, or describe one."""
    blueprint = engine(session).blueprint(workflow)
    triggers, known = triggers_of(blueprint), actions_of(blueprint)
    if name is None:
        chosen, taken = triggers, known
    else:
        plain = name if name in triggers else kebab(name)
        chosen = {plain: triggers[plain]} if plain in triggers else {}
        taken = {plain: known[plain]} if plain in known else {}
        if not chosen and not taken:
            raise unknown(blueprint, name)
    if session.as_json:
        session.emit(_data(session, blueprint, chosen, taken))
    elif name is None:
        _list(session, blueprint, chosen, taken)
    else:
        _describe(session, blueprint, chosen, taken)
    return DONE


_Transitions = tuple[tuple[str, Transition], ...]


def _data(
    session: Session,
    blueprint: Blueprint,
    triggers: Mapping[str, _Transitions],
    taken: Mapping[str, type[Any]],
) -> dict[str, Any]:
    return {
        "triggers": [
            {
                "name": name,
                "subject": kind,
                "from": list(transition.sources),
                "to": list(transition.dests),
                "who": list(transition.permission.everyone),
                "asks": list(transition.asks),
            }
            for name, pairs in triggers.items()
            for kind, transition in pairs
        ],
        "actions": [
            {
                "name": name,
                "about": _about(cls),
                "who": list(_who(blueprint, cls)),
                "values": [
                    _value_data(blueprint, name, value) for value in values_of(shape_of(cls))
                ],
            }
            for name, cls in taken.items()
        ],
    }


def _value_data(blueprint: Blueprint, name: str, value: Value) -> dict[str, Any]:
    return {"key": value.path, "type": _what(blueprint, name, value), "required": value.required}


def _what(blueprint: Blueprint, name: str, value: Value) -> str:
    """What a value has to be: one of the workflow's own words, or something of its type."""
    words = {
        "kind": blueprint.rules.documents if name.endswith("-document") else (),
        "party": blueprint.rules.parties if name == "sign-contract" else (),
        "task": ("STEP/TASK (mobiflow guide)",),
    }
    return " | ".join(words.get(value.path, ())) or _type(value.shape)


def _paragraphs(cls: type[Any]) -> list[str]:
    """What an action's class says of it."""
    text = inspect.cleandoc(cls.__doc__ or "").replace("``", "")
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]


def _about(cls: type[Any]) -> str:
    return _paragraphs(cls)[0]


def _who(blueprint: Blueprint, cls: type[Any]) -> tuple[str, ...]:
    """Who may take an action, as far as that does not depend on its values."""
    permission = blueprint.spec(cls).permission
    return permission.everyone if isinstance(permission, Permission) else ()


def _type(shape: Shape) -> str:
    """What a value has to be, in words."""
    match shape.form:
        case "words":
            return " | ".join(shape.words)
        case "list":
            return f"list: {_type(shape.parts[0])}"
        case "map":
            return "by name: text"
        case "either":
            options = [_type(option) for option in shape.options if option.cls is not NoneType]
            return " | ".join(dict.fromkeys(options))
        case _:
            return _LEAVES.get(shape.cls, "JSON")


_LEAVES: Final[Mapping[object, str]] = {
    str: "text",
    int: "number",
    bool: "yes | no",
    date: "YYYY-MM-DD",
    Ref: "kind:id",
}


# -- for people


def _list(
    session: Session,
    blueprint: Blueprint,
    triggers: Mapping[str, _Transitions],
    taken: Mapping[str, type[Any]],
) -> None:
    table = listing()
    table.add_column(session.say(N_("Trigger")), no_wrap=True)
    table.add_column(session.say(N_("What it does")), ratio=1)
    table.add_column(session.say(N_("Option")), no_wrap=True)
    for name, pairs in triggers.items():
        option = SUBJECTS[pairs[0][0]]
        does = blueprint.messages.labels.get(f"trigger:{name}", name)
        table.add_row(name, session.say(does), f"--{option}" if option else "")
    session.show(table, "")
    table = listing()
    table.add_column(session.say(N_("Action")), no_wrap=True)
    table.add_column(session.say(N_("What it does")), ratio=1)
    for name, cls in taken.items():
        does = action_label(blueprint.messages, name, session.locale)
        table.add_row(name, does or _about(cls))
    hint = session.say(N_("What one asks for: mobiflow actions NAME."))
    session.show(table, "", Text(hint, style="dim"))


def _describe(
    session: Session,
    blueprint: Blueprint,
    triggers: Mapping[str, _Transitions],
    taken: Mapping[str, type[Any]],
) -> None:
    for name, pairs in triggers.items():
        does = session.say(blueprint.messages.labels.get(f"trigger:{name}", name))
        session.show(Text(session.after(name, does), style="bold"))
        for kind, transition in pairs:
            session.show(described(_of_transition(session, blueprint, kind, transition)))
    for name, cls in taken.items():
        does = action_label(blueprint.messages, name, session.locale)
        heading = session.after(name, does) if does else name
        session.show(Text(heading, style="bold"), *_paragraphs(cls))
        roles = _roles(session, blueprint, _who(blueprint, cls))
        if roles:
            session.show(session.say(N_("Who may: {roles}."), roles=roles))
        table = listing()
        for heading in (N_("Value"), N_("What it is"), N_("Needed")):
            table.add_column(session.say(heading))
        for value in values_of(shape_of(cls)):
            needed = session.say(N_("yes")) if value.required else ""
            table.add_row(value.path, _what(blueprint, name, value), needed)
        session.show("", table)


def _of_transition(
    session: Session, blueprint: Blueprint, kind: str, transition: Transition
) -> Iterator[tuple[str, str]]:
    def states(names: tuple[str, ...]) -> str:
        labels = blueprint.messages.labels
        return ", ".join(session.say(labels.get(f"state:{kind}/{name}", name)) for name in names)

    if SUBJECTS[kind]:
        yield (session.say(N_("Of whom")), f"--{SUBJECTS[kind]} ID")
    yield (session.say(N_("From")), states(transition.sources))
    yield (session.say(N_("To")), states(transition.dests))
    yield (session.say(N_("Who may")), _roles(session, blueprint, transition.permission.everyone))
    if transition.asks:
        asked = ", ".join(f"--{name.replace('_', '-')}" for name in transition.asks)
        yield (session.say(N_("Asks for")), asked)


def _roles(session: Session, blueprint: Blueprint, roles: tuple[str, ...]) -> str:
    labels = blueprint.messages.labels
    return ", ".join(session.say(labels.get(f"role:{role}", role)) for role in roles)
