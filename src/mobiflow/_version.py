"""The version of the library; a test keeps it equal to the distribution's.

Asking the distribution would take a quarter of the time that ``import mobiflow`` takes.
"""

from typing import Final

VERSION: Final = "0.1.0"
