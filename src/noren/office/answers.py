"""Answers of the office's own pages: a template with what every page has, and CSV files that spreadsheets open."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from noren.kernel.csv_file import Cell as Cell
from noren.kernel.csv_file import csv_file as csv_file


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, title: object, status: int = 200
) -> TemplateResponse:
    """A page with the bar, the title and whoever is signed in."""
    request.current_app = admin.site.name
    whole = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, template, whole, status=status)
