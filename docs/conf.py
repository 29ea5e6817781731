"""Sphinx settings. Nothing is fetched while building: no intersphinx, no fonts, no scripts."""

import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

_project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))

project = "mobiflow"
author = "The mobiflow authors"
copyright = f"2026, {author}"  # noqa: A001 - the name Sphinx asks for
version = release = _project["project"]["version"]

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_design",
    "docs._ext.generated",  # what the reference takes from the code
]
exclude_patterns = ["_ext", "examples"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_class_signature = "mixed"
autodoc_preserve_defaults = True
python_maximum_signature_line_length = 88
python_use_unqualified_type_names = True
napoleon_use_ivar = True

html_theme = "furo"
html_title = f"mobiflow {version}"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["mobiflow.css"]
