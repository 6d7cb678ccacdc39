"""How long a pickup is kept: said to the shopper before the order, and written down with it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from noren.kernel.time import business_date
from noren.stores.loading import StoreForOrder


def kept_until_of(store: StoreForOrder, due_at: datetime) -> datetime:
    """The end (exclusive) of the last business day on which goods that are ready at `due_at` are kept."""
    day = business_date(due_at, time_zone=store.time_zone, closing_hour=store.closing_hour)
    end = day + timedelta(days=settings.PICKUP_KEPT_DAYS + 1)
    return datetime.combine(end, time(store.closing_hour), ZoneInfo(store.time_zone))
