"""Filters and tags of the office's templates."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django import template
from django.contrib.admin.views.main import ChangeList
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from noren.kernel.channels import channel_words
from noren.kernel.columns import tag
from noren.kernel.ids import uuid7
from noren.kernel.moments import say_day, say_long_day
from noren.kernel.paging import MOST_SHOWN, CappedPaginator
from noren.kernel.sources import SOURCES
from noren.office import words
from noren.office.event_words import TOLD, Told, tell
from noren.office.model_words import column_words
from noren.office.permissions import visitor_of
from noren.office.return_story import ReturnStory, story_of_return
from noren.orders.changes import ChangeView, changes_of_order
from noren.orders.models import Order, OrderSource, OrderStatus, Return
from noren.orders.notes import NoteView, notes_of_order
from noren.outreach.queries import MessageView, messages_of_order
from noren.payments.queries import AttemptStory, PaymentView, attempts_of_order, payments_of_order, refunds_of_order
from noren.payments.refunds import RefundView
from noren.payments.words import call_words, provider_words, refund_reason_words, said_words
from noren.people.roles import Deed
from noren.stores.names import names_of_stores
from noren.timeline.queries import events_of_subject

register = template.Library()

_LABEL = re.compile('data-label="[^"]*"')

register.filter("money", words.money)
register.filter("percent", words.percent)
register.filter("refund_reason", refund_reason_words)
register.filter("provider_words", provider_words)
register.filter("said_words", said_words)
register.filter("call_words", call_words)
register.filter("channel", channel_words)
register.filter("say_day", say_day)
register.filter("say_long_day", say_long_day)


@register.filter
def label(words: object) -> str:
    """What a column is called, with a capital letter."""
    return capfirst(str(column_words(words)))


@register.filter
def under(cells: Iterable[str], heads: Iterable[Mapping[str, object]]) -> Iterator[SafeString]:
    """The cells of a row, each with what its column is called, which stands beside it on a phone."""
    for cell, head in zip(cells, heads, strict=True):
        said = format_html('data-label="{}"', label(head["text"]))
        yield mark_safe(said.join(_LABEL.split(cell, maxsplit=1)))  # noqa: S308 - Django made the cell


@register.filter
def order_state(status: str) -> SafeString:
    """The state of an order in words on its wash."""
    return tag(str(OrderStatus(status).label), status)


@register.filter
def source_words(source: str) -> str:
    """Where a record comes from; nothing for live ones."""
    return "" if source == OrderSource.LIVE else str(SOURCES.get(source, source))


@register.filter
def signed(number: int) -> str:
    """A difference with its sign: `+3`, `−2`."""
    return f"{number:+,}".replace("-", "−") if number else "0"


@register.filter
def count(number: int) -> str:
    """A count with its thousands parted; a dash for none."""
    return f"{number:,}" if number else "–"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which of the records a page of a list shows, counted from 1, and of how many; `is_capped` when there are more."""

    first: int
    last: int
    count: int
    is_capped: bool
    has_next: bool

    @property
    def is_end(self) -> bool:
        """Whether it is the last one that is shown of a list that goes on."""
        return self.is_capped and not self.has_next and self.last >= MOST_SHOWN


@register.simple_tag
def stretch_of(changes: ChangeList) -> Stretch:
    """The part of a list that its page shows."""
    pages, shown = cast(CappedPaginator, changes.paginator), len(changes.result_list)
    before = (changes.page_num - 1) * changes.list_per_page if changes.multi_page and not changes.show_all else 0
    last = before + shown
    is_full = shown == changes.list_per_page and last < MOST_SHOWN
    return Stretch(
        before + 1, last, pages.shown_count, pages.is_capped, is_full if pages.is_capped else last < pages.count
    )


@dataclass(frozen=True, slots=True)
class Story:
    """What other rooms know of an order."""

    told: tuple[Told, ...]
    payments: tuple[PaymentView, ...]
    attempts: tuple[AttemptStory, ...]
    refunds: tuple[RefundView, ...]
    messages: tuple[MessageView, ...]
    changes: tuple[ChangeView, ...]
    notes: tuple[NoteView, ...]
    may_note: bool
    note_uid: UUID


@register.simple_tag(takes_context=True)
def order_story(context: Context, order: Order) -> Story:
    """The events, changes, notes, payments and mails of an order; mails for those who may send them again."""
    events = [event for event in events_of_subject(order.uid) if event.name in TOLD]
    stores: Mapping[int, str] = names_of_stores({event.store_id for event in events if event.store_id})
    sees_mails = visitor_of(context["request"]).may(Deed.RESEND_MAIL)
    return Story(
        told=tuple(tell(event, stores=stores) for event in events),
        payments=tuple(payments_of_order(order.uid)),
        attempts=tuple(attempts_of_order(order.uid)),
        refunds=tuple(refunds_of_order(order.uid)),
        messages=tuple(messages_of_order(order.uid)) if sees_mails else (),
        changes=tuple(changes_of_order(order.uid)),
        notes=tuple(notes_of_order(order.uid)),
        may_note=visitor_of(context["request"]).may(Deed.CHANGE_ORDER),
        note_uid=uuid7(),
    )


@register.simple_tag
def return_story(goods_return: Return) -> ReturnStory:
    """What happened in a return, and what is to be done about it."""
    return story_of_return(goods_return.uid)


@register.filter
def ago(at: datetime | None, now: datetime) -> str:
    """How long an instant is past, in the largest whole unit."""
    if at is None:
        return ""
    minutes = max(0, int((now - at).total_seconds() // 60))
    if minutes < 60:
        return _("%(count)d min late") % {"count": minutes}
    if minutes < 48 * 60:
        return _("%(count)d h late") % {"count": minutes // 60}
    return _("%(count)d days late") % {"count": minutes // 1440}
