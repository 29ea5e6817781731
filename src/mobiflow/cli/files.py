"""Mobilities as files: read, and written whole or not at all, never over somebody's change."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from attrs import frozen

from mobiflow import Blueprint
from mobiflow.cli.acting import actor_of
from mobiflow.cli.outcome import Conflict, Wrong
from mobiflow.cli.output.session import Session
from mobiflow.cli.output.words import Words
from mobiflow.engine import Engine
from mobiflow.errors import FormatError, nearest
from mobiflow.flow import Flow
from mobiflow.i18n import N_
from mobiflow.model import Mobility

__all__ = ["Opened", "create", "engine", "locked", "openable", "opened", "read_bytes", "unwritable"]

_LONG: Final = 2_000_000
"""From how many bytes on reading a file takes long enough to be shown."""


def clock() -> datetime:
    """The time."""
    return datetime.now(UTC)


def engine(session: Session) -> Engine:
    """An engine with the built-in plugins and those the session names."""
    return Engine(session.plugins, clock=lambda: clock())  # noqa: PLW0108  # tests replace it


@frozen
class Opened:
    """A mobility read from a file, and what is needed to write it back."""

    path: Path
    data: bytes
    flow: Flow
    session: Session

    @property
    def blueprint(self) -> Blueprint:
        """The workflow that the mobility follows."""
        return self.flow.blueprint

    @property
    def mobility(self) -> Mobility:
        """The present state."""
        return self.flow.mobility

    @property
    def today(self) -> date:
        """The day by the engine's clock."""
        return clock().date()

    @property
    def words(self) -> Words:
        """The words for the present state."""
        return Words(self.blueprint.messages_of(self.flow.mobility), self.session)

    def again(self) -> Flow:
        """The mobility as it was read, for a rehearsal."""
        return engine(self.session).loads(self.data, by=self.flow.actor)

    def save(self) -> None:
        """Write the file anew.

        Raises:
            Conflict: when it is no longer the one that was read.
        """
        path = self.path.resolve()
        data = self.flow.dumps()
        try:
            with locked(path):
                if path.read_bytes() != self.data:
                    raise Conflict(
                        N_(
                            "“{file}” was changed by somebody else in the meantime. "
                            "Nothing was changed; look at it and try again."
                        ),
                        file=self.path,
                    )
                _replace(path, data)
        except FileNotFoundError:
            raise Conflict(
                N_("“{file}” was removed in the meantime. Nothing was written."), file=self.path
            ) from None
        except OSError as error:
            raise unwritable(self.path, error) from error


def opened(path: Path, session: Session) -> Opened:
    """Read a mobility, to act for whom the session says.

    Raises:
        Wrong: when the file cannot be read.
        FormatError: when it holds something else.
    """
    data = read_bytes(path)
    made = engine(session)
    long = session.progress(session.say(N_("Reading")), None)
    try:
        with long if len(data) > _LONG else nullcontext():
            flow = made.loads(data)
    except FormatError as error:
        raise FormatError(f"{path}: {error.what}", error.problems) from error
    acting = flow.acting_as(actor_of(session.acting_as, flow.mobility))
    return Opened(path, data, acting, session)


def read_bytes(path: Path) -> bytes:
    """What is in a file.

    Raises:
        Wrong: when it cannot be read, saying why and what to do.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        near = _near(path)
        if near is not None:
            message = N_("There is no file “{file}”. Did you mean “{near}”?")
            raise Wrong(message, file=path, near=near) from None
        message = N_("There is no file “{file}”. Give the name of one that exists.")
        raise Wrong(message, file=path) from None
    except IsADirectoryError:
        raise Wrong(N_("“{file}” is a directory. Name a file in it."), file=path) from None
    except PermissionError:
        message = N_("“{file}” may not be read. Change its permissions, or ask its owner.")
        raise Wrong(message, file=path) from None
    except OSError as error:
        message = N_("“{file}” cannot be read: {problem}.")
        raise Wrong(message, file=path, problem=error.strerror or error) from error


def openable(path: Path) -> None:
    """Check that a file is there for somebody else to read, once; a pipe can be read no oftener.

    Raises:
        Wrong: as :func:`read_bytes`.
    """
    if not os.access(path, os.R_OK) or path.is_dir():
        read_bytes(path)


def _near(path: Path) -> Path | None:
    """The file beside it that may have been meant."""
    try:
        names = [other.name for other in path.parent.iterdir() if other.is_file()]
    except OSError:
        return None
    close = nearest(path.name, names, alike=0.7)
    return path.parent / close[0] if close else None


def create(path: Path, data: bytes) -> None:
    """Write a new file.

    Raises:
        Wrong: when there is one already, or it cannot be written.
    """
    exists = Wrong(
        N_("“{file}” exists already and is left as it is. Choose another name."), file=path
    )
    try:
        with locked(path.resolve()):
            if path.exists() or path.is_symlink():
                raise exists
            _replace(path.resolve(), data)
    except OSError as error:
        raise unwritable(path, error) from error


def _replace(path: Path, data: bytes) -> None:
    """Put a file in place at once: readers see the old one or the new one, never a part."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def unwritable(path: Path, error: OSError) -> Wrong:
    """What to say when something cannot be written."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        message = N_("“{file}” cannot be written: there is no such directory. Make it first.")
        return Wrong(message, file=path)
    message = N_("“{file}” cannot be written: {problem}. Nothing was changed.")
    return Wrong(message, file=path, problem=error.strerror or error)


# -- one writer at a time

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
