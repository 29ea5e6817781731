"""What countries demand of senders and hosts, as data with legal sources.

This is no legal advice. Every rule says where it stands, where that was read and when; whoever
knows better, or later, replaces the plugin or adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from mobiflow.definition import Prerequisite
from mobiflow.hookspecs import hookimpl
from mobiflow.plugins.countries import de, es, eu, fi, fr, ie, it, pl, pt, uk, young_people

RULES: Final[Mapping[str, tuple[Prerequisite, ...]]] = {
    "eu": (*eu.RULES, *young_people.RULES),
    "de": de.RULES,
    "es": es.RULES,
    "fi": fi.RULES,
    "fr": fr.RULES,
    "ie": ie.RULES,
    "it": it.RULES,
    "pl": pl.RULES,
    "pt": pt.RULES,
    "uk": uk.RULES,
}
"""The rules by the country whose law they are; every id begins with that word."""


@hookimpl
def mobiflow_prerequisites() -> Iterable[Prerequisite]:
    """Every rule of every country."""
    return tuple(rule for rules in RULES.values() for rule in rules)
