"""Whose guide this is."""

from __future__ import annotations

from typing import Final

from mobiflow.i18n import N_

__all__ = ["CREDIT"]

CREDIT: Final = N_(
    "After the guide “Organize a mobility project for certification purposes, step by step”, "
    "a deliverable of the Erasmus+ strategic partnership 2020-1-FR01-KA202-080445. The facts are "
    "the guide's, the words are ours."
)
