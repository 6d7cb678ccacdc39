"""Which orders a reader may see: those of a batch of past sales appear all at once, when the batch is finished."""

import hashlib
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, Refused
from noren.orders.models import Order

IS_VISIBLE_SQL = (
    "(o.history_id IS NULL OR o.history_id NOT IN (SELECT h.id FROM orders_history h WHERE h.finished_at IS NULL))"
)
"""The same condition for SQL over `orders_order o`."""

# Version 8 of RFC 9562: a UUID of our own making, the same each time the same sale is read.
_UID = "overlay(overlay(md5(%(source)s || '{}' || {{}}) PLACING '8' FROM 13) PLACING 'a' FROM 17)::uuid"
ORDER_UID = _UID.format("/")
LINE_UID = _UID.format("//")
"""SQL for the uid of a past sale from its receipt, and of a line from receipt and place; binds `source`."""


def stable_uid(*parts: object) -> UUID:
    """A UUID (version 8) that follows from the parts: the same each time."""
    digits = hashlib.md5("/".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()
    return UUID(f"{digits[:12]}8{digits[13:16]}a{digits[17:]}")


def order_uid_of(source: str, receipt: str) -> UUID:
    """The uid of a past sale, as `ORDER_UID` works it out."""
    return stable_uid(source, receipt)


def is_visible() -> Q:
    """The condition on orders; every list, report and search of orders uses it."""
    return Q(history__isnull=True) | Q(history__finished_at__isnull=False)


def visible_orders(orders: QuerySet[Order] | None = None) -> QuerySet[Order]:
    """The orders, all of them unless a queryset is given, without those of batches still on their way in."""
    return (Order.objects.all() if orders is None else orders).filter(is_visible())


class HistoryInvalid(Refused):
    """Past sales that cannot be recorded: lines name what does not exist, or the batch is finished."""

    code = "history_invalid"
    words = _("Past sales cannot be recorded: %(found)d of %(given)d lines fit the catalog and their receipts.")


class HistoryFinished(Conflict):
    """The batch was shown to readers; nothing is added to it any more."""

    code = "history_finished"
    words = _("This batch of past sales is finished.")
