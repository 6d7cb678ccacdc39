"""How long a pickup is kept: said to the shopper before the order, written down with it, and told as its last day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from noren.kernel.time import business_date
from noren.stores.loading import StoreForOrder


def kept_until_of(store: StoreForOrder, due_at: datetime) -> datetime:
    """The end (exclusive) of the last business day on which goods that are ready at `due_at` are kept."""
    day = business_date(due_at, time_zone=store.time_zone, closing_hour=store.closing_hour)
    end = day + timedelta(days=settings.PICKUP_KEPT_DAYS + 1)
    return datetime.combine(end, time(store.closing_hour), ZoneInfo(store.time_zone))


def last_day_of(kept_until: datetime, *, time_zone: str, closing_hour: int) -> date:
    """The business day at whose closing time a pickup ends: what its customer is told."""
    return business_date(kept_until - timedelta(microseconds=1), time_zone=time_zone, closing_hour=closing_hour)
