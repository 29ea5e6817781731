"""The options that every command has, and how a function becomes a command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from mobiflow.cli.outcome import Wrong
from mobiflow.cli.output.session import Session, locales
from mobiflow.errors import UnknownName
from mobiflow.i18n import N_

__all__ = ["DATE", "FILE", "command", "everywhere"]

_F = TypeVar("_F", bound=Callable[..., Any])

if TYPE_CHECKING:
    _ParamType = click.ParamType[object, date]
else:
    _ParamType = click.ParamType  # generic since click 8.4

GLOBAL: Final = ("--json", "--locale", "--as", "--no-color", "--help")


class _Date(_ParamType):
    """A day, written as ISO 8601."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise Wrong(
                N_("“{text}” is not a date. Write year, month and day, like 2027-03-01."),
                text=value,
            ) from None


DATE: Final = _Date()
FILE: Final = click.Path(path_type=Path)


def _keep(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Note an option that may stand before or after the name of the command."""
    session = ctx.find_object(Session)
    if session is not None and value is not None:
        setattr(session, str(param.name), value)


def _add_plugins(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> None:
    session = ctx.find_object(Session)
    if session is not None:
        session.plugins = tuple(dict.fromkeys((*session.plugins, *value)))


def _known_locale(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None:
        wanted = value.replace("-", "_").partition(".")[0]
        if wanted.partition("_")[0] not in locales():
            raise UnknownName("language", value, locales())
        _keep(ctx, param, wanted)


def everywhere(func: _F) -> _F:
    """Give a command the options that every command has."""
    shared = (
        click.option(
            "--json",
            "as_json",
            is_flag=True,
            default=None,
            expose_value=False,
            is_eager=True,
            callback=_keep,
            help="Print one JSON document and nothing else.",
        ),
        click.option(
            "--locale",
            metavar="en|fr",
            expose_value=False,
            is_eager=True,
            callback=_known_locale,
            help="The language; without it, that of the environment (LANG).",
        ),
        click.option(
            "--as",
            "acting_as",
            metavar="ROLE[:ID][@OF,OF]",
            expose_value=False,
            callback=_keep,
            help="Who acts: the role, an id, whom for. Without it: the coordinator.",
        ),
        click.option(
            "--plugin",
            metavar="NAME",
            multiple=True,
            expose_value=False,
            callback=_add_plugins,
            help="An installed plugin to work with; repeatable. MOBIFLOW_PLUGINS names them too.",
        ),
        click.option(
            "--no-color",
            "colour",
            flag_value=False,
            type=bool,
            default=None,
            expose_value=False,
            callback=_keep,
            help="No colours; the variable NO_COLOR says the same.",
        ),
    )
    for option in reversed(shared):
        func = option(func)
    return func


class Command(click.Command):
    """A command whose help is drawn by rich-click, which is loaded when somebody asks for it."""

    def get_help(self, ctx: click.Context) -> str:
        """What the command is for and which options it has."""
        from rich_click import RichCommand, RichContext

        drawn = RichCommand(name=self.name, params=self.params, help=self.help)
        context = RichContext(
            drawn,
            info_name=ctx.info_name,
            parent=ctx.parent,
            help_option_names=ctx.help_option_names,
            rich_help_config={"theme": "default-slim"},
        )
        return drawn.get_help(context)


def command(name: str) -> Callable[[Callable[..., int]], click.Command]:
    """Make a command of a function of the session; what it returns is the exit code."""

    def wrap(func: Callable[..., int]) -> click.Command:
        return click.command(name, cls=Command)(everywhere(click.pass_obj(func)))

    return wrap
