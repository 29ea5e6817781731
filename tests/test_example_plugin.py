"""The example plugin of the docs is built, installed and tested; its catalogs are complete."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.distributions import own_tests

ACME = Path(__file__).parents[1] / "docs" / "examples" / "mobiflow-acme"
CATALOG = ACME / "src" / "mobiflow_acme" / "locale" / "fr" / "LC_MESSAGES" / "acme.po"


def test_the_example_plugin_passes_its_own_tests(tmp_path: Path) -> None:
    assert " passed" in own_tests(ACME, tmp_path)


def test_the_catalog_of_the_example_plugin_is_complete_and_compiled() -> None:
    with CATALOG.open("rb") as file:
        catalog = read_po(file, locale="fr", domain="acme")
    texts = [str(found[2]) for found in extract_from_dir(ACME / "src", [("**.py", "python")])]
    known = {str(message.id) for message in catalog if message.id and message.string}
    assert known == set(texts)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    assert CATALOG.with_suffix(".mo").read_bytes() == compiled.getvalue()
