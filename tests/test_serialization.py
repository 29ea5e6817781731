"""What is stored comes back equal, and nothing else is read."""

from __future__ import annotations

import ast
import copy
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobiflow import (
    Actor,
    Company,
    Engine,
    FormatError,
    InvalidValue,
    Learner,
    Mobility,
    Organisation,
    Outcome,
    Period,
    Ref,
    Refusal,
    Remedy,
    Unit,
    UnknownName,
    actions,
    hookimpl,
    model,
    serialization,
)
from mobiflow import journal as journals
from mobiflow.actions import (
    AddCompany,
    AddLearner,
    CancelDocument,
)
