"""Answers of the office's own pages: a template with what every page has, and CSV files that spreadsheets open."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse

Cell = str | int | None


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, title: object, status: int = 200
) -> TemplateResponse:
    """A page with the bar, the title and whoever is signed in."""
    request.current_app = admin.site.name
    whole = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, template, whole, status=status)


def csv_file(name: str, rows: Iterable[Sequence[Cell]]) -> HttpResponse | StreamingHttpResponse:
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
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t")) else cell
