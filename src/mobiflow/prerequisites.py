"""Moved to mobiflow.definition; kept while the countries are being written."""

from mobiflow.definition.prerequisites import *  # noqa: F403
