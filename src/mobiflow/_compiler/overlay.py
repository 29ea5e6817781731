"""A base workflow and the changes of its plugins made into one; or every reason why not."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from mobiflow._compiler.addresses import Part, address_of
from mobiflow._compiler.pieces import Pieces
from mobiflow._record import evolve, record
from mobiflow.contributions import (
    AddDocument,
    AddGuard,
    AddInvariant,
    AddLabel,
    AddLeadTime,
    AddNote,
    AddParty,
    AddPhase,
    AddRequirement,
    AddState,
    AddStep,
    AddTask,
    AddTransition,
    Contribution,
    Remove,
    Replace,
)
from mobiflow.definition import LeadTime, Removed, Workflow
from mobiflow.errors import Problem, UnknownName, shown
from mobiflow.model.introspection import changed
from mobiflow.verdict import Guard

__all__ = ["Contributed", "compose"]


@record
class Contributed:
    """A change and the plugin that asks for it."""

    change: Contribution
    source: str


@record
class Slot:
    """Where an addition goes: the list, and after what; ``first`` puts it in front."""

    name: str
    part: Part
    where: str = ""
    after: str | None = None
    first: bool = False

    @property
    def address(self) -> str:
        """The address the addition will have."""
        return address_of(self.part, self.where)


def compose(base: Workflow, contributed: Iterable[Contributed]) -> tuple[Workflow, list[Problem]]:
    """The workflow with all changes made, and what could not be made of them.

    The order of the plugins does not matter: changes are taken in the order of their plugins'
    names, and where an order could show, two plugins may not meet.
    """
    changes = sorted(contributed, key=lambda one: one.source)
    made = Composition(Pieces.of(base))
    made.add([one for one in changes if not isinstance(one.change, Replace | Remove)])
    for one in changes:
        if isinstance(one.change, Replace):
            made.replace(one.change, one.source)
    for one in changes:
        if isinstance(one.change, Remove):
            made.remove(one.change, one.source)
    workflow = made.pieces.workflow()
    lead_times = {**workflow.lead_times, **made.settled_lead_times()}
    labels = {**workflow.labels, **made.labels}
    full = evolve(workflow, lead_times=lead_times, labels=labels, removed=made.removed)
    return full, made.problems


@define(eq=False, repr=False)
class Composition:
    """A composition under way; it lives while one workflow is put together."""

    pieces: Pieces
    problems: list[Problem] = field(factory=list[Problem])
    owners: dict[str, str] = field(factory=dict[str, str])
    points: dict[tuple[str, str], str] = field(factory=dict[tuple[str, str], str])
    labels: dict[str, str] = field(factory=dict[str, str])
    lead_times: dict[str, LeadTime] = field(factory=dict[str, LeadTime])
    removed: dict[str, Removed] = field(factory=dict[str, Removed])

    def add(self, changes: list[Contributed]) -> None:
        """Every addition; one that goes after another addition waits for it."""
        waiting = changes
        while waiting:
            left = [one for one in waiting if not self._added(one)]
            if len(left) == len(waiting):
                for one in left:
                    self._added(one, last=True)
                return
            waiting = left

    def _added(self, one: Contributed, *, last: bool = False) -> bool:
        """Whether an addition is settled; in the last round what is missing is reported."""
        if isinstance(one.change, AddLabel | AddLeadTime):
            self._say(one.change, one.source)
            return True
        try:
            slot = self._slot(one.change)
        except UnknownName as unknown:
            if last:
                self._report(one.source, type(one.change).__name__, str(unknown))
            return False
        other = self.owners.get(slot.address) or self._base_owner(slot.address)
        if other is not None:
            message = f"{other} has it too; rename one of them, replace it, or disable a plugin."
            self._report(one.source, slot.address, message)
        elif not self._meets(slot, one.source):
            self.pieces.put(slot.name, slot.part, where=slot.where, at=self._index(slot))
            self.owners[slot.address] = one.source
        return True

    def _say(self, change: AddLabel | AddLeadTime, source: str) -> None:
        """What something is called, or when it is due, unless another plugin says so too."""
        of = f"label:{change.word}" if isinstance(change, AddLabel) else f"lead-time:{change.path}"
        other = self.owners.setdefault(of, source)
        if other != source:
            self._report(source, of, f"{other} says it too; let only one.")
        elif isinstance(change, AddLabel):
            self.labels[change.word] = change.text
        else:
            self.lead_times[change.path] = change.lead_time

    def settled_lead_times(self) -> dict[str, LeadTime]:
        """Those of plugins that got all they asked for: the others' may be for what is not there.

        What those plugins did wrong has been reported; its consequences would only distract.
        """
        failed = {problem.path.partition(":")[0] for problem in self.problems}
        of = self.owners
        times = self.lead_times.items()
        return {path: time for path, time in times if of[f"lead-time:{path}"] not in failed}

    def _base_owner(self, address: str) -> str | None:
        return self.pieces.base.source if address in self.pieces.by_address else None

    def _meets(self, slot: Slot, source: str) -> bool:
        """Whether another plugin inserts at the very point, where their order would show."""
        if slot.after is None and not slot.first and not slot.name.endswith("/steps"):
            return False  # the order of tasks, notes, guards and documents means nothing
        point = (slot.name, slot.after or ("(first)" if slot.first else "(last)"))
        other = self.points.setdefault(point, source)
        if other == source:
            return False
        message = f"{other} inserts at the same point; let one name the other in its 'after'."
        self._report(source, slot.address, message)
        return True

    def _index(self, slot: Slot) -> int | None:
        if slot.first:
            return 0
        return None if slot.after is None else self.pieces.lists[slot.name].index(slot.after) + 1

    def _slot(self, change: Contribution) -> Slot:  # noqa: C901, PLR0911  # one case per change
        """Where an addition goes.

        Raises:
            UnknownName: when what it goes into, or after, is not there (yet).
        """
        match change:
            case AddPhase():
                after = self._known(f"phase:{change.after}") if change.after else None
                return Slot("phases", change.phase, after=after, first=after is None)
            case AddStep():
                name = f"{self._known(f'phase:{change.phase}')}/steps"
                after = self._known(f"step:{change.after}", name) if change.after else None
                return Slot(name, change.step, after=after)
            case AddTask():
                name = f"{self._known(f'step:{change.step}')}/tasks"
                path = f"task:{change.step}/{change.after}"
                after = self._known(path, name) if change.after else None
                return Slot(name, change.task, change.step, after)
            case AddNote():
                return Slot(f"{self._known(f'step:{change.step}')}/notes", change.note)
            case AddState():
                name = f"{self._known(f'lifecycle:{change.kind}')}/states"
                return Slot(name, change.state, change.kind)
            case AddTransition():
                name = f"{self._known(f'lifecycle:{change.kind}')}/transitions"
                return Slot(name, change.transition, change.kind)
            case AddGuard():
                place = self.pieces.place(change.to)
                return Slot(place, change.guard, place)
            case AddInvariant():
                place = self._known(f"state:{change.kind}/{change.state}").partition(":")[2]
                return Slot(place, change.guard, place)
            case AddDocument():
                return Slot("documents", change.document)
            case AddRequirement():
                return Slot("requirements", change.requirement)
            case AddParty():
                return Slot("parties", change.party)
            case _:
                raise UnknownName("kind of addition", type(change).__name__, ())

    def _known(self, address: str, name: str | None = None) -> str:
        found = self.pieces.resolve(address)
        if name is not None and found not in self.pieces.lists.get(name, ()):
            raise UnknownName("piece there", address, self.pieces.lists.get(name, ()))
        return found

    def replace(self, change: Replace, source: str) -> None:
        """One replacement; nobody else may replace or have added the piece."""
        address = self._resolved(change.address, source)
        if address is None:
            return
        other = self.owners.get(address)
        if other is not None and other != source:
            self._report(source, address, f"{other} brings or replaces it too; let only one.")
            return
        problem = self.pieces.replace(address, changed(change.piece, {"source": source}))
        if problem is not None:
            self._report(source, address, problem)
        else:
            self.owners[address] = source

    def remove(self, change: Remove, source: str) -> None:
        """One removal; what another plugin brings or replaces stays."""
        address = self._resolved(change.address, source)
        if address is None:
            return
        other = self.owners.get(address)
        if other is not None and other != source:
            message = f"{other} brings or replaces it, and {source} removes it; drop one of both."
            self._report(source, address, message)
        elif not address.startswith(("lifecycle:", "guard-set:")):
            part = self.pieces.by_address[address]
            self.removed[address] = Removed(source, part if isinstance(part, Guard) else None)
            before = set(self.pieces.by_address)
            self.pieces.remove(address)
            for gone in sorted(before - self.pieces.by_address.keys()):
                if self.owners.get(gone, source) != source:
                    message = f"{source} removes {shown(address)}, which takes it along; drop one."
                    self._report(self.owners[gone], gone, message)

    def _resolved(self, address: str, source: str) -> str | None:
        """The full address; ``None`` when there is no such piece, or all agree that it goes."""
        try:
            return self.pieces.resolve(address)
        except UnknownName as unknown:
            if self._is_gone(address):
                return None
            self._report(source, address, str(unknown))
            return None

    def _is_gone(self, address: str) -> bool:
        """Whether somebody has removed that very piece already."""
        try:
            return Pieces.of(self.pieces.base).resolve(address) in self.removed
        except UnknownName:
            return False

    def _report(self, source: str, where: str, message: str) -> None:
        self.problems.append(Problem(f"{source}: {where}", message))
