"""French: everything is there, every field is kept, and it is set as French is set."""

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

import pytest
from babel.messages.pofile import read_po

from mobiflow.cli.output.session import Session
from mobiflow.i18n import LOCALE, Catalogs
from mobiflow.model import Ref
from mobiflow.testing import at
from mobiflow.text.bound import BoundMessages
from mobiflow.verdict import Refusal
from tests.support import blueprint_of

PACKAGE: Final = Path(__file__).parents[1] / "src" / "mobiflow"

ENGLISH: Final = (
    *("the", "this", "has", "been", "not", "yet", "missing", "needed", "possible now"),
    *("to be done by", "to be done", "by", "what nobody can clear", "nobody", "still", "is", "of"),
    *("coordinator", "educational team", "host partner", "learner", "candidate", "company"),
)

MISSET: Final = re.compile("'| [:;?!»]|« |[^\\s\\d:/]:(?=\\s|$)|[\\w)][;?!](?=\\s|$)")
"""What French does not write: a straight apostrophe, a sign without its no-break space."""


def translations() -> dict[str, str]:
    with (LOCALE / "fr" / "LC_MESSAGES" / "mobiflow.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale="fr") if m.id}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@cache
def messages() -> BoundMessages:
    flow = at("before")
    return blueprint_of(flow).messages_of(flow.mobility)


def said(refusal: Refusal) -> str:
    return messages().sentence(refusal, "fr", None)


def refusal(code: str, **params: str) -> Refusal:
    return Refusal(code, Ref("learner", "learner-1"), params)


CATALOGS: Final = Catalogs()


def test_a_translation_has_the_fields_of_its_message() -> None:
    assert {
        message: text
        for message, text in translations().items()
        if "{" in message + text and fields(message) != fields(text)
    } == {}


def test_every_text_marked_for_translation_is_translated() -> None:
    """Also where the extraction does not look: inside of an f-string."""
    known = translations()
    marked = {
        ast.literal_eval(call.args[0])
        for path in PACKAGE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "N_"
    }
    assert [message for message in marked if not known.get(message)] == []


def test_translations_are_set_as_french_is() -> None:
    assert [text for text in translations().values() if MISSET.search(text)] == []


def test_what_is_refused_is_summed_up_without_an_english_word() -> None:
    flow = at("before")
    summary = flow.explain("advance").text("fr")
    names = (flow.mobility.title, *(who.name for who in flow.mobility.learners.values()))
    for name in names:
        summary = summary.replace(name or "", "")
    assert len(summary.splitlines()) > len(names)
    found = [word for word in ENGLISH if re.search(rf"\b{word}\b", summary, re.IGNORECASE)]
    assert found == []


@pytest.mark.parametrize(
    ("code", "name", "word", "french"),
    [
        ("results-not-transmitted", "to", "sending", "organisme d’envoi"),
        ("results-not-transmitted", "to", "certifier", "certificateur"),
        ("task-not-for", "scope", "mobility", "mobilité"),
        ("task-not-for", "scope", "host-company", "entreprise d’accueil"),
        ("grid-unsigned", "party", "tutor", "tuteur"),
        ("contract-outdated", "change", "placement", "placement en entreprise"),
    ],
)
def test_words_of_the_library_are_said_in_french(
    code: str, name: str, word: str, french: str
) -> None:
    says = messages().messages.says
    others = dict.fromkeys(fields(says[code]) - {name}, "x")
    assert french in said(refusal(code, **{name: word}, **others))


def test_no_line_is_broken_at_a_no_break_space(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "18")
    Session(locale="fr").show("Organisme d’envoi\xa0: «\xa0CFA\xa0»\u202f!")
    assert capsys.readouterr().out == "Organisme\nd’envoi\xa0:\n«\xa0CFA\xa0»\u202f!\n"
