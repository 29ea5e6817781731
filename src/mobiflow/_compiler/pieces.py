"""A workflow taken apart into addressed pieces in ordered lists, and put together again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar, cast

from attrs import define, field

from mobiflow._compiler.addresses import Part, address_of, is_transition
from mobiflow._record import evolve
from mobiflow.definition import (
    DocumentKind,
    GuardSet,
    Lifecycle,
    Note,
    Party,
    Phase,
    Requirement,
    State,
    Step,
    Task,
    Transition,
    Workflow,
)
from mobiflow.errors import UnknownName, shown
from mobiflow.verdict import Guard

__all__ = ["Pieces"]

_P = TypeVar("_P")
_WHOLE: Final = ("phases", "lifecycles", "guard_sets", "documents", "requirements", "parties")
"""The lists of a workflow itself; those inside a piece are named after its address."""


@define(eq=False, repr=False)
class Pieces:
    """Pieces by address, and the order of each list; they live while a workflow is composed."""

    base: Workflow
    by_address: dict[str, Part] = field(factory=dict[str, Part])
    lists: dict[str, list[str]] = field(factory=dict[str, list[str]])
    first: frozenset[str] = frozenset()
    """The addresses of what the workflow had at first."""

    @classmethod
    def of(cls, workflow: Workflow) -> Pieces:
        """A workflow taken apart."""
        found = cls(workflow)
        for name in _WHOLE:
            found.lists[name] = []
            for part in cast("tuple[Part, ...]", getattr(workflow, name)):
                found.put(name, part)
        found.first = frozenset(found.by_address)
        return found

    def put(self, name: str, part: Part, *, where: str = "", at: int | None = None) -> str:
        """A piece, with everything in it, put into a list."""
        address = address_of(part, where)
        self.by_address[address] = part
        order = self.lists.setdefault(name, [])
        order.insert(len(order) if at is None else at, address)
        self._fill(address, part)
        return address

    def _fill(self, address: str, part: Part) -> None:
        """The lists inside a piece."""
        place = address.partition(":")[2]
        match part:
            case Phase():
                self._put_all(f"{address}/steps", part.steps)
                self._put_all(f"{place}/entry", part.entry, f"{place}/entry")
                self._put_all(f"{place}/exit", part.exit, f"{place}/exit")
            case Step():
                self._put_all(f"{address}/tasks", part.tasks, part.id)
                self._put_all(f"{address}/notes", part.notes)
            case Lifecycle():
                self._put_all(f"{address}/states", part.states, part.kind)
                self._put_all(f"{address}/transitions", part.transitions, part.kind)
            case State():
                self._put_all(place, part.invariants, place)
            case Transition() | GuardSet():
                self._put_all(place, part.guards, place)
            case _:
                pass

    def _put_all(self, name: str, parts: Iterable[Part], where: str = "") -> None:
        self.lists.setdefault(name, [])
        for part in parts:
            self.put(name, part, where=where)

    # -- finding

    def resolve(self, address: str) -> str:
        """The full address: of a transition without its sources, of a guard without params.

        Raises:
            UnknownName: when no piece, or more than one, has this address.
        """
        if address in self.by_address:
            return address
        kind, _, rest = address.partition(":")
        if kind == "guard":
            place, _, name = rest.partition("#")
            prefix = f"guard:{self.place(place)}#{name}"
            found = [a for a in self.by_address if a == prefix or a.startswith(f"{prefix}(")]
        elif kind == "transition":
            found = [a for a in self.by_address if is_transition(a, rest)]
        else:
            found = []
        if len(found) == 1:
            return found[0]
        known = found or [a for a in self.by_address if a.startswith(f"{kind}:")] or self.by_address
        raise UnknownName("piece", address, known)

    def place(self, place: str) -> str:
        """The list of guards at a place: a set, a transition, a state, a phase's entry or exit.

        Raises:
            UnknownName: when no guards can be there.
        """
        if place in self.lists and place not in _WHOLE and ":" not in place:
            return place
        found = [a.partition(":")[2] for a in self.by_address if is_transition(a, place)]
        if len(found) == 1:
            return found[0]
        raise UnknownName(
            "place for guards", place, found or [n for n in self.lists if ":" not in n]
        )

    # -- changing

    def replace(self, address: str, part: Part) -> str | None:
        """Another piece at an address; says what is wrong if it does not belong there."""
        old = self.by_address[address]
        where = address.partition(":")[2].rpartition("#")[0] or (
            address.partition(":")[2].partition("/")[0] if "/" in address else ""
        )
        if type(old) is not type(part):
            return f"is a {type(old).__name__} and cannot be replaced by a {type(part).__name__}."
        new = address_of(part, where)
        if new != address and not isinstance(part, Guard | Transition):
            return f"cannot be replaced by {shown(new)}; keep its id, or remove it and add another."
        for order in self.lists.values():
            if address in order:
                order[order.index(address)] = new
        del self.by_address[address]
        self.by_address[new] = part
        self._refill(address, new, part)
        return None

    def _refill(self, address: str, new: str, part: Part) -> None:
        """The lists inside a replaced piece: the new ones where it brings any."""
        place, new_place = address.partition(":")[2], new.partition(":")[2]
        inside: Mapping[type[object], tuple[tuple[str, str], ...]] = {
            Phase: (
                (f"{address}/steps", "steps"),
                (f"{place}/entry", "entry"),
                (f"{place}/exit", "exit"),
            ),
            Step: ((f"{address}/tasks", "tasks"), (f"{address}/notes", "notes")),
            State: ((place, "invariants"),),
            Transition: ((place, "guards"),),
        }
        for name, attribute in inside.get(type(part), ()):
            if getattr(part, attribute):
                self._drop_list(name)
                self._put_all(
                    name.replace(place, new_place, 1),
                    getattr(part, attribute),
                    new_place if attribute in {"invariants", "guards", "tasks"} else name,
                )
            elif new_place != place and name in self.lists:
                self.lists[new_place] = self.lists.pop(name)

    def remove(self, address: str) -> None:
        """A piece, with everything in it, taken out."""
        self.by_address.pop(address, None)
        for order in self.lists.values():
            if address in order:
                order.remove(address)
        place = address.partition(":")[2]
        for name in [
            n for n in self.lists if n == place or n.startswith((f"{address}/", f"{place}/e"))
        ]:
            self._drop_list(name)

    def _drop_list(self, name: str) -> None:
        for address in tuple(self.lists.get(name, ())):
            self.remove(address)
        self.lists.pop(name, None)

    # -- putting together

    def workflow(self) -> Workflow:
        """The workflow the pieces make; what referred to removed pieces is cut."""
        gone = self._gone
        return evolve(
            self.base,
            phases=tuple(self._phase(a) for a in self.lists["phases"]),
            lifecycles=tuple(self._lifecycle(a) for a in self.lists["lifecycles"]),
            guard_sets=tuple(
                evolve(self._at(a, GuardSet), guards=self._set(a.partition(":")[2]))
                for a in self.lists["guard_sets"]
            ),
            documents=tuple(self._at(a, DocumentKind) for a in self.lists["documents"]),
            requirements=tuple(self._requirements()),
            parties=tuple(self._at(a, Party) for a in self.lists["parties"]),
            amendment_parties={
                change: tuple(p for p in parties if not gone(f"party:{p}"))
                for change, parties in self.base.amendment_parties.items()
            },
            lead_times={k: v for k, v in self.base.lead_times.items() if not self._gone_path(k)},
        )

    def _phase(self, address: str) -> Phase:
        name = address.partition(":")[2]
        return evolve(
            self._at(address, Phase),
            steps=tuple(self._step(a) for a in self.lists[f"{address}/steps"]),
            entry=self._guards(f"{name}/entry"),
            exit=self._guards(f"{name}/exit"),
        )

    def _step(self, address: str) -> Step:
        step = self._at(address, Step)
        return evolve(
            step,
            tasks=tuple(
                evolve(task, after=self._still(task.after))
                for task in (self._at(a, Task) for a in self.lists[f"{address}/tasks"])
            ),
            notes=tuple(self._at(a, Note) for a in self.lists[f"{address}/notes"]),
            after=self._still(step.after),
        )

    def _lifecycle(self, address: str) -> Lifecycle:
        return evolve(
            self._at(address, Lifecycle),
            states=tuple(
                evolve(self._at(a, State), invariants=self._guards(a.partition(":")[2]))
                for a in self.lists[f"{address}/states"]
            ),
            transitions=tuple(
                evolve(self._at(a, Transition), guards=self._guards(a.partition(":")[2]))
                for a in self.lists[f"{address}/transitions"]
            ),
        )

    def _requirements(self) -> Iterable[Requirement]:
        for address in self.lists["requirements"]:
            requirement = self._at(address, Requirement)
            kinds = tuple(k for k in requirement.kinds if not self._gone(f"document:{k}"))
            if kinds:
                yield evolve(requirement, kinds=kinds)

    def _set(self, place: str) -> tuple[Guard, ...]:
        return tuple(guard for guard in self._guards(place) if isinstance(guard, Guard))

    def _guards(self, place: str) -> tuple[Guard | str, ...]:
        return tuple(cast("Guard | str", self.by_address[a]) for a in self.lists.get(place, ()))

    def _still(self, after: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in after if not self._gone_path(name))

    def _gone(self, address: str) -> bool:
        """Whether the base had a piece that is no longer there."""
        return address not in self.by_address and address in self.first

    def _gone_path(self, path: str) -> bool:
        kind, _, rest = path.partition("/")
        if kind in {"document", "signature"}:
            return self._gone(f"{'party' if kind == 'signature' else kind}:{rest}")
        return self._gone(f"task:{path}" if rest else f"step:{path}")

    def _at(self, address: str, kind: type[_P]) -> _P:
        part = self.by_address[address]
        if not isinstance(part, kind):
            raise TypeError(f"{address} is a {type(part).__name__}")
        return part
