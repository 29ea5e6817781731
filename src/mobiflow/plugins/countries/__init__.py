"""What countries demand of senders and hosts, as data with legal sources.

This is no legal advice. Every rule says where it stands, where that was read and when; whoever
knows better, or later, replaces the plugin or adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from mobiflow.contributions import AddLabel, Contribution
from mobiflow.definition import Prerequisite, Workflow
from mobiflow.hookspecs import hookimpl
from mobiflow.plugins.countries import de, es, eu, fi, fr, ie, it, pl, pt, uk, young_people
from mobiflow.plugins.countries.words import SECTORS

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


@hookimpl
def mobiflow_extend(workflow: Workflow) -> Iterable[Contribution]:
    """What the sectors are called that the rules ask about."""
    own = workflow.labels
    named = {f"sector:{word}": text for word, text in SECTORS.items()}
    return tuple(AddLabel(a, text) for a, text in named.items() if a not in own)
