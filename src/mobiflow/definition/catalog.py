"""The translations that a plugin brings."""

from __future__ import annotations

from pathlib import Path

from mobiflow._record import record

__all__ = ["Catalog"]


@record
class Catalog:
    """Compiled gettext catalogs, one per language, in ``{folder}/fr/LC_MESSAGES/{domain}.mo``.

    Their keys are English texts: the titles of definitions, and what guards and actions say.
    """

    folder: Path
    domain: str
