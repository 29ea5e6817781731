"""What lives behind the handles of a mobility: its present snapshot, its journal, the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from attrs import define, field

from mobiflow._record import evolve
from mobiflow._runtime.journal import Entry, Happened, Journal
from mobiflow._runtime.snapshot import Fired, Snapshot, spoken
from mobiflow.actions._spec import Action
from mobiflow.errors import InvalidValue, OtherWorkflow, Problem
from mobiflow.model import Actor, Mobility
from mobiflow.model.checks import problems_of, right

__all__ = ["Instance"]


_A_TIME: Final = right(datetime)


@define(eq=False, repr=False)
class Instance:
    """The one thing that lives: a mobility's present snapshot and its journal.

    Not frozen, because handles for different actors have to see the same mobility.
    """

    snapshot: Snapshot
    clock: Callable[[], datetime]
    committed: Callable[[Entry, Mobility], None] | None
    stored_digest: str = ""
    journal: Journal = field(factory=Journal)

    def __repr__(self) -> str:
        return f"<Instance of {self.snapshot.mobility.id!r}, revision {len(self.journal)}>"

    def same_meaning(self) -> None:
        """Nothing, unless the mobility was made under a workflow that means something else.

        Raises:
            OtherWorkflow: reading is always possible, but acting needs the workflow of then.
        """
        stored, present = self.stored_digest, self.snapshot.blueprint.digest
        if stored and stored != present:
            raise OtherWorkflow(self.snapshot.mobility.id, stored, present)

    def commit(
        self,
        snapshot: Snapshot,
        now: datetime,
        actor: Actor,
        acts: tuple[Action, ...],
        fired: tuple[Fired, ...] = (),
    ) -> None:
        """Let a snapshot be the present one, and tell the plugins that want to know."""
        blueprint = snapshot.blueprint
        named, plugins = blueprint.named(acts), blueprint.plugins
        happened = Happened(now, actor, named, fired, blueprint.digest, plugins)
        self.journal.append(happened)
        self.snapshot = snapshot
        if self.committed is not None:
            self.committed(self._told(self.journal.last()), self.snapshot.mobility)

    def entries(self) -> tuple[Entry, ...]:
        """Every entry of the journal, with transitions that are able to say themselves."""
        return tuple(map(self._told, self.journal.entries()))

    def _told(self, entry: Entry) -> Entry:
        if not entry.fired:
            return entry
        return evolve(entry, fired=spoken(self.snapshot, entry.fired))

    def now(self) -> datetime:
        """The time on the clock, which must be an aware one."""
        now = self.clock()
        if _A_TIME(now) and now.utcoffset() is not None:
            return now.astimezone(UTC)
        problems = tuple(problems_of(now, datetime, "clock"))
        if not problems:
            message = f"gave {now!r}, a time without a zone; give an aware one."
            problems = (Problem("clock", message),)
        raise InvalidValue("The clock cannot be used:", problems)
