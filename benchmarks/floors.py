"""What others are compared with: little, and the same whatever becomes of mobiflow."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import time

from cattrs.preconf.json import JsonConverter, make_converter
from transitions import EventData, Machine

from mobiflow import Mobility

BARE_TRANSITION = "one transition of stock transitions"
STOCK_MACHINE = "one stock machine of 20 states made"
PLAIN_CATTRS = "plain cattrs and json"
BARE_PYTHON = "a bare interpreter"
PARTS = "its parts imported"
AS_TEXT = "its text"

IMPORT_PARTS = "import attrs, pluggy, transitions"


class Subject:
    """Something with a state and the answers of three guards."""

    def __init__(self, *, met: bool = True) -> None:
        self.state = "s0"
        self.facts = [met] * 3


def stock_machine(states: int = 20, *, around: bool = True) -> Machine:
    """A chain of stock `transitions`, three guards each; ``around`` leads back to the start."""
    names = [f"s{number}" for number in range(states)]
    machine = Machine(None, names, names[0], auto_transitions=False, send_event=True)
    for source, dest in zip(names, [*names[1:], names[0]], strict=True):
        if around or dest != names[0]:
            machine.add_transition("go", source, dest, [_guard(number) for number in range(3)])
    return machine


def _guard(number: int) -> Callable[[EventData], bool]:
    def met(event: EventData) -> bool:
        subject: Subject = event.model  # type: ignore[assignment]  # the stubs know an object
        return subject.facts[number]

    return met


def bare_transition() -> Callable[[], object]:
    """One transition with three guards, on one machine for all subjects."""
    trigger, subject = stock_machine().events["go"].trigger, Subject()
    return lambda: trigger(subject)


def plain_reading(document: bytes) -> Callable[[], Mobility]:
    """A document parsed, its state read by cattrs as it comes, which coerces and checks little."""
    converter = _converter()
    return lambda: converter.structure(json.loads(document)["mobility"], Mobility)


def plain_writing(document: bytes) -> Callable[[], bytes]:
    """The same text written: the state by cattrs as it comes, the journal from plain values."""
    converter, mobility = _converter(), plain_reading(document)()
    rest = {name: part for name, part in json.loads(document).items() if name != "mobility"}

    def write() -> bytes:
        whole = {**rest, "mobility": converter.unstructure(mobility)}
        return json.dumps(whole, ensure_ascii=False).encode()

    return write


def _converter() -> JsonConverter:
    converter = make_converter(omit_if_default=True)
    converter.register_structure_hook(time, lambda value, _: time.fromisoformat(value))
    converter.register_unstructure_hook(time, time.isoformat)
    return converter
