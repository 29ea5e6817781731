"""Distributions built as an installer builds them, and tested where only they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path


def own_tests(project: Path, directory: Path) -> str:
    """Build a distribution, install it by itself, run its own tests; return what pytest said."""
    source, site = directory / "source", directory / "site"
    shutil.copytree(project, source)
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(directory / "dist"), cwd=source)
    (wheel,) = (directory / "dist").iterdir()
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    shutil.rmtree(source / "src")  # what is tested is what was packed
    return run("-m", "pytest", "-p", "no:cacheprovider", cwd=source, site=site)


def run(*arguments: str, cwd: Path, site: Path | None = None) -> str:
    """Run Python as somebody would who has mobiflow and what is in ``site``, and nothing else."""
    known = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "MOBIFLOW"))}
    env = {**known, "PYTHONPATH": str(site)} if site else known
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout
