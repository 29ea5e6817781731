"""Sphinx settings; nothing is fetched while building: no fonts, no scripts."""

import tomllib
from pathlib import Path

_pyproject = Path(__file__).parents[1] / "pyproject.toml"
_project = tomllib.loads(_pyproject.read_text("utf-8"))

project = "mobiflow"
author = "The mobiflow authors"
copyright = f"2026, {author}"  # noqa: A001 - the name Sphinx asks for
version = release = _project["project"]["version"]

extensions = ["myst_parser"]
exclude_patterns = ["_ext", "examples"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = f"mobiflow {version}"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["mobiflow.css"]
