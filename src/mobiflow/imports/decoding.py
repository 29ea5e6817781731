"""From the bytes of a file to its text."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from mobiflow.imports.problems import refused

__all__ = ["MAX_BYTES", "text_of"]

MAX_BYTES: Final = 5_000_000

_SAVE: Final = "In the spreadsheet program, use “Save as” and choose “CSV UTF-8”."

_SIGNATURES: Final = (
    (b"PK\x03\x04", "an Excel or OpenDocument workbook (.xlsx, .ods)"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
    (b"%PDF", "a PDF document"),
)


def text_of(source: Path | bytes, file: str) -> str:
    """The text of a file: UTF-8 or UTF-16 with its mark, UTF-8 without, else Windows-1252.

    Raises:
        TableError: when the file is too large, or is no text.
    """
    data = _read(source)
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1_000_000} MB"
        raise refused(file, f"a file of at most {limit}. Split it, or send the sheet alone.")
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise refused(file, f"a CSV file, not {what}. {_SAVE}")
    text = _decoded(data)
    if text is None or "\0" in text:
        raise refused(file, f"a CSV file, but this is no text, or its encoding is rare. {_SAVE}")
    return text


def _read(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    with Path(source).open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _decoded(data: bytes) -> str | None:
    encodings = ["utf-8", "cp1252"]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif data.startswith(codecs.BOM_UTF8):
        encodings = ["utf-8-sig"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
