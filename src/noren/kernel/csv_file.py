"""CSV files that spreadsheets open as they are, and run nothing of."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

Cell = str | int | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """A CSV file with a BOM, without which spreadsheets take UTF-8 for something else."""
    answer = StreamingHttpResponse(_csv_lines(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield "\ufeff"
    for row in rows:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerow([_harmless(cell) for cell in row])
        yield out.getvalue()


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet shows and does not run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
