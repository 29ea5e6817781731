"""The version of the library, as its distribution states it."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final

try:
    VERSION: Final = version("mobiflow")
except PackageNotFoundError:  # run from a source tree that was never installed
    VERSION: Final = "0+unknown"  # type: ignore[misc]
