"""``mobiflow new-plugin``: a plugin of one's own begins, with its tests."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from string import Template
from typing import Final

import click
from rich.text import Text

from mobiflow import Engine, __version__
from mobiflow.cli.files import unwritable
from mobiflow.cli.options import FILE, command
from mobiflow.cli.outcome import DONE, Wrong
from mobiflow.cli.output.session import Session
from mobiflow.i18n import N_

__all__ = ["new_plugin"]

_FILES: Final[Mapping[str, str]] = {
    "README.md": "README.md.in",
    "pyproject.toml": "pyproject.toml.in",
    "src/$package/__init__.py": "plugin.py.in",
    "tests/test_$module.py": "test_plugin.py.in",
}
"""What is written, and the template beside this module that it is made from."""

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@command("new-plugin")
@click.argument("name")
@click.option("--folder", type=FILE, metavar="DIR", help="Where; ./mobiflow-NAME if not said.")
def new_plugin(session: Session, *, name: str, folder: Path | None) -> int:
    """Begin a plugin: a package with a task, a rule, and tests that pass.

    NAME is that of your organisation or your workflow: acme, bakers-of-lyon. The package can be
    installed at once. A folder that exists is never written to.
    """
    plain = _plain(name)
    place = folder or Path(f"mobiflow-{plain}")
    written = _write(place, _filled(plain, name))
    if session.as_json:
        session.emit({"done": True, "name": plain, "folder": str(place), "files": written})
        return DONE
    message = session.say(N_("The plugin “{name}” begins in {folder}:"), name=plain, folder=place)
    session.show(Text(message, style="green"))
    for file in written:
        session.line(f"  {file}")
    session.show("", session.say(N_("What comes next:")))
    session.line(f"  cd {place}")
    session.line("  pip install --editable . pytest")
    session.line("  pytest")
    return DONE


def _plain(name: str) -> str:
    """The name as distributions have it: lower case, with hyphens.

    Raises:
        Wrong: when it is none, with the nearest one that is; or when it is taken.
    """
    plain = re.sub(r"[-_.\s]+", "-", name.strip().lower()).removeprefix("mobiflow-")
    if not _NAME.fullmatch(plain):
        near = _near(plain)
        if near is not None:
            message = N_("“{name}” cannot be the name of a plugin; “{near}” can.")
            raise Wrong(message, name=name, near=near)
        message = N_(
            "“{name}” cannot be the name of a plugin: begin with a letter from a to z, and go on "
            "with letters, digits and hyphens."
        )
        raise Wrong(message, name=name)
    if plain in (*Engine.built_in, "mobiflow"):
        raise Wrong(N_("“{name}” is a name of mobiflow's own. Choose another name."), name=plain)
    return plain


def _near(name: str) -> str | None:
    """The nearest name that is one: without accents, and without what stands in front of it."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    near = re.sub(r"[^a-z0-9]+", "-", letters).strip("-").lstrip("0123456789-")
    return near if _NAME.fullmatch(near) else None


def _filled(name: str, title: str) -> Mapping[str, str]:
    """Every file, by its path."""
    module = name.replace("-", "_")
    values = {
        "name": name,
        "module": module,
        "package": f"mobiflow_{module}",
        "title": " ".join(title.split()),
        "mobiflow": __version__,
    }
    templates = files("mobiflow.cli") / "skeleton"
    return {
        Template(path).substitute(values): Template(
            (templates / template).read_text("utf-8")
        ).substitute(values)
        for path, template in _FILES.items()
    }


def _write(place: Path, texts: Mapping[str, str]) -> list[str]:
    """Write all of it or nothing; return the paths.

    Raises:
        Wrong: when the folder is there already, or cannot be written.
    """
    if place.exists() or place.is_symlink():
        message = N_("“{file}” exists already and is left as it is. Choose another name.")
        raise Wrong(message, file=place)
    draft = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        draft.mkdir()
        try:
            for name, text in texts.items():
                path = draft / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
            draft.rename(place)
        except BaseException:
            rmtree(draft, ignore_errors=True)
            raise
    except OSError as error:
        raise unwritable(place, error) from error
    return [*texts]
