"""The command ``mobiflow`` itself: which commands there are, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from mobiflow import __version__
from mobiflow.cli.ending import Unheard, ended
from mobiflow.cli.help import PANELS, PLACES, page
from mobiflow.cli.options import everywhere
from mobiflow.cli.output.session import Session
from mobiflow.errors import UnknownName

__all__ = ["app"]


class App(click.Group):
    """The group of all commands. Each is imported when it is asked for."""

    def main(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401  # click's own
        """Run, turn what was raised into sentences, and end with the exit code."""
        standalone = options.pop("standalone_mode", True)
        given = options.get("args") or (args[0] if args else None)
        session = Session(as_json="--json" in (sys.argv[1:] if given is None else given))
        run: Callable[..., Any] = super().main
        code = ended(session, lambda: run(*args, **options, standalone_mode=False, obj=session))
        if standalone:
            sys.exit(code)
        return code

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # click's own
        """Run the command named."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise Unheard from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order in which one meets them."""
        return list(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        place = PLACES.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        found: click.Command = getattr(import_module(f"mobiflow.cli.commands.{module}"), name)
        return found

    def get_help(self, ctx: click.Context) -> str:
        """The page that is printed without loading any command."""
        session = ctx.find_object(Session)
        return page(colour=session is None or session.colour).rstrip("\n")

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The names of commands, and the options that stand before them."""
        known = {name: text for names in PANELS.values() for name, text in names.items()}
        found = [
            CompletionItem(n, help=text) for n, text in known.items() if n.startswith(incomplete)
        ]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named, or the nearest one in an error."""
        name = args[0]
        if name not in PLACES and not name.startswith("-") and not ctx.resilient_parsing:
            ctx.fail(str(UnknownName("command", name, PLACES)))
        return super().resolve_command(ctx, args)


@click.group(cls=App, context_settings={"help_option_names": ["-h", "--help"]})
@everywhere
@click.version_option(__version__, prog_name="mobiflow", message="%(prog)s %(version)s")
def app() -> None:
    """Organise training mobilities: who has to do what, by when, and why not yet.

    A mobility is one FILE. Begin with `mobiflow new`, or have a look at `mobiflow demo`.
    """
