"""A story on the screen: what ``mobiflow demo`` shows of the values that playing it yields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from attrs import define, field
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from mobiflow.cli.demo import Player
from mobiflow.cli.demo.lines import Gathered, gathered, times, ways, work
from mobiflow.cli.demo.shown import (
    Advised,
    Attempt,
    Broken,
    Closed,
    DayBegins,
    Done,
    Imported,
    Narrated,
    Result,
    Shown,
    Todos,
    TurnedDown,
)
from mobiflow.cli.output.layout import capital
from mobiflow.cli.output.session import Session
from mobiflow.cli.output.tables import listing
from mobiflow.cli.output.words import Words
from mobiflow.i18n import N_
from mobiflow.model import Ref
from mobiflow.text import Group

__all__ = ["Teller"]

_LISTED: Final = 4
"""How many lines of a to-do list are shown."""

_EXAMPLES: Final = 2
"""How many lines of advice are shown."""

_WAYS: Final = 2
"""How many ways of clearing refusals are named."""

_YES: Final = "\N{CHECK MARK}"
_NO: Final = "\N{BALLOT X}"


@define
class Teller:
    """Puts what is shown on the screen. Not frozen: it gathers what was done until it is told."""

    session: Session
    player: Player
    quiet: bool
    _done: list[Done] = field(factory=list[Done], init=False)

    @property
    def words(self) -> Words:
        """The words for the mobility as it stands."""
        return Words(self.player.messages, self.session)

    def begin(self) -> None:
        """Say what is going to be played."""
        mobility = self.player.flow.mobility
        if not self.session.as_json:
            self.session.show(
                Text(mobility.title, style="bold"),
                f"{mobility.sending.name} ({mobility.sending.country}) \N{RIGHTWARDS ARROW} "
                f"{mobility.host.name} ({mobility.host.country}), "
                f"{self.words.period(mobility.period)}",
            )
        if not (self.quiet or self.session.as_json):
            legend = N_(
                "Refused: by when, by whom (+ others who may), how often, what (+ more of the "
                "kind), by which law."
            )
            self.session.show(Text(self.session.say(legend), style="dim"))

    def tell(self, shown: Shown) -> None:
        """Show something, after what was done before it; the story goes first."""
        if isinstance(shown, Done):
            self._done.append(shown)
            return
        if not isinstance(shown, Narrated):
            self._tell_done()
        if isinstance(shown, Closed):
            self._closed(shown)
        elif not self.quiet:
            self._tell(shown)

    def _tell(self, shown: Shown) -> None:
        match shown:
            case DayBegins():
                title = f"{shown.day} {self._own(shown.title)}"
                self.session.show(Rule(Text(title, style="bold"), align="left", style="dim"))
            case Narrated():
                self._line(Text(self._own(shown.text), style="italic"))
            case Imported():
                self._line(Text(self._imported(shown)))
            case TurnedDown():
                self._turned_down(shown)
            case Attempt():
                self._attempt(shown)
            case Todos():
                self._todos(shown)
            case Broken():
                self._broken(shown)
            case Advised():
                self._advised(shown)
            case Done() | Closed():
                pass

    def _tell_done(self) -> None:
        """What was done since, in one paragraph: who did what, how often."""
        text = Text()
        for role, counts in work(self._done).items():
            if text:
                text.append(" \N{MIDDLE DOT} ", style="dim")
            text.append(
                self.session.after(capital(self.words.label("role", role)), ""), style="cyan"
            )
            text.append(self._counted(counts))
        if text and not self.quiet:
            self._line(text)
        self._done.clear()

    # -- the kinds of things shown

    def _imported(self, shown: Imported) -> str:
        counts = (
            (N_("{number} new"), shown.new),
            (N_("{number} changed"), shown.changed),
            (N_("{number} as before"), shown.unchanged),
            (N_("{number} no longer listed"), shown.absent),
        )
        parts = [self.session.say(text, number=len(found)) for text, found in counts if found]
        return self.session.after(shown.file, ", ".join(parts))

    def _turned_down(self, shown: TurnedDown) -> None:
        """Who tried what, and everything that stands in the way."""
        who = capital(self.words.roles(sorted(shown.by.roles)))
        names = {self.words.name(subject) for subject in shown.subjects}
        reasons = (
            self.words.matter(refusal)
            if self.words.name(refusal.subject) in names
            else refusal.text(self.session.locale).removesuffix(".")
            for refusal in shown.refusals
        )
        what = f"{who}, {self._what(shown.what)} ({', '.join(sorted(names))})"
        why = Text(self.session.joined(dict.fromkeys(reasons)) + ".", style="not bold")
        why.append_text(self._gathered.laws(law for r in shown.refusals for law in r.basis))
        self._line(self._mark(_NO, self.session.after(what, ""), "red").append_text(why))

    def _attempt(self, attempt: Attempt) -> None:
        if attempt.cleared:
            counts = ways(attempt.cleared)
            text = self.session.say(
                N_("Cleared since {day}: {number}"), day=attempt.since, number=counts.total()
            )
            self._line(Text(f"{text} ({self._counted(counts, at_most=_WAYS)})", style="green"))
        what = capital(self._what(attempt.what))
        if attempt.subject.kind != "mobility":
            what += f" ({self.words.name(attempt.subject)})"
        if not attempt.refusals:
            status = self.player.flow.mobility.subject(attempt.subject).status
            state = self.words.state(attempt.subject.kind, status)
            self._line(self._mark(_YES, f"{what} \N{RIGHTWARDS ARROW} {state}", "green"))
            return
        refused = self.session.say(N_("refused. Reasons: {number}"), number=len(attempt.refusals))
        self._line(self._mark(_NO, self.session.after(what, refused), "red"))
        self._table(gathered(attempt.refusals), "due", "who", about=attempt.subject)

    def _todos(self, shown: Todos) -> None:
        role = self.words.label("role", shown.role)
        groups = gathered(item.refusal for item in shown.items)
        heading = self.session.say(
            N_("To do for: {role} ({number})"), role=role, number=len(shown.items)
        )
        self._line(self._mark("\N{WHITE SQUARE}", heading, "yellow"))
        self._first(groups, _LISTED, "due")

    def _advised(self, shown: Advised) -> None:
        heading = self.session.say(
            N_("Only advised, and in nobody's way: {number}"), number=len(shown.refusals)
        )
        self._line(self._mark("i", heading, "blue"))
        self._first(gathered(shown.refusals), _EXAMPLES)

    def _broken(self, shown: Broken) -> None:
        if not shown.refusals:
            self._line(
                self._mark(_YES, self.session.say(N_("All conditions of the stay hold")), "green")
            )
            return
        heading = self.session.say(N_("No longer as it must be while abroad:"))
        self._line(self._mark("!", heading, "yellow"))
        self._table(gathered(shown.refusals), "who")

    def _closed(self, shown: Closed) -> None:
        words = self.words
        state = words.state("mobility", shown.status)
        table = listing()
        for heading in (N_("Learner"), N_("Stay"), N_("Contract"), N_("Units")):
            table.add_column(self.session.say(heading), no_wrap=True)
        table.add_column(self.session.say(N_("Result")), ratio=1)
        for result in shown.results:
            table.add_row(*self._result(result))
        journal = self.session.say(
            N_("Journal: {number} entries, each holding the hash of the one before. Last: {head}"),
            number=shown.entries,
            head=shown.head[:16],
        )
        self.session.show("", Rule(Text(capital(state), style="bold"), align="left", style="dim"))
        self.session.show(table, journal)

    def _result(self, result: Result) -> Iterable[str | Text]:
        words = self.words
        stay = f"{result.stay.start}\n{result.stay.end}" if result.stay else "\N{EN DASH}"
        if result.force_majeure:
            stay = "\n".join((stay, self.session.say(N_("force majeure"))))
        versions = (words.state("contract", state) for state in result.contracts)
        units = Text("\n").join(
            self._mark(*((_YES, title, "green") if verdict == "validated" else (_NO, title, "red")))
            for title, verdict in result.units.items()
            if verdict is not None
        )
        yield result.name
        yield stay
        yield "\n".join(f"{number} {state}" for number, state in enumerate(versions, start=1))
        yield units
        yield capital(words.state("learner", result.status))

    # -- pieces

    @property
    def _gathered(self) -> Gathered:
        return Gathered(self.session, self.words)

    def _first(self, groups: Sequence[Group], number: int, *columns: str) -> None:
        """The first few groups, and how many refusals are in the others."""
        self._table(groups[:number], *columns)
        rest = sum(len(group.refusals) for group in groups[number:])
        if rest:
            more = self.session.say(N_("and {number} more"), number=rest)
            self._line(Text(f"  \N{HORIZONTAL ELLIPSIS} {more}", style="dim"))

    def _table(self, groups: Iterable[Group], *columns: str, about: Ref | None = None) -> None:
        known = {self.player.flow.mobility.id, about.id if about else ""}
        self._line(self._gathered.table(groups, columns, known))

    def _what(self, what: str) -> str:
        """What an action or a trigger is called."""
        return self.words.action(what) or self.words.label("trigger", what)

    def _counted(self, counts: Mapping[str, int], at_most: int | None = None) -> str:
        """What was done how often; the rest, when there is one, as dots."""
        shown = list(counts.items())[:at_most]
        texts = [f"{times(number)} {self._what(what)}".lstrip() for what, number in shown]
        return ", ".join(
            texts if len(shown) == len(counts) else [*texts, "\N{HORIZONTAL ELLIPSIS}"]
        )

    def _own(self, text: Mapping[str, str]) -> str:
        """A text of the story in the language asked for, or in English."""
        language = self.session.locale.partition("_")[0]
        return text.get(language) or text.get("en", "")

    def _mark(self, mark: str, text: str, style: str) -> Text:
        return Text.assemble((mark, f"bold {style}"), " ", (text, "bold"))

    def _line(self, what: Text | Table) -> None:
        self.session.show(Padding(what, (0, 0, 0, 2)))
