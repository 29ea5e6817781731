"""The command ``mobiflow`` itself: which commands there are, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final

import click
from rich_click import RichGroup

from mobiflow._version import VERSION
from mobiflow.cli.ending import Unheard, ended
from mobiflow.cli.options import everywhere
from mobiflow.cli.output.session import Session

__all__ = ["app"]

_COMMANDS: Final[Mapping[str, str]] = {
    "demo": "mobiflow.cli.commands.demo:demo",
    "guide": "mobiflow.cli.commands.guide:guide",
    "requirements": "mobiflow.cli.commands.requirements:requirements",
    "new": "mobiflow.cli.commands.new:new",
    "import": "mobiflow.cli.commands.imports:bring",
    "show": "mobiflow.cli.commands.show:show",
    "todo": "mobiflow.cli.commands.todo:todo",
    "journal": "mobiflow.cli.commands.journal:journal",
    "available": "mobiflow.cli.commands.available:available",
    "explain": "mobiflow.cli.commands.moves:explain",
    "plan": "mobiflow.cli.commands.moves:plan",
    "do": "mobiflow.cli.commands.moves:do",
    "actions": "mobiflow.cli.commands.actions:actions",
    "new-plugin": "mobiflow.cli.commands.new_plugin:new_plugin",
    "plugins": "mobiflow.cli.commands.plugins:plugins",
    "diff": "mobiflow.cli.commands.diff:diff",
    "check": "mobiflow.cli.commands.check:check",
    "completion": "mobiflow.cli.commands.completion:completion",
}
"""Where each command is found; it is imported when it is asked for."""

_PANELS: Final = (
    {"name": "Begin", "commands": ["demo", "guide", "requirements", "new", "import"]},
    {"name": "See", "commands": ["show", "todo", "journal"]},
    {"name": "Act", "commands": ["available", "explain", "plan", "do", "actions"]},
    {"name": "Extend", "commands": ["new-plugin", "plugins", "diff", "check"]},
    {"name": "Shell", "commands": ["completion"]},
)

_EPILOG: Final = (
    "Exit codes: 0 done; 1 refused, or the answer is no; 2 wrong usage or input; "
    "3 the file was changed meanwhile by somebody else."
)


class App(RichGroup):
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
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named, or the nearest one in an error."""
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            near = get_close_matches(name, _COMMANDS, cutoff=0.5)
            advice = f"Did you mean {' or '.join(repr(word) for word in near)}?" if near else ""
            ctx.fail(f"There is no command {name!r}. {advice}".rstrip())
        return super().resolve_command(ctx, args)


@click.group(
    cls=App,
    epilog=_EPILOG,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "rich_help_config": {
            "theme": "default-slim",
            "command_groups": {"mobiflow": list(_PANELS)},
        },
    },
)
@everywhere
@click.version_option(VERSION, prog_name="mobiflow", message="%(prog)s %(version)s")
def app() -> None:
    """Organise training mobilities: who has to do what, by when, and why not yet.

    A mobility is one FILE. Begin with `mobiflow new`, or have a look at `mobiflow demo`.
    """
