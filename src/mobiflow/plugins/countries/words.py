"""The words the country rules share: sectors of work, and the day the sources were read.

A host company's sector is one of these words as far as a rule asks about it; any other word is
fine and means that no rule about sectors applies.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from mobiflow.definition import LegalSource
from mobiflow.i18n import N_

__all__ = [
    "CHECKED",
    "FOOD_HANDLING",
    "NEVER_CLOSED",
    "SECTORS",
    "UK_NIGHT_SECTORS",
    "UNCONFIRMED",
    "law",
]

CHECKED: Final = date(2026, 11, 23)
"""The day on which every source of these rules was last read."""

UNCONFIRMED: Final = "(reported, not confirmed)"
"""How the title of a rule ends whose sentence nobody has seen in the law itself."""

SECTORS: Final[Mapping[str, str]] = {
    "advertising": N_("advertising"),
    "agriculture": N_("agriculture"),
    "armed-forces": N_("armed forces"),
    "bakery": N_("bakery and confectionery"),
    "catering": N_("restaurants, pubs and catering"),
    "culture": N_("culture, arts and sport"),
    "food": N_("food production and food trade"),
    "health": N_("hospitals and the like"),
    "hotel": N_("hotels"),
    "police": N_("police"),
    "post": N_("post and newspaper delivery"),
    "retail": N_("retail trade"),
    "shipping": N_("shipping and fisheries"),
}
"""The sectors that rules ask about, and what people call them."""

FOOD_HANDLING: Final = frozenset({"bakery", "catering", "food", "hotel"})
"""Where a learner comes into contact with food."""

NEVER_CLOSED: Final = frozenset(
    {"advertising", "armed-forces", "culture", "health", "police", "shipping"}
)
"""Where Directive 94/33/EC, art. 9(2), lets a state allow work between midnight and 4:00."""

UK_NIGHT_SECTORS: Final = frozenset(
    {
        "advertising",
        "agriculture",
        "bakery",
        "catering",
        "health",
        "hotel",
        "post",
        "retail",
    }
)
"""Where 16 and 17 year olds may work until midnight, or from 4:00, in the United Kingdom."""


def law(text: str, found: str) -> LegalSource:
    """A source as these rules cite it: law and article, and where it was read."""
    return LegalSource(text, found, CHECKED)
