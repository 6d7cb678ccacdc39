"""Reading: rows of a file as values, and every cell that means nothing, with its line, column and cause."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from noren.connect.columns import Column, Header, Row
from noren.connect.errors import ParquetBroken, ValueTooLarge
from noren.connect.files import FileFormat
from noren.connect.values import Value, ValueRefused
from noren.kernel.staging import BadCell

_BATCH = 2_000
_BLOCK = 1 << 18
_END_OF_DOS_FILE = "\x1a"
_NUL = "\x00"
MOST_SHOWN = 200
MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: its values by staged column, or what is bad about it.

    Attributes:
        line: of the file, the header is line 1; of a row over several lines the first.
        share: how much of the file is read now, 0 to 1.
    """

    line: int
    values: Row
    bad: tuple[BadCell, ...]
    share: float


def read_rows(path: Path, found: FileFormat, header: Header) -> Iterator[ReadRow]:
    """The rows of a file that was recognized, in its order; rows without any value are passed over.

    Raises:
        ParquetBroken, ValueTooLarge: found on the way, so some rows may have come before.
    """
    rows = _parquet_rows(path) if found.name == "parquet" else _text_rows(path, found)
    for line, cells, share in rows:
        if isinstance(cells, BadCell):
            yield ReadRow(line, {}, (cells,), share)
        elif any(cells):
            values, bad = _converted(line, cells, header)
            yield ReadRow(line, values, tuple(bad), share)


Cells = list[str] | BadCell


def _text_rows(path: Path, found: FileFormat) -> Iterator[tuple[int, Cells, float]]:
    size = path.stat().st_size
    with path.open("rb", buffering=0) as raw:
        text = io.TextIOWrapper(io.BufferedReader(raw, _BLOCK), encoding=found.encoding, newline="")
        reader = csv.reader(text, delimiter=found.delimiter, strict=True)
        is_header, line, share = True, 1, 0.0
        while True:
            cells: Cells
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                cells = BadCell(line, "", "", "row_broken")
            if is_header:
                is_header = not isinstance(cells, BadCell) and not any(cells)
            elif cells != [_END_OF_DOS_FILE]:
                yield line, cells, share
            # How far it is, only now and then: it asks the operating system.
            line = reader.line_num + 1
            if line % 1_000 == 0:
                share = raw.tell() / size


def _parquet_rows(path: Path) -> Iterator[tuple[int, Cells, float]]:
    with pq.ParquetFile(path, read_dictionary=_text_columns(path)) as file:
        total, line = file.metadata.num_rows, 1
        _check_sizes(file)
        for batch in _batches(file):
            columns = [_texts(name, column) for name, column in zip(batch.schema.names, batch.columns, strict=True)]
            for cells in zip(*columns, strict=True):
                line += 1
                yield line, list(cells), (line - 1) / total


def _text_columns(path: Path) -> list[str]:
    """They are read as dictionaries: a text that is written once and meant a million times stays one text."""
    schema = pq.read_schema(path)
    return [name for name, kind in zip(schema.names, schema.types, strict=True) if _is_text(kind)]


def _check_sizes(file: pq.ParquetFile) -> None:
    """Refuse a column whose texts are too large on average, before it is unpacked: a few hundred bytes may hold a
    gigabyte."""
    for group in range(file.metadata.num_row_groups):
        for number, name in enumerate(file.schema_arrow.names):
            column = file.metadata.row_group(group).column(number)
            if column.total_uncompressed_size > MOST_BYTES * (column.num_values + 16):
                raise _too_large(name)


def _batches(file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    try:
        yield from file.iter_batches(_BATCH)
    except (pa.ArrowException, OSError):
        raise ParquetBroken(field="file") from None


def _texts(name: str, column: pa.Array) -> list[str]:
    if not isinstance(column, pa.DictionaryArray):
        _check_lengths(name, column)
        return [_as_text(value) for value in _values(column)]
    _check_lengths(name, column.dictionary)
    known = [_as_text(value) for value in _values(column.dictionary)]
    return ["" if place is None else known[place] for place in column.indices.to_pylist()]


def _values(column: pa.Array) -> list[object]:
    try:
        values: list[object] = column.to_pylist()
    except UnicodeDecodeError:
        raise ParquetBroken(field="file") from None
    return values


def _check_lengths(name: str, column: pa.Array) -> None:
    if _is_text(column.type) and (pc.max(pc.binary_length(column)).as_py() or 0) > MOST_BYTES:
        raise _too_large(name)


def _is_text(kind: pa.DataType) -> bool:
    return any((pa.types.is_string(kind), pa.types.is_large_string(kind), pa.types.is_string_view(kind)))


def _too_large(name: str) -> ValueTooLarge:
    return ValueTooLarge(field="file", column=name[:60], most_kb=MOST_BYTES // 1024)


def _as_text(value: object) -> str:
    """A value of Parquet as somebody would write it: whole floats without a point, which pandas makes of integers."""
    if value is None or value != value:  # NaN is what pandas writes for "nothing"
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def _converted(line: int, cells: list[str], header: Header) -> tuple[Row, list[BadCell]]:
    columns = header.columns
    if len(cells) != len(columns):
        if len(cells) < len(columns) or any(cell.strip() for cell in cells[len(columns) :]):
            code = "row_too_short" if len(cells) < len(columns) else "row_too_long"
            details = {"found": len(cells), "wanted": len(columns)}
            return {}, [BadCell(line, "", _shown(cells), code, details)]
        cells = cells[: len(columns)]
    values: Row = {}
    bad: list[BadCell] = []
    for column, cell in zip(columns, cells, strict=True):
        if column is None:
            if cell.strip():
                bad.append(BadCell(line, "", cell[:MOST_SHOWN], "row_too_long", _lengths(cells, columns)))
            continue
        try:
            values[column.staged_as] = _value(column, cell)
        except ValueRefused as refused:
            bad.append(BadCell(line, column.staged_as, cell.strip()[:MOST_SHOWN], refused.code, refused.details))
        except (ValueError, ArithmeticError):
            # The last net: whatever a converter did not think of is one bad value, not the end of the file.
            bad.append(BadCell(line, column.staged_as, cell.strip()[:MOST_SHOWN], "not_readable"))
    return values, bad


def _value(column: Column, cell: str) -> Value:
    if _NUL in cell:  # PostgreSQL has no such character
        raise ValueRefused("not_readable")
    if cell and not cell.isspace():
        return column.convert(cell)
    if column.is_needed:
        raise ValueRefused("missing")
    return None


def _lengths(cells: list[str], columns: tuple[Column | None, ...]) -> dict[str, str | int]:
    return {"found": len(cells), "wanted": sum(column is not None for column in columns)}


def _shown(cells: Iterable[str]) -> str:
    return ", ".join(cells)[:MOST_SHOWN]
