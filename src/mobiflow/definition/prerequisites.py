"""What a country, or anybody, demands of a stay: data with a legal source and a validity.

A prerequisite says to whom it applies, what it requires, whether it blocks or advises, and where
that stands. It is asked about a :class:`Profile`, so that :meth:`mobiflow.Engine.requirements`
can answer before any mobility exists. A fact that is not known is never a pass.
"""

from __future__ import annotations

from datetime import date, time
from typing import Literal, TypeAlias

from attrs import field

from mobiflow._record import record
from mobiflow.definition.requirements import DocumentKind
from mobiflow.model.constraints import COUNTRY
from mobiflow.model.words import Enrolment, Role

__all__ = [
    "Applies",
    "Confirmation",
    "DocumentRequired",
    "HoursLimit",
    "LegalSource",
    "MinimumAge",
    "Prerequisite",
    "Profile",
    "Required",
    "SignatureRequired",
]


@record
class LegalSource:
    """Where a rule stands: the text, where it was read, and when.

    ``text`` names law and article; ``found`` says where it was read (an address, a publication);
    ``checked`` is the day it was last read there.
    """

    text: str
    found: str
    checked: date


@record
class Profile:
    """The facts prerequisites look at; ``None`` is *not known*.

    Countries and nationality are ISO 3166-1 alpha-2. ``signed`` is the day the learner signs the
    contract, as far as it is known. ``sector`` is a word of the plugin's own (``food``,
    ``bakery``, ``care``); ``contact_with_minors`` says whether the work brings regular contact
    with children.
    """

    sending: str = field(metadata=COUNTRY)
    host: str = field(metadata=COUNTRY)
    start: date
    end: date
    born: date | None = None
    nationality: str | None = field(default=None, metadata=COUNTRY)
    enrolment: Enrolment | None = None
    sector: str | None = None
    contact_with_minors: bool | None = None
    signed: date | None = None

    @property
    def days(self) -> int:
        """The length of the stay, both ends included."""
        return (self.end - self.start).days + 1


@record
class Applies:
    """To whom a prerequisite applies; everything given must hold, nothing given is no limit.

    Ages are completed years on the first day of the stay, or with ``age_on="signing"`` on the
    day of signing (the first day as long as nobody has signed). ``eu`` limits to nationals of
    the member states of the European Union, the EEA and Switzerland (``True``) or to everybody
    else (``False``). ``except_sector`` and ``except_nationality`` name those it leaves out.
    """

    sending: frozenset[str] = frozenset()
    host: frozenset[str] = frozenset()
    abroad: bool | None = None
    age_under: int | None = None
    age_from: int | None = None
    age_on: Literal["start", "signing"] = "start"
    eu: bool | None = None
    nationality: frozenset[str] = frozenset()
    except_nationality: frozenset[str] = frozenset()
    enrolment: frozenset[str] = frozenset()
    sector: frozenset[str] = frozenset()
    except_sector: frozenset[str] = frozenset()
    contact_with_minors: bool | None = None
    longer_than: int | None = None
    at_most: int | None = None


@record
class DocumentRequired:
    """A document has to be verified before departure, and to outlast the stay if it expires.

    ``not_older_than`` is in days before the first day of the stay, by the date on the document.
    """

    kind: DocumentKind
    not_older_than: int | None = None


@record
class Confirmation:
    """Somebody has to confirm something: that it was done, checked, or is so."""

    by: tuple[Role, ...]


@record
class SignatureRequired:
    """A party has to sign the pedagogical contract."""

    party: str
    role: Role


@record
class HoursLimit:
    """Limits of planned working hours; what is ``None`` is not limited.

    Hours may have fractions. No work lies between ``night_from`` and ``night_to`` (which cross
    midnight). ``rest`` is between two working days, in hours; ``days`` is per week; whoever
    works longer than ``break_after`` hours in a day has a break of ``break_minutes``.
    """

    per_day: float | None = None
    per_week: float | None = None
    night_from: time | None = None
    night_to: time | None = None
    rest: float | None = None
    days: int | None = None
    break_after: float | None = None
    break_minutes: int | None = None


@record
class MinimumAge:
    """The learner has completed so many years on the first day of the stay.

    Nothing clears it but a later stay.
    """

    years: int


Required: TypeAlias = DocumentRequired | Confirmation | SignatureRequired | HoursLimit | MinimumAge
"""What a prerequisite can ask for."""


@record
class Prerequisite:
    """One demand, with its legal source.

    ``title`` says in one short English sentence what is demanded, ``text`` what there is to know
    about it; ``blocking`` ones stand before departure, the others are advice. ``since`` and
    ``until`` are the first and last day on which the rule holds, asked about the first day of the
    stay. ``excusable_by`` names who may excuse it; nobody, where it is law.
    """

    id: str
    title: str
    applies: Applies
    requires: Required
    law: LegalSource
    text: str = field(default="", kw_only=True)
    blocking: bool = field(default=True, kw_only=True)
    excusable_by: tuple[Role, ...] = field(default=(), kw_only=True)
    since: date | None = field(default=None, kw_only=True)
    until: date | None = field(default=None, kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)
