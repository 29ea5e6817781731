"""``mobiflow diff``: what the plugins in use change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from attrs import frozen
from rich.padding import Padding
from rich.text import Text

from mobiflow._blueprint import Blueprint
from mobiflow._i18n import N_
from mobiflow._registry import BUILT_IN
from mobiflow.cli.changed import all_differences, altered
from mobiflow.cli.files import engine, openable
from mobiflow.cli.options import command
from mobiflow.cli.outcome import DONE, REFUSED
from mobiflow.cli.pieces import called, kind_of, name_of, told
from mobiflow.cli.session import Session, safe
from mobiflow.compare import Difference
from mobiflow.engine import Engine
from mobiflow.errors import UnknownName
from mobiflow.serialization import plain

__all__ = ["diff"]

_GUIDE = "guide"


@command("diff")
@click.option("--workflow", metavar="ID", help="The workflow to look at: mobility, if not said.")
@click.option(
    "--against",
    default=_GUIDE,
    metavar="guide|FILE.toml",
    help="What to compare with: the guide alone, or the workflow of a file.",
)
@click.option("--by", metavar="PLUGIN", help="Only what this plugin changes.")
@click.option("--exit-code", "as_code", is_flag=True, help="End with 1 when the meaning differs.")
def diff(session: Session, *, workflow: str | None, against: str, by: str | None, as_code: bool) -> int:
    """Say what the plugins in use change, piece by piece, and who changes it.

    What changes the meaning of a workflow is told from what only changes its wording, its dates
    or its help: mobilities that began under another meaning can be read, but not changed.
    """
    pair = _pair(session, workflow, against)
    found = tuple(_only(session, pair, by))
    meaning = any(difference.meaning for difference in found)
    if session.as_json:
        session.emit(
            {
                "workflow": pair.other.workflow.id,
                "against": against,
                "meaning": meaning,
                "differences": [plain(difference) for difference in found],
            }
        )
    else:
        _Shown(session, pair).show(found)
    return REFUSED if meaning and as_code else DONE


@frozen
class _Pair:
    """A workflow, and what it is compared with."""

    base: Blueprint
    other: Blueprint


def _pair(session: Session, workflow: str | None, against: str) -> _Pair:
    """The two to compare; a file's workflow that no plugin brings is taken with their changes."""
    made = engine(session)
    alone = BUILT_IN.keys() - {_GUIDE}
    if against == _GUIDE:
        base = Engine(disabled=alone).blueprint("mobility")
        return _Pair(base, made.blueprint(workflow or "mobility"))
    openable(Path(against))
    ...
