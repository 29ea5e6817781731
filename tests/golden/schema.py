"""Writes the published JSON Schema of workflow files: python -m tests.golden.schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import mobiflow
from mobiflow.formats import workflow_schema

PATH: Final = Path(mobiflow.__file__).with_name("workflow-1.schema.json")


def written() -> str:
    """The schema as it is to be published."""
    return json.dumps(workflow_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PATH.write_text(written(), encoding="utf-8")
