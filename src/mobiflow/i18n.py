"""Ordinary gettext catalogs, looked up along a chain of locales."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from attrs import field

from mobiflow._record import record

if TYPE_CHECKING:
    from gettext import NullTranslations

__all__ = ["DOMAIN", "LOCALE", "N_", "Catalogs"]

DOMAIN = "mobiflow"
LOCALE = Path(__file__).parent / "locale"


def N_(message: str) -> str:
    """Mark an English text for translation; it is translated when shown."""
    return message


class _Spoken(Protocol):
    """What is asked of gettext's catalogs; their type would have to be imported to be read."""

    def gettext(self, message: str, /) -> str: ...


@record
class Catalogs:
    """The translations of the library and of its plugins.

    ``folders`` are locale folders as gettext lays them out, each with its own domain; the first
    that knows a text wins. An unknown locale falls back to its language, then to English.
    """

    folders: tuple[tuple[Path, str], ...] = ((LOCALE, DOMAIN),)
    _loaded: dict[str, _Spoken] = field(
        factory=dict[str, _Spoken], init=False, eq=False, repr=False
    )

    def translate(self, message: str, locale: str) -> str:
        """A text in a language; the English text itself when no catalog knows it."""
        if not message:
            return ""
        return self._translations(locale).gettext(message)

    def _translations(self, locale: str) -> _Spoken:
        found = self._loaded.get(locale)
        if found is None:
            found = self._loaded[locale] = self._load(locale)
        return found

    def _load(self, locale: str) -> NullTranslations:
        import gettext  # heavy: only who reads a sentence pays

        languages = list(_chain(locale))
        chain = gettext.NullTranslations()
        for folder, domain in reversed(self.folders):
            catalog = gettext.translation(domain, folder, languages, fallback=True)
            catalog.add_fallback(chain)
            chain = catalog
        return chain


def _chain(locale: str) -> Iterable[str]:
    name = locale.replace("-", "_")
    yield name
    if "_" in name:
        yield name.partition("_")[0]
