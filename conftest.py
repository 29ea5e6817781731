"""What is shown is run: the README, the docs and the docstrings are tests too."""

import tempfile
from contextlib import ExitStack, chdir
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from typing import Any

import pytest
from hypothesis import settings
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection
from sybil.typing import Parser
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.amounts import ALL, examples

OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE

# How long an example takes says more about the machine than about us. A sample of the cases is the
# same every time; whoever tries all of them may find new ones.
settings.register_profile("mobiflow", examples(100), deadline=None, derandomize=not ALL)
settings.load_profile("mobiflow")


def enter_empty_directory(namespace: dict[str, Any]) -> None:
    """Give the examples of one document a directory of their own to work in."""
    with ExitStack() as stack:
        stack.enter_context(chdir(stack.enter_context(tempfile.TemporaryDirectory())))
        namespace["_directory"] = stack.pop_all()


def leave_directory(namespace: dict[str, Any]) -> None:
    namespace["_directory"].close()


def shown(path: str, pattern: str, *parsers: Parser) -> Sybil:
    return Sybil(
        parsers,
        path=path,
        pattern=pattern,
        setup=enter_empty_directory,
        teardown=leave_directory,
    )


page = (PythonCodeBlockParser(doctest_optionflags=OPTIONS), SkipParser())
pytest_collect_file = SybilCollection(
    [
        shown(".", "README.md", *page),
        shown("docs", "*.md", *page),
        shown("src", "*.py", DocTestParser(OPTIONS)),
    ]
).pytest()


class DocumentsWhole(LoadScopeScheduling):
    """Share tests between processes one by one, but keep the examples of a document together."""

    def _split_scope(self, nodeid: str) -> str:
        document, _, name = nodeid.partition("::")
        return document if name.startswith("line:") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return DocumentsWhole(config, log)


def pytest_report_header() -> str:
    return "mobiflow: all cases" if ALL else "mobiflow: a sample of the cases, all: make test-all"
