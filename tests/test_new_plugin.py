"""``mobiflow new-plugin``: what it writes works at once, and it writes over nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import begin, data, run
from tests.distributions import own_tests


@pytest.fixture(autouse=True)
def january(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    begin(monkeypatch, tmp_path)


def files(folder: str) -> set[str]:
    return {str(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file()}


def test_a_new_plugin_passes_its_tests_as_it_is(tmp_path: Path) -> None:
    shown = run("new-plugin", "Bakers of Lyon").stdout
    assert "cd mobiflow-bakers-of-lyon" in shown
    assert "4 passed" in own_tests(tmp_path / "mobiflow-bakers-of-lyon", tmp_path / "built")


def test_a_new_plugin_is_a_handful_of_files() -> None:
    found = data(run("new-plugin", "acme", "--json"))
    assert found["folder"] == "mobiflow-acme"
    assert set(found["files"]) == files("mobiflow-acme")
    assert files("mobiflow-acme") == {
        "README.md",
        "pyproject.toml",
        "src/mobiflow_acme/__init__.py",
        "tests/test_acme.py",
    }


def test_it_goes_where_it_is_told() -> None:
    run("new-plugin", "acme", "--folder", "ours")
    assert "src/mobiflow_acme/__init__.py" in files("ours")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("acme", "acme"),
        ("Acme", "acme"),
        ("mobiflow-acme", "acme"),
        ("bakers_of.lyon", "bakers-of-lyon"),
        (" Bakers \n of Lyon 2 ", "bakers-of-lyon-2"),
    ],
)
def test_a_name_is_written_as_distributions_have_it(name: str, plain: str) -> None:
    assert data(run("new-plugin", name, "--json"))["name"] == plain


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("École", "“ecole” can"),
        ("2027 bakers", "“bakers” can"),
        ('a"b', "“a-b” can"),
        ("../up", "“up” can"),
        ("2027", "begin with a letter from a to z"),
        ("", "begin with a letter from a to z"),
        ("guide", "a name of mobiflow's own"),
        ("mobiflow", "a name of mobiflow's own"),
    ],
)
def test_a_name_that_cannot_be_gets_the_nearest(name: str, said: str) -> None:
    shown = run("new-plugin", name, ends=2).stderr
    assert said in " ".join(shown.split())
    assert files(".") == set()


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_there_is_left_as_it_is(kind: str) -> None:
    place = Path("mobiflow-acme")
    if kind == "folder":
        place.mkdir()
    elif kind == "file":
        place.write_text("mine", "utf-8")
    else:
        place.symlink_to("nowhere")
    shown = run("new-plugin", "acme", ends=2).stderr
    assert "“mobiflow-acme” exists already and is left as it is" in shown
    assert files(".") == ({"mobiflow-acme"} if kind == "file" else set())


def test_nothing_is_left_of_what_could_not_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    assert "No space left on device" in run("new-plugin", "acme", ends=2).stderr
    assert list(Path().iterdir()) == []


def test_a_directory_that_is_not_there_is_not_made() -> None:
    shown = run("new-plugin", "acme", "--folder", "plugins/acme", ends=2).stderr
    assert "there is no such directory" in shown


def test_the_tutorial_shows_what_is_printed() -> None:
    page = Path(__file__).parents[1] / "docs" / "tutorial" / "first-plugin.md"
    printed = run("new-plugin", "cooks").stdout
    assert f"```console\n$ mobiflow new-plugin cooks\n{printed}```\n" in page.read_text("utf-8")
