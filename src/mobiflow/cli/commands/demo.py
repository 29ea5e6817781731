"""``mobiflow demo``: the built-in workflow, played on the example mobility."""

from __future__ import annotations

from pathlib import Path

import click

from mobiflow.cli.demo import Player, Shown, Unexpected, read_story
from mobiflow.cli.demo.shown import Attempt, Broken, TurnedDown
from mobiflow.cli.demo.teller import Teller
from mobiflow.cli.files import create
from mobiflow.cli.options import FILE, command
from mobiflow.cli.outcome import DONE, REFUSED, Wrong
from mobiflow.cli.output.session import Session
from mobiflow.cli.output.words import kebab
from mobiflow.formats import plain
from mobiflow.i18n import N_

__all__ = ["demo"]


class _Astray(Wrong):
    """The library did not answer as the story says."""

    code = REFUSED
    kind = "demo"


@command("demo")
@click.option("--quiet", is_flag=True, help="Show only what became of everybody.")
@click.option("--save", type=FILE, metavar="FILE", help="Keep the mobility, to look at it.")
def demo(session: Session, *, quiet: bool, save: Path | None) -> int:
    """Play an example from start to end: eight bakers and pastry cooks go to Leipzig.

    Real spreadsheets come in, and everything the guide asks for happens, day by day. What is
    refused is shown with its reasons; so is what cleared it. Every line of the story is held
    against the library: should anything come out otherwise, the demo ends with exit code 1.
    """
    player = Player(read_story())
    teller = Teller(session, player, quiet=quiet)
    data: list[dict[str, object]] = []
    try:
        teller.begin()
        for shown in player.play():
            if session.as_json:
                data.append(_data(session, shown))
            else:
                teller.tell(shown)
    except Unexpected as unexpected:
        raise _Astray(
            N_("This did not go as the story says. {problem}"), problem=unexpected
        ) from unexpected
    if save is not None:
        create(save, player.flow.dumps())
    if session.as_json:
        session.emit({"shown": data})
    elif save is not None:
        session.show("", session.say(N_("Saved. Look at it with:")))
        session.line(f"  mobiflow show {save}")
    return DONE


def _data(session: Session, shown: Shown) -> dict[str, object]:
    """What is shown, for machines."""
    data: dict[str, object] = {"kind": kebab(type(shown).__name__), **plain(shown)}
    if isinstance(shown, TurnedDown | Attempt | Broken):
        data["refusals"] = [refusal.to_json(session.locale) for refusal in shown.refusals]
    return data
