"""The bytes of a file as text, and the text as records."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mobiflow.errors import TableError
from mobiflow.imports.cells import MAX_LETTERS, clean, refused
from mobiflow.imports.headings import Columns

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "records_of", "text_of"]


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
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" or not _PHONETIC.search(text.lstrip().partition("\n")[0]):
            return text
    return None


_PHONETIC: Final = re.compile("[\u0180-\u02af]")
"""Letters no heading has: two bytes that are “É·” in Windows-1252 are one of them in UTF-8."""


MAX_COLUMNS: Final = 100

_DELIMITERS: Final = (";", "\t", ",")
_BLANK: Final = ";\t, \xa0"
"""A line of these alone is empty, whichever the delimiter."""
_DIRECTIVE: Final = re.compile(r'"?sep=([;,\t])"?(?:\r\n|\n|\r|\Z)', re.IGNORECASE)


def records_of(text: str, file: str, known: Columns) -> Iterator[tuple[int, list[str]]]:
    """The records that hold something, each with its row number, without empty cells at the end.

    A first line ``sep=;``, which tells a spreadsheet the delimiter and is not shown there, is
    obeyed and not counted.

    Raises:
        TableError: when the quotes do not match.
    """
    if directive := _DIRECTIVE.match(text):
        return _split(text[directive.end() :], directive[1], file)
    return _split(text, _delimiter(text, known), file)


def _split(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader, None)
        except csv.Error:
            raise refused(
                file,
                f"cells of at most {MAX_LETTERS:,} characters and quotes that match: one is opened "
                "and never closed, or a text goes on after its closing quote. Write a quote "
                'inside a text as "".',
                row=number,
            ) from None
        if record is None:
            return
        while record and _empty(record[-1]):
            record.pop()
        if record and any(cell.strip(_BLANK) for cell in record):
            yield number, record


def _empty(cell: str) -> bool:
    return not cell or not clean(cell)


def _delimiter(text: str, known: Columns) -> str:
    """The delimiter under which most headings are known, then under which there are most."""
    return max(_DELIMITERS, key=lambda delimiter: _likelihood(text, delimiter, known))


def _likelihood(text: str, delimiter: str, known: Columns) -> tuple[int, int]:
    try:
        _, headings = next(_split(text, delimiter, ""), (0, list[str]()))
    except TableError:
        return (-1, 0)
    recognised = known.recognise([clean(heading) for heading in headings[:MAX_COLUMNS]])
    return (len(set(recognised) - {None}), len(headings))
