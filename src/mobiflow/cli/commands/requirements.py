"""``mobiflow requirements``: what would be demanded of somebody, before any mobility exists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, get_args

import click
from attrs import frozen
from rich.text import Text

from mobiflow import Blueprint
from mobiflow.cli.files import engine
from mobiflow.cli.options import DATE, command
from mobiflow.cli.outcome import DONE
from mobiflow.cli.output.session import Session, safe
from mobiflow.cli.output.tables import indented
from mobiflow.cli.output.words import kebab
from mobiflow.definition import (
    Confirmation,
    DocumentRequired,
    Prerequisite,
    Profile,
    SignatureRequired,
)
from mobiflow.errors import UnknownName, nearest
from mobiflow.formats import plain
from mobiflow.i18n import N_
from mobiflow.imports.countries import NAMES, country_code
from mobiflow.model import Period
from mobiflow.model.words import Enrolment, Role
from mobiflow.rules.prerequisites import ApplicablePrerequisite

__all__ = ["requirements"]

if TYPE_CHECKING:
    _ParamType = click.ParamType[object, str]
else:
    _ParamType = click.ParamType  # generic since click 8.4

_ENROLMENTS: Final[tuple[Enrolment, ...]] = get_args(Enrolment)


class _Country(_ParamType):
    """A country, by its code or its name in English or French."""

    name = "country"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        code = country_code(str(value))
        if code is None:
            known = [*NAMES, *(name for names in NAMES.values() for name in names[:1])]
            raise UnknownName("country", str(value), known)
        return code


_COUNTRY: Final = _Country()


def _enrolments(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [word for word in _ENROLMENTS if word.startswith(incomplete)]


@command("requirements")
@click.option(
    "--sending", required=True, type=_COUNTRY, metavar="COUNTRY", help="The sending country: FR."
)
@click.option(
    "--host", required=True, type=_COUNTRY, metavar="COUNTRY", help="The host country: DE."
)
@click.option("--start", required=True, type=DATE, metavar="DATE", help="The first day abroad.")
@click.option("--end", required=True, type=DATE, metavar="DATE", help="The last day abroad.")
@click.option("--born", type=DATE, metavar="DATE", help="The learner's date of birth.")
@click.option(
    "--nationality", type=_COUNTRY, metavar="COUNTRY", help="The learner's nationality: FR."
)
@click.option(
    "--enrolment",
    metavar="WORD",
    shell_complete=_enrolments,
    help=f"On what footing: {', '.join(_ENROLMENTS)}.",
)
@click.option("--sector", metavar="WORD", help="Where the work is: bakery, hotel, health ...")
@click.option(
    "--minors/--no-minors", default=None, help="Whether with regular contact to children."
)
@click.option("--signed", type=DATE, metavar="DATE", help="When the learner signs the contract.")
@click.option("--workflow", default="mobility", metavar="ID", help="The workflow it belongs to.")
def requirements(
    session: Session,
    *,
    sending: str,
    host: str,
    start: date,
    end: date,
    born: date | None,
    nationality: str | None,
    enrolment: str | None,
    sector: str | None,
    minors: bool | None,
    signed: date | None,
    workflow: str,
) -> int:
    """Say what would be demanded of somebody, with the law and the day it was read.

    No mobility has to exist. What is demanded before departure comes first, then what is only
    advised. Nothing is assumed about facts that are not given: what may apply says what would
    have to be known. This is no legal advice.
    """
    period = Period(start, end)
    profile = Profile(
        sending=sending,
        host=host,
        start=period.start,
        end=period.end,
        born=born,
        nationality=nationality,
        enrolment=None if enrolment is None else _enrolment(enrolment),
        sector=sector,
        contact_with_minors=minors,
        signed=signed,
    )
    made = engine(session)
    found = made.requirements(profile, workflow=workflow)
    found = tuple(sorted(found, key=lambda d: (not d.prerequisite.blocking, bool(d.unknown))))
    reader = _Reader(session, made.blueprint(workflow), profile, found)
    reader.doubt()
    if session.as_json:
        session.emit(reader.data())
    else:
        reader.show()
    return DONE


def _enrolment(name: str) -> Enrolment:
    """A word for the footing somebody is on.

    Raises:
        UnknownName: naming the nearest ones.
    """
    for word in _ENROLMENTS:
        if word == name:
            return word
    raise UnknownName("enrolment", name, _ENROLMENTS)


_OPTIONS: Final[Mapping[str, str]] = {"contact_with_minors": "--minors"}
"""The option that gives a fact, where it is not called after it."""


@frozen
class _Reader:
    """Reads out what is demanded, in the language of a session."""

    session: Session
    blueprint: Blueprint
    profile: Profile
    found: tuple[ApplicablePrerequisite, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The facts that would have to be known."""
        return tuple(dict.fromkeys(fact for demand in self.found for fact in demand.unknown))

    def doubt(self) -> None:
        """A sector that no rule asks about may be right, and may be misspelt."""
        rules = [p.applies for p in self.blueprint.workflow.prerequisites]
        known = sorted({word for to in rules for word in to.sector | to.except_sector})
        sector = self.profile.sector
        if sector is not None and sector not in ("other", *known):
            near = nearest(sector, known, at_most=3) or known
            text = N_("No rule asks about the sector “{sector}”. There are rules about: {known}.")
            hint = self.session.say(text, sector=safe(sector), known=", ".join(near))
            self.session.show(Text(hint, style="yellow"), to=self.session.err)

    # -- for machines

    def data(self) -> dict[str, Any]:
        """What is demanded, as JSON."""
        return {
            "workflow": self.blueprint.workflow.id,
            "profile": plain(self.profile),
            "requirements": [self._data(demand) for demand in self.found],
            "unknown": list(self.unknown),
        }

    def _data(self, demand: ApplicablePrerequisite) -> dict[str, Any]:
        asked = demand.prerequisite
        return {
            "id": asked.id,
            "title": self._say(asked.title),
            "text": self._say(asked.text),
            "blocking": asked.blocking,
            "applies": None if demand.unknown else True,
            "unknown": list(demand.unknown),
            "requires": {"what": kebab(type(asked.requires).__name__), **plain(asked.requires)},
            "law": plain(asked.law),
            "since": plain(asked.since),
            "until": plain(asked.until),
            "excusable_by": list(asked.excusable_by),
            "source": asked.source,
        }

    # -- for people

    def show(self) -> None:
        """Print what is demanded."""
        session, profile, say = self.session, self.profile, self.session.say
        stay = (
            f"{profile.sending} \N{RIGHTWARDS ARROW} {profile.host}, {profile.start} \N{EN DASH} "
        )
        session.show(Text(f"{stay}{profile.end}", style="bold"))
        for blocking, title in (
            (True, N_("Demanded before departure: {number}")),
            (False, N_("Only advised, and in nobody's way: {number}")),
        ):
            same = [demand for demand in self.found if demand.prerequisite.blocking is blocking]
            if same:
                session.show("", Text(say(title, number=len(same)), style="bold cyan"))
            for demand in same:
                self._show(demand)
        if not self.found:
            session.show("", say(N_("Nothing that these plugins know of is demanded.")))
        if self.unknown:
            facts = ", ".join(f"{self._fact(name)} ({_option(name)})" for name in self.unknown)
            text = N_("To tell what applies, these would have to be known: {facts}.")
            session.show("", Text(say(text, facts=facts), style="yellow"))
        session.show("", Text(say(N_("This is no legal advice.")), style="dim"))

    def _show(self, demand: ApplicablePrerequisite) -> None:
        asked, say = demand.prerequisite, self.session.say
        title = Text(safe(self._say(asked.title)), style="bold")
        self.session.show("", indented(2, title.append(f"  {asked.id}", style="not bold dim")))
        if demand.unknown:
            facts = ", ".join(self._fact(name) for name in demand.unknown)
            text = say(N_("applies perhaps; not known: {facts}"), facts=facts)
            self.session.show(indented(4, Text(text, style="yellow")))
        for line in (self._how(asked), self._say(asked.text)):
            if line:
                self.session.show(indented(4, Text(safe(line))))
        law = asked.law
        source = say(
            N_("{law}; read on {day}: {place}"),
            law=self._say(law.text),
            day=law.checked,
            place=law.found,
        )
        self.session.show(indented(4, Text(safe(source), style="dim")))

    def _how(self, asked: Prerequisite) -> str:
        """Who meets a demand, and how; a limit of hours or age says so itself."""
        say = self.session.say
        match asked.requires:
            case DocumentRequired(kind=kind):
                title, who = self._say(kind.title), self._roles(kind.who.roles)
                return say(N_("document “{document}”, from: {who}"), document=title, who=who)
            case Confirmation(by=by):
                return say(N_("to be confirmed by: {who}"), who=self._roles(by))
            case SignatureRequired(role=role):
                return say(N_("to be signed by: {who}"), who=self._roles((role,)))
            case _:
                return ""

    # -- words

    def _say(self, text: str) -> str:
        """A text of the library or of a plugin."""
        return self.blueprint.catalogs.translate(text, self.session.locale)

    def _label(self, kind: str, word: str) -> str:
        return self._say(self.blueprint.messages.labels.get(f"{kind}:{word}", word))

    def _roles(self, roles: tuple[Role, ...]) -> str:
        return ", ".join(self._label("role", role) for role in roles)

    def _fact(self, name: str) -> str:
        return self._label("fact", name)


def _option(fact: str) -> str:
    return _OPTIONS.get(fact, f"--{fact}")
