"""Files: what a file is, found out before anything of it is staged. The only code that guesses; it says what it saw."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from noren.connect.columns import Column, Header, count_known, read_header
from noren.connect.errors import (
    ColumnTypeInvalid,
    EncodingBroken,
    EncodingUnknown,
    FileEmpty,
    FileNotText,
    FileTooLarge,
    FileWithoutRows,
    ParquetBroken,
    SpreadsheetGiven,
)

_BLOCK = 1 << 20
_PARQUET = b"PAR1"
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = (",", "\t", ";")
# Of the characters below the space a table of text has only these.
_TEXT_CONTROLS = b"\t\n\r\x0b\x0c\x1a"
# What Python makes of the bytes A0, FD, FE and FF, which Shift_JIS does not have.
_NO_CHARACTER = re.compile("[\uf8f0-\uf8f3]")
_NOT_TEXT = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS)


@dataclass(frozen=True, slots=True)
class FileFormat:
    """What a file is: `csv` with its encoding (a codec of Python) and delimiter, or `parquet`."""

    name: str
    encoding: str = ""
    delimiter: str = ""


def check_size(size: int) -> None:
    """Refuse a file by its size alone.

    Raises:
        FileEmpty, FileTooLarge.
    """
    if size == 0:
        raise FileEmpty(field="file")
    if size > settings.IMPORT_MAX_BYTES:
        raise FileTooLarge(field="file", size_mb=-(-size // 2**20), limit_mb=settings.IMPORT_MAX_BYTES // 2**20)


def recognize(path: Path) -> FileFormat:
    """What the file is. A text is read through once, to know that all of it can be decoded.

    Raises:
        FileEmpty, FileTooLarge, SpreadsheetGiven, FileNotText, EncodingUnknown, EncodingBroken.
    """
    check_size(path.stat().st_size)
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(_PARQUET):
        return FileFormat("parquet")
    if start.startswith(_SPREADSHEETS):
        raise SpreadsheetGiven(field="file")
    return FileFormat("csv", _encoding_of(path, start))


def read_header_of(path: Path, found: FileFormat, columns: Sequence[Column]) -> tuple[FileFormat, Header]:
    """The header, and with it the delimiter of a text.

    Raises:
        ColumnUnknown, ColumnRepeated, ColumnsMissing, ColumnTypeInvalid, ParquetBroken, FileWithoutRows.
    """
    if found.name == "parquet":
        return found, _parquet_header(path, columns)
    with path.open(encoding=found.encoding, newline="") as file:
        lines = (line for line in file if line.strip())
        first = next(lines, "")
        delimiter = max(_DELIMITERS, key=lambda each: count_known(_cells(first, each), columns))
        header = read_header(_cells(first, delimiter), columns)
        if next(lines, None) is None:
            raise FileWithoutRows(field="file")
    return FileFormat("csv", found.encoding, delimiter), header


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:
        return [line]


def _encoding_of(path: Path, start: bytes) -> str:
    if start.startswith(_UTF16):
        broken = _first_broken_line(path, "utf-16")
        if broken is not None:
            raise EncodingBroken(field="file", line=broken, encoding="UTF-16")
        return "utf-16"
    first_not_ascii = _check_is_text(path)
    broken = _first_broken_line(path, "utf-8-sig")
    if broken is None:
        return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"
    if start.startswith(codecs.BOM_UTF8) or _is_utf8(first_not_ascii):
        raise EncodingBroken(field="file", line=broken, encoding="UTF-8")
    broken = _first_broken_line(path, "cp932")
    if broken is None:
        return "cp932"
    raise EncodingUnknown(field="file", line=broken)


def _check_is_text(path: Path) -> bytes:
    """Refuse what has bytes that no text has; answer the first few bytes from the first that is not ASCII."""
    sample = b""
    for block in _blocks(path):
        if len(block.translate(None, _NOT_TEXT)) < len(block):
            raise FileNotText(field="file")
        if not sample and not block.isascii():
            place = next(place for place, byte in enumerate(block) if byte > 127)
            sample = block[place : place + 4]
    return sample


def _is_utf8(start: bytes) -> bool:
    """Whether the first character that is not ASCII is one of UTF-8: then the file is, with a damaged place in it.

    Three bytes at least: in Shift_JIS any two bytes may look like a short one.
    """
    try:
        return start[:3].decode("utf-8")[:1] > "\u07ff"
    except UnicodeDecodeError:
        return False


def _first_broken_line(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line = 1
    for block in _blocks(path):
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as error:
            return line + error.object[: error.start].decode(error.encoding, "replace").count("\n")
        if encoding == "cp932" and (found := _NO_CHARACTER.search(text)):
            return line + text.count("\n", 0, found.start())
        line += text.count("\n")  # of the text: in UTF-16 other characters have this byte too
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _parquet_header(path: Path, columns: Sequence[Column]) -> Header:
    try:
        with pq.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowException, OSError):
        raise ParquetBroken(field="file") from None
    header = read_header(schema.names, columns)
    for name, kind in zip(schema.names, schema.types, strict=True):
        if not _has_plain_values(kind.value_type if pa.types.is_dictionary(kind) else kind):
            raise ColumnTypeInvalid(field="file", column=name[:60], type=str(kind)[:60])
    if rows == 0:
        raise FileWithoutRows(field="file")
    return header


def _has_plain_values(kind: pa.DataType) -> bool:
    is_bytes = pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    is_bytes = is_bytes or pa.types.is_binary_view(kind) or pa.types.is_fixed_size_binary(kind)
    return not (pa.types.is_nested(kind) or is_bytes)
