"""The translations that a plugin brings."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

__all__ = ["Catalog"]


@frozen
class Catalog:
    """Compiled gettext catalogs, one per language, in ``{folder}/fr/LC_MESSAGES/{domain}.mo``.

    Their keys are English texts: the titles of definitions, and what guards and actions say.
    """

    folder: Path
    domain: str
