"""Rules for the repository itself."""

import re
import subprocess
import tomllib
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from mobiflow._version import VERSION

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "mobiflow"
CATALOGS = sorted(PACKAGE.glob("**/LC_MESSAGES/*.po"))

MACHINE_PATH = re.compile(rb"(?<![\w.~$*-])/(root|home|Users|work|opt)/\w")
REGISTRY = re.compile(rb"\b(pypi|pythonhosted|npmjs)\.(org|com)|://[\w.-]*(registry|pypi|nexus)")


def committed_files() -> list[Path]:
    """What git tracks, or would if everything were added now."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not in a git repository")
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def read_catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], domain=path.stem)


def lines_with(pattern: re.Pattern[bytes]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in committed_files()
        for number, line in enumerate(path.read_bytes().splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_no_file_names_a_package_registry() -> None:
    assert lines_with(REGISTRY) == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert MACHINE_PATH.search(b"see " + b"/home" + b"/lea/x.py")
    assert not MACHINE_PATH.search(b"https://example.org/home/page")
    assert REGISTRY.search(b"--index-url https://" + b"pypi" + b".org/simple")
    assert not REGISTRY.search(b"publish to PyPI from the registry")


def test_the_core_depends_on_four_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[^\w-]", line)[0] for line in project["dependencies"]}
    assert names == {"attrs", "cattrs", "pluggy", "transitions"}


def test_the_library_knows_the_version_it_is_published_under() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


def test_every_pinned_package_has_its_hashes() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        entries = re.split(r"\n(?=\w)", path.read_text("utf-8"))
        unhashed = [entry for entry in entries if "==" in entry and "--hash=" not in entry]
        assert unhashed == [], path.name


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_compiled_catalog_is_up_to_date(path: Path) -> None:
    compiled = BytesIO()
    write_mo(compiled, read_catalog(path))
    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run: make translations"


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_message_is_translated(path: Path) -> None:
    def texts(message: str | list[str] | tuple[str, ...] | None) -> list[str]:
        return [message or ""] if isinstance(message, str | None) else list(message)

    assert [
        message.id
        for message in read_catalog(path)
        if message.id and (message.fuzzy or not all(texts(message.string)))
    ] == []


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("locale/*/LC_MESSAGES/mobiflow.po")))
def test_every_message_of_the_sources_is_in_the_catalog(path: Path) -> None:
    catalog = read_catalog(path)
    extracted = extract_from_dir(PACKAGE, [("**.py", "python")])
    assert [
        f"{file}:{line}: {message}"
        for file, line, message, _, context in extracted
        if catalog.get(message, context) is None
    ] == [], "run: make translations"
