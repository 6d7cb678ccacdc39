"""How the office's lists show and choose pickups: by their end where they have one, and by their last day."""

from datetime import date, datetime, time
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from noren.kernel.columns import tag
from noren.kernel.filters import DayFilter, ValueFilter
from noren.kernel.moments import say_day
from noren.orders.keeping import last_day_of
from noren.orders.models import Fulfillment, FulfillmentStatus, OrderStatus

ENDS = (OrderStatus.CANCELED, OrderStatus.REJECTED, OrderStatus.EXPIRED, OrderStatus.VOIDED)
"""Orders that came to nothing: of their work it is only known that it is over, so their own state is told."""


@admin.display(description=_("status"), ordering="status")
def pickup_state(*handed_in: Any) -> SafeString:
    """The work of the store in words, or how the order ended, as the list of orders says it."""
    fulfillment: Fulfillment = handed_in[-1]
    order = fulfillment.order
    told = order if order.status in ENDS else fulfillment
    return tag(told.get_status_display(), told.status)


@admin.display(description=_("kept until"), ordering="kept_until")
def last_day(*handed_in: Any) -> str:
    """The day at whose closing time a pickup ends, as its customer reads it."""
    fulfillment: Fulfillment = handed_in[-1]
    if fulfillment.kept_until is None:
        return "–"
    store = fulfillment.store
    day = last_day_of(fulfillment.kept_until, time_zone=store.time_zone, closing_hour=store.closing_hour)
    return _("%(day)s, closing time") % {"day": say_day(day)}


class PickupFilter(ValueFilter):
    """One of the states that `pickup_state` tells."""

    values = {
        **{each.value: each.label for each in FulfillmentStatus if each != FulfillmentStatus.CANCELED},
        **{each.value: each.label for each in ENDS},
    }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The pickups in the state; all of them without one."""
        chosen = self._chosen()
        if chosen in ENDS:
            work = FulfillmentStatus.HANDED_OVER if chosen == OrderStatus.VOIDED else FulfillmentStatus.CANCELED
            return queryset.filter(status=work, order__status=chosen)
        return queryset.filter(status=chosen).exclude(order__status__in=ENDS) if chosen else queryset


class LastDayFilter(DayFilter):
    """From one last day to another; pickups end in the night after it."""

    def _at(self, day: date) -> datetime:
        # After the latest hour at which a day of trade may end.
        return timezone.make_aware(datetime.combine(day, time(13)))
