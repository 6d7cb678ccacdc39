"""The log of events and its readers in the office, read-only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from noren.kernel.columns import channel, data, in_words, source
from noren.kernel.filters import DayFilter, one_of
from noren.kernel.records import RecordAdmin
from noren.timeline.models import Consumer, Event
from noren.timeline.words import EVENTS


@admin.register(Event)
class EventAdmin(RecordAdmin):
    """Everything that happened. The list is long: look for a uid, or open a customer's timeline."""

    words = (_("event"), _("events"))
    see_deeds = ("see_timeline",)
    store_path = "store_id"
    list_display = (
        "occurred_at",
        in_words("name", _("what happened"), EVENTS),
        channel("channel", _("channel")),
        source(_("source")),
        "subject_uid",
        "position",
    )
    list_filter = (("name", one_of(EVENTS, _("what happened"))), ("occurred_at", DayFilter))
    search_fields = ("=subject_uid", "=name")
    search_help_text = _("uid of what it is about, or the event's name in English")
    ordering = ("-pk",)
    fields = (
        "occurred_at",
        "told",
        "happened_in",
        "brought_by",
        "subject_uid",
        "position",
        "received_at",
        "said",
        "around",
    )
    readonly_fields = ("told", "happened_in", "brought_by", "said", "around")
    told = in_words("name", _("what happened"), EVENTS)
    happened_in = channel("channel", _("channel"))
    brought_by = source(_("source"))
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
