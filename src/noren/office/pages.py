"""The addresses of the office's own pages."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import URLPattern, path
from django.views.i18n import set_language

View = Callable[..., Any]


def page_paths(guard: Callable[[View], View]) -> Sequence[URLPattern]:
    """The pages that are not lists of records, each behind the site's guard; the language may be chosen before."""
    return [path("language/", set_language, name="language")]
