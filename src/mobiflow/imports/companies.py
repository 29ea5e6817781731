"""Reading a list of companies."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from mobiflow.imports.cells import (
    Cell,
    read_contact,
    read_country,
    read_text,
    read_word,
    rule_of,
)
from mobiflow.imports.headings import COMPANIES
from mobiflow.imports.problems import CellProblem
from mobiflow.imports.rows import Findings, Table, table_of
from mobiflow.imports.sheet import Row, read_sheet
from mobiflow.imports.words import KINDS
from mobiflow.model import Company
from mobiflow.model.words import CompanyKind

__all__ = ["read_companies"]

_ID: Final = rule_of(Company, "id")
_NAME: Final = rule_of(Company, "name")
_CONTACT: Final = rule_of(Company, "contact")


def read_companies(source: Path | bytes, *, name: str | None = None) -> Table[Company]:
    r"""The companies a CSV file lists, host and sending ones alike.

    Args:
        source: the file, or what is in it.
        name: how errors call the file; its own name when left out.

    Raises:
        TableError: with every problem of the file; each is a :class:`CellProblem`.
        OSError: when the file cannot be opened.

    >>> text = b"Id;Type;Nom;Pays\nc-1;accueil;Krause;Allemagne"
    >>> table = read_companies(text)
    >>> table.rows[0].kind, table.rows[0].country
    ('host', 'DE')
    """
    return table_of(read_sheet(source, name, COMPANIES), _company)


def _company(row: Row, findings: Findings) -> Company | None:
    company_id = findings.read_id(row, _ID)
    findings.demand(row, "kind", "host or sending (accueil or envoi)")
    kind: CompanyKind | None = findings.read(row, "kind", _kind)
    company = Company(
        company_id or "",
        kind=kind or "host",
        name=findings.read(row, "name", partial(read_text, rule=_NAME)),
        country=findings.read(row, "country", read_country),
        contact=findings.read(row, "contact", partial(read_contact, rule=_CONTACT)),
    )
    return None if company_id is None or kind is None else company


def _kind(cell: Cell) -> CompanyKind | CellProblem:
    return read_word(cell, KINDS, "host or sending (accueil or envoi)")
