"""What plugins bring is called by their words: labels, sentences, translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from attrs import field, frozen
from babel.messages.catalog import Catalog as Messages
from babel.messages.mofile import write_mo

from mobiflow import (
    Context,
    DefinitionError,
    Engine,
    Flow,
    Guard,
    Mobility,
    Reason,
    Ref,
    WorkflowIndex,
    action,
    allow,
)
from mobiflow.contributions import (
    AddGuard,
    AddLabel,
    AddLeadTime,
    AddParty,
    AddPhase,
    AddStep,
    Contribution,
)
from mobiflow.definition import Catalog, LeadTime, Party, Step
from mobiflow.testing import at
from tests.plugins import VISIT, Plugin, engine


def _never(context: Context, mobility: Mobility) -> Iterator[Reason]:
    yield Reason("no-tea", Ref("mobility", mobility.id))


NEVER = Guard("never", 1, _never, scope="mobility", says={"no-tea": "there is no tea"})


def texts(flow: Flow, locale: str = "en") -> str:
    return flow.explain("advance").text(locale)


# -- translations


def catalog(folder: Path, locale: str, words: Mapping[str, str], domain: str = "acme") -> Catalog:
    """A compiled catalog, as a plugin packs it."""
    messages = Messages(locale=locale)
    for text, translation in words.items():
        messages.add(text, translation)
    path = folder / locale / "LC_MESSAGES" / f"{domain}.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    with BytesIO() as compiled:
        write_mo(compiled, messages)
        path.write_bytes(compiled.getvalue())
    return Catalog(folder, domain)


def thirsty(folder: Path, locale: str, words: Mapping[str, str], name: str = "acme") -> Plugin:
    changes = [AddGuard(NEVER, "before/exit")] if name == "acme" else []
    return Plugin(name, changes=changes, catalogs=[catalog(folder, locale, words)])


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("fr", "il n’y a pas de thé"),
        ("fr-CA", "il n’y a pas de thé"),
        ("fr_CA", "il n’y a pas de thé"),
        ("de", "there is no tea"),
        ("en", "there is no tea"),
    ],
)
def test_a_plugins_own_texts_are_translated_along_the_chain_of_locales(
    tmp_path: Path, locale: str, said: str
) -> None:
    plugin = thirsty(tmp_path, "fr", {"there is no tea": "il n’y a pas de thé"})
    assert said in texts(at("before", engine=engine(plugin)), locale)


def test_a_plugin_may_speak_a_language_that_the_library_does_not(tmp_path: Path) -> None:
    plugin = thirsty(tmp_path, "de", {"there is no tea": "es gibt keinen Tee"})
    shown = texts(at("before", engine=engine(plugin)), "de")
    assert "es gibt keinen Tee" in shown
    assert "nobody has been selected" in shown


def test_a_plugin_may_put_a_text_of_the_library_another_way(tmp_path: Path) -> None:
    plugin = thirsty(tmp_path, "fr", {"coordinator": "pilote"})
    assert "pilote" in texts(at("before", engine=engine(plugin)), "fr")
    assert "coordinateur" in texts(at("before", engine=engine()), "fr")


def test_of_two_translations_that_of_the_first_plugin_by_name_is_shown(tmp_path: Path) -> None:
    one = thirsty(tmp_path / "one", "fr", {"there is no tea": "pas de thé"})
    two = thirsty(tmp_path / "two", "fr", {"there is no tea": "rien"}, name="brick")
    for built in (engine(one, two), engine(two, one)):
        assert "pas de thé" in texts(at("before", engine=built), "fr")


def test_a_folder_without_a_catalog_is_an_error_with_its_plugin(tmp_path: Path) -> None:
    with pytest.raises(
        DefinitionError, match=r"acme 1\.0: mobiflow_catalogs\[0\]: there is no catalog acme\.mo"
    ):
        engine(Plugin(catalogs=[Catalog(tmp_path, "acme")]))


# -- labels


def test_a_phase_without_a_label_is_called_by_its_title() -> None:
    flow = at("visit", engine=engine(Plugin(changes=[AddPhase(VISIT, after="before")])))
    (found,) = [
        r for r in flow.explain("depart", learner="learner-1").refusals if r.code == "not-in-phase"
    ]
    assert "is Preparatory visit; this belongs to: during the stay" in str(found)


def test_a_label_fits_a_phase_a_party_or_any_word_into_a_sentence() -> None:
    plugin = Plugin(
        changes=[
            AddPhase(VISIT, after="before"),
            AddParty(Party("chamber", "certifier")),
            AddLabel("state:mobility/visit", "at the preparatory visit"),
            AddLabel("party:chamber", "chamber of trades"),
        ]
    )
    flow = at("before", engine=engine(plugin))
    said = [str(step) for step in flow.plan("depart", learner="learner-1").steps]
    assert "Learner 1: the contract lacks the signature of: chamber of trades." in said
    assert flow.digest == at("before", engine=engine(_without_labels(plugin))).digest


def _without_labels(plugin: Plugin) -> Plugin:
    assert not callable(plugin.changes)
    changes: list[Contribution] = [c for c in plugin.changes if not isinstance(c, AddLabel)]
    return Plugin(changes=changes)


def test_the_application_has_the_last_word_about_labels() -> None:
    plugin = Plugin(changes=[AddLabel("role:host", "partner over there")])
    built = Engine([plugin], labels={"role:host": "our friends"})
    assert built.workflows["mobility"].labels["role:host"] == "our friends"
    assert engine(plugin).workflows["mobility"].labels["role:host"] == "partner over there"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (AddLabel("role:host", "partner"), "label:role:host"),
        (AddLeadTime("debrief", LeadTime("end", 3)), "lead-time:debrief"),
    ],
)
def test_two_plugins_that_say_different_things_of_one_word_are_named_both(
    change: AddLabel | AddLeadTime, where: str
) -> None:
    with pytest.raises(DefinitionError) as caught:
        engine(Plugin("one", changes=[change]), Plugin("two", changes=[change]))
    (found,) = caught.value.problems
    assert str(found) == f"two 1.0: {where}: one 1.0 says it too; let only one."


def test_what_follows_from_a_clash_is_not_reported_as_well() -> None:
    step: list[Contribution] = [
        AddStep(Step("tea", "Tea"), "before"),
        AddLeadTime("tea", LeadTime("start", -1)),
    ]
    other: list[Contribution] = [
        AddStep(Step("tea", "Tea"), "before"),
        AddLeadTime("tea/x", LeadTime("start", -1)),
    ]
    with pytest.raises(DefinitionError) as caught:
        engine(Plugin("one", changes=step), Plugin("two", changes=other))
    assert [problem.path for problem in caught.value.problems] == ["two 1.0: step:tea"]


# -- what actions say


@action(allow("coordinator"), says={"too-hot": "{degrees} degrees are too many"})
@frozen
class BrewTea:
    """Somebody makes tea."""

    degrees: int
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (Ref("mobility", mobility.id),)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        if self.degrees > 100:
            yield Reason("too-hot", Ref("mobility", mobility.id), {"degrees": self.degrees})

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        return mobility


def test_an_action_of_a_plugin_objects_in_its_own_words_and_name(tmp_path: Path) -> None:
    words = {"{degrees} degrees are too many": "{degrees} degrés, c’est trop"}
    plugin = Plugin(actions=[BrewTea], catalogs=[catalog(tmp_path, "fr", words)])
    (found,) = at("before", engine=engine(plugin)).explain(BrewTea(120)).refusals
    assert found.text() == "A mobility to test: 120 degrees are too many."
    assert "120 degrés, c’est trop" in found.text("fr")
    assert (found.asked_by, found.guard) == (("acme 1.0",), "")
    assert at("before", engine=engine(plugin)).explain(BrewTea(99)).allowed
