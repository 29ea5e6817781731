"""A lock on a file that is replaced: one process writes at a time.

The file itself cannot be locked, as replacing it gives it a new identity; a file beside it is,
which is gone when nobody holds it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["locked"]

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold the lock of a file, once nobody else does.

    Raises:
        OSError: when no lock can be made there.
    """
    lock = path.with_name(f".{path.name}.lock")
    handle = _held(lock)
    try:
        yield
    finally:
        with suppress(OSError):  # Windows keeps an open file, and the next one takes it over
            lock.unlink()
        _unlock(handle)
        os.close(handle)


def _held(lock: Path) -> int:
    """A handle on the lock that still is the file of its name, and not one just removed."""
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        _lock(handle)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), lock.stat()):
                return handle
        os.close(handle)
