"""Which plugins take part: named, installed, disabled, broken."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import frozen

import mobiflow
from mobiflow import Engine, PluginError, allow
from mobiflow.definition import Applies, Catalog, Certification, FactsKind, Prerequisite
from tests.plugins import Plugin, engine

SOURCE = """
import mobiflow

@mobiflow.hookimpl
def mobiflow_prerequisites():
    return ()
"""

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Installs a distribution with one entry point, as an installer would leave it."""
    known = set(sys.modules)

    def installed(dist: str, name: str, *, version: str = "1.0", source: str = SOURCE) -> None:
        site = tmp_path / dist
        module = dist.replace("-", "_")
        info = site / f"{module}-{version}.dist-info"
        info.mkdir(parents=True)
        (site / f"{module}.py").write_text(source)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {dist}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[mobiflow]\n{name} = {module}\n")
        monkeypatch.syspath_prepend(str(site))

    yield installed
    for name in set(sys.modules) - known:
        del sys.modules[name]


def problems_of(*plugins: object) -> list[str]:
    with pytest.raises(PluginError) as caught:
        engine(*plugins)
    return [str(problem) for problem in caught.value.problems]


def test_an_installed_plugin_is_taken_by_name_with_the_version_of_its_distribution(
    install: Install,
) -> None:
    install("mobiflow-acme", "acme", version="2.5")
    assert "acme 2.5" in Engine(plugins=["acme"]).plugins


def test_nothing_loads_by_itself(install: Install) -> None:
    install("mobiflow-acme", "acme", source="raise RuntimeError('imported')")
    assert not any(name.startswith("acme") for name in Engine().plugins)


def test_discovery_takes_all_installed_plugins_but_the_disabled(install: Install) -> None:
    install("mobiflow-acme", "acme")
    install("mobiflow-brick", "brick")
    names = [name.partition(" ")[0] for name in Engine.discover(disabled=["brick"]).plugins]
    assert "acme" in names
    assert "brick" not in names
    assert names == sorted(names)


def test_two_distributions_with_one_name_are_an_error_that_names_both(install: Install) -> None:
    install("mobi-france", "france", version="1.0")
    install("mobi-france-bis", "france", version="1.1")
    with pytest.raises(PluginError, match=r"mobi-france 1.0 and mobi-france-bis 1.1"):
        Engine.discover()


def test_a_plugin_that_fails_to_import_is_named_with_its_distribution(install: Install) -> None:
    install("mobiflow-acme", "acme", source="import nowhere_to_be_found")
    with pytest.raises(PluginError, match=r"acme \(mobiflow-acme 1.0\).*nowhere_to_be_found"):
        Engine(plugins=["acme"])


def test_an_unknown_name_gets_the_nearest(install: Install) -> None:
    install("mobiflow-acme", "acme")
    with pytest.raises(PluginError, match="'acme'"):
        Engine(plugins=["amce"])


def test_a_built_in_plugin_can_be_switched_off() -> None:
    assert Engine(disabled=["certifiers", "countries", "guide"]).plugins == ()


def test_a_misspelt_name_switches_nothing_off_and_says_so() -> None:
    with pytest.raises(PluginError, match="'countries'"):
        Engine(disabled=["contries"])


def test_a_module_with_hooks_is_a_plugin() -> None:
    module = ModuleType("acme")
    exec(SOURCE, module.__dict__)  # noqa: S102  # a module made on the spot
    assert "acme 0" in engine(module).plugins


def test_all_broken_plugins_are_reported_together() -> None:
    class Misnamed:
        @mobiflow.hookimpl
        def mobiflow_extendd(self) -> None: ...

    class Misshapen:
        @mobiflow.hookimpl
        def mobiflow_extend(self, workflow: object, colour: object) -> None: ...

    class Unmarked:
        def mobiflow_extend(self) -> None: ...

    found = " ".join(problems_of(Misnamed(), Misshapen(), Unmarked(), "nobody"))
    assert "mobiflow_extendd" in found
    assert "colour" in found
    assert "@mobiflow.hookimpl" in found
    assert "nobody" in found


def test_a_misspelt_hook_gets_the_nearest() -> None:
    class Misspelt:
        __version__ = "1.2"

        @mobiflow.hookimpl
        def mobiflow_extned(self) -> None: ...

    (found,) = problems_of(Misspelt())
    assert found.startswith("Misspelt 1.2: ")
    assert "Did you mean 'mobiflow_extend'" in found


@pytest.mark.parametrize("option", ["wrapper", "hookwrapper", "tryfirst", "trylast"])
def test_an_option_that_means_nothing_is_refused_with_what_to_do(option: str) -> None:
    options: dict[str, Any] = {option: True}

    def mobiflow_extend() -> Iterator[None]:
        yield

    around = ModuleType("around")
    vars(around).update(
        __version__="1.2", mobiflow_extend=mobiflow.hookimpl(**options)(mobiflow_extend)
    )
    (found,) = problems_of(around)
    assert found.startswith(f"around 1.2: mobiflow_extend has the option {option}: ")
    assert found.endswith("leave it out.")


def test_a_plugin_that_cannot_even_be_looked_at_is_named() -> None:
    class Shy:
        __version__ = "1.2"

        def __dir__(self) -> list[str]:
            raise RuntimeError("not now")

    (found,) = problems_of(Shy())
    assert "Shy 1.2" in found
    assert "not now" in found


