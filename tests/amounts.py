"""How much of a flood of cases is tried: a sample of it, unless ``MOBIFLOW_TESTS`` says more.

``MOBIFLOW_TESTS=all`` (``make test-all``) tries every case and every example; ``long`` leaves the
walks running for an hour. A sample is the same every time.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import settings

AMOUNT: Final = os.environ.get("MOBIFLOW_TESTS", "")
ALL: Final = AMOUNT in {"all", "long"}
LONG: Final = AMOUNT == "long"
SHARE: Final = 6
"""One in so many is tried in a sample."""


def examples(full: int, sample: int | None = None) -> settings:
    """So many examples of Hypothesis; a share of them in a sample, or as many as given."""
    return settings(max_examples=full if ALL else (sample or max(full // SHARE, 4)))
