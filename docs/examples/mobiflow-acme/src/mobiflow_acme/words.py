"""Where the words are: English in the sources, French in a catalog."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "locale"


def N_(message: str) -> str:  # what gettext calls it
    """Mark an English text for translation, which is done when it is shown."""
    return message