def test_two_plugins_of_one_name_are_refused() -> None:
    (found,) = problems_of(Plugin("acme", version="1"), Plugin("acme", version="2"))
    assert "acme 1" in found
    assert "acme 2" in found


def test_a_refused_plugin_leaves_nothing_behind() -> None:
    class HalfGood:
        @mobiflow.hookimpl
        def mobiflow_actions(self) -> list[type]:
            raise AssertionError("never asked")

        @mobiflow.hookimpl
        def mobiflow_extend(self, nonsense: object) -> None: ...

    problems_of(HalfGood())
    engine()  # another engine knows nothing of it


@pytest.mark.parametrize(
    ("hook", "given", "said"),
    [
        ("mobiflow_prerequisites", 3, "not iterable"),
        ("mobiflow_prerequisites", ["law"], "'law'"),
        ("mobiflow_extend", [None], "None"),
        ("mobiflow_actions", [int], "@mobiflow.action"),
        ("mobiflow_workflows", ["w"], "Workflow"),
        ("mobiflow_facts", [int], "FactsKind"),
        ("mobiflow_certifier_rules", [1], "Certification"),
        ("mobiflow_guards", ["windy"], "mobiflow_guards failed"),
        ("mobiflow_guards", {"windy": 3}, "not a function"),
        ("mobiflow_guards", {"placed": len}, "'placed' is also in mobiflow"),
        ("mobiflow_catalogs", [Catalog(Path("nowhere"), "acme")], "no catalog acme.mo"),
        ("mobiflow_facts", [FactsKind("learner", 3, allow())], "expected a type"),  # type: ignore[arg-type]  # the mistake under test
    ],
)
def test_a_hook_that_gives_the_wrong_thing_is_an_error_with_its_plugin(
    hook: str, given: object, said: str
) -> None:
    def answer() -> object:
        return given

    answer.__name__ = hook
    module = ModuleType("acme")
    setattr(module, hook, mobiflow.hookimpl(answer))
    with pytest.raises(mobiflow.DefinitionError) as caught:
        engine(module)
    assert said in str(caught.value)
    assert "acme 0" in str(caught.value)


def acted(permission: Any, **options: Any) -> Callable[[type], type]:  # mistakes
    return mobiflow.action(permission, **{"subject": "mobility", **options})


COORDINATOR = allow("coordinator")


@acted(COORDINATOR)
class Unframed:
    on = None

    def apply(self) -> None: ...


@acted(COORDINATOR)
@frozen
class Dateless:
    def apply(self) -> None: ...


@acted(COORDINATOR)
@frozen
class Idle:
    on: date | None = None


@acted(allow("nobody"), kind="lerner", categories=("engagd",), says={"late": 3})  # type: ignore[arg-type]  # the mistake under test
@frozen
class Misspelt:
    on: date | None = None

    def apply(self) -> None: ...


@frozen
class Kept:
    since: date
    rooms: tuple[int, ...] = ()


ANY: Any = None


@pytest.mark.parametrize(
    ("hook", "given", "said"),
    [
        ("prerequisites", Prerequisite(ANY, "", Applies(), ANY, ANY), "[0].id: expected a text"),
        ("certifications", Certification("x", "X", documents=("cv",)), "[0].documents[0]: "),  # type: ignore[arg-type]  # the mistake under test
        ("facts", FactsKind("lerner", Kept, COORDINATOR), "[0].kind: expected one of"),  # type: ignore[arg-type]  # the mistake under test
        ("facts", FactsKind("learner", int, COORDINATOR), "is no class of facts"),
        ("facts", FactsKind("learner", Kept, COORDINATOR), "[learner/Kept].since: What was never"),
        ("facts", FactsKind("learner", Kept, COORDINATOR), "[learner/Kept].rooms: A fact is"),
        ("catalogs", Catalog("here", "acme"), "[0].folder: expected Path"),  # type: ignore[arg-type]  # the mistake under test
        ("actions", Unframed, "[0].Unframed: decorate it"),
        ("actions", Dateless, "[0].Dateless.on: it needs a day"),
        ("actions", Idle, "[0].Idle.apply: it needs"),
        ("actions", Misspelt, "[0].Misspelt.permission.roles[0]: expected one of"),
        ("actions", Misspelt, "[0].Misspelt.kind: expected one of"),
        ("actions", Misspelt, "[0].Misspelt.categories[0]: expected one of"),
        ("actions", Misspelt, "[0].Misspelt.says.late: expected a text"),
    ],
)
def test_what_is_wrong_with_a_thing_given_is_told_when_the_engine_is_built(
    hook: str, given: object, said: str
) -> None:
    pieces: dict[str, Any] = {hook: [given]}
    plugin = Plugin(**pieces)
    with pytest.raises(mobiflow.DefinitionError) as caught:
        engine(plugin)
    (problem,) = [str(problem) for problem in caught.value.problems if said in str(problem)]
    assert "acme 1.0" in problem


def test_a_hook_that_raises_is_an_error_with_its_plugin() -> None:
    class Raising:
        __name__ = "raising"

        @mobiflow.hookimpl
        def mobiflow_extend(self) -> None:
            raise KeyError("lost")

    with pytest.raises(mobiflow.DefinitionError, match=r"raising 0.*mobiflow_extend.*lost"):
        engine(Raising())
