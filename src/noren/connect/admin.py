"""Imports in the office: files come in on a page of their own; what became of them is read-only here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from noren.connect.models import BadValue, Import
from noren.connect.words import KIND_WORDS
from noren.kernel.columns import in_words, link, state
from noren.kernel.filters import ChoiceFilter, DayFilter, RecordFilter, one_of
from noren.kernel.records import RecordAdmin, RecordLink


@admin.register(Import)
class ImportAdmin(RecordAdmin):
    """Files that came in, and what became of them."""

    see_deeds = ("import",)
    list_display = (
        "filename",
        in_words("kind", _("What it holds"), KIND_WORDS),
        state("status", _("status")),
        "is_dry_run",
        "row_count",
        "changed_count",
        "error_count",
        "started_at",
        "finished_at",
    )
    list_filter = (
        ("status", ChoiceFilter),
        ("kind", one_of(KIND_WORDS, _("What it holds"))),
        ("started_at", DayFilter),
    )
    search_fields = ("filename", "=digest")
    ordering = ("-pk",)
    readonly_fields = ("holds", "failure_shown")
    holds = in_words("kind", _("What it holds"), KIND_WORDS)
    fields = (
        "filename",
        "holds",
        "format",
        "encoding",
        "status",
        "is_dry_run",
        "row_count",
        "changed_count",
        "error_count",
        "started_at",
        "finished_at",
        "failure_shown",
    )

    @admin.display(description=_("failure"), empty_value="–")
    def failure_shown(self, record: Import) -> str:
        """Why it ended early."""
        return record.failure_words

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """The page that follows it and lists what was refused."""
        return [RecordLink(str(_("How it went")), reverse("admin:import", args=[record.uid]))]


@admin.register(BadValue)
class BadValueAdmin(RecordAdmin):
    """Values that imports refused."""

    see_deeds = ("import",)
    list_display = ("line", "column", "value", "reason", link("batch", _("import")))
    list_display_links = None
    list_filter = (("batch", RecordFilter),)
    search_fields = ("=value", "=column")
    ordering = ("-batch_id", "line", "pk")
