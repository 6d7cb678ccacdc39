"""The log of events and its readers in the office, read-only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from noren.kernel.columns import channel, data
from noren.kernel.filters import DayFilter
from noren.kernel.records import RecordAdmin
from noren.timeline.models import Consumer, Event


@admin.register(Event)
class EventAdmin(RecordAdmin):
    """Everything that happened. The list is long: look for a uid, or open a customer's timeline."""

    words = (_("event"), _("events"))
    see_deeds = ("see_timeline",)
    store_path = "store_id"
    list_display = ("occurred_at", "name", channel("channel", _("channel")), "source", "subject_uid", "position")
    list_filter = (("occurred_at", DayFilter),)
    search_fields = ("=subject_uid", "=name")
    search_help_text = _("uid of what it is about, or the event's name in English")
    ordering = ("-pk",)
    fields = (
        "occurred_at",
        "name",
        "channel",
        "source",
        "subject_uid",
        "position",
        "received_at",
        "said",
        "around",
    )
    readonly_fields = ("said", "around")
    said = data("properties", _("what is said"))
    around = data("context", _("what is known around it"))


@admin.register(Consumer)
class ConsumerAdmin(RecordAdmin):
    """How far each reader of the log has read."""

    words = (_("reader of events"), _("readers of events"))
    see_deeds = ("manage_tokens",)
    list_display = ("name", "shard", "position")
    list_display_links = None
    search_fields = ("name",)
