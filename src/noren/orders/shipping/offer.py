"""What of deliveries is offered: whether any store sends parcels, whose sales they are, and what an order promises."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext

from noren.kernel.time import business_date
from noren.orders.shipping.errors import AddressIncomplete, DeliveryNotOffered
from noren.orders.shipping.wanted import WantedDelivery, check_address, check_slot, days_offered, to_be_there_by
from noren.payments.ways import Way, ways_to_pay
from noren.stock.models import Level
from noren.stores.loading import StoreForOrder
from noren.stores.models import Store


@dataclass(frozen=True, slots=True)
class Promised:
    """What is kept of a delivery: where to and when, checked, and when it is to be there at the latest."""

    wanted: WantedDelivery
    due_at: datetime


def check_delivery(wanted: WantedDelivery | None, store: StoreForOrder, *, at: datetime) -> Promised:
    """Check where to and when.

    Raises:
        DeliveryNotOffered: no store sends parcels.
        AddressIncomplete, PostalCodeInvalid, SlotNotOffered.
    """
    if not is_delivery_offered():
        raise DeliveryNotOffered(field="fulfillment")
    if wanted is None:
        raise AddressIncomplete(field="delivery", part=gettext("address"))
    tidy = replace(wanted, address=check_address(wanted.address))
    check_slot(tidy.day, tidy.slot, days=delivery_days(store, at=at))
    today = _business_day(store, at=at)
    return Promised(tidy, to_be_there_by(tidy.day, tidy.slot, today=today, time_zone=store.time_zone))


def delivery_days(store: StoreForOrder, *, at: datetime) -> list[date]:
    """The days that may be wished for in an order of this store, counted from its business day."""
    return days_offered(_business_day(store, at=at))


def _business_day(store: StoreForOrder, *, at: datetime) -> date:
    return business_date(at, time_zone=store.time_zone, closing_hour=store.closing_hour)


def is_delivery_offered() -> bool:
    """Whether a store in business sends parcels."""
    return Store.objects.filter(is_active=True, ships=True).exists()


def can_be_sent(variant_id: int) -> bool:
    """Whether a store that sends parcels has a piece that may be promised."""
    free = F("on_hand") - F("allocated") - F("held") - F("safety") - F("aside")
    there = Level.objects.filter(variant_id=variant_id, store__is_active=True, store__ships=True)
    return there.annotate(free=free).filter(free__gt=0).exists()


def ways_to_pay_before() -> tuple[Way, ...]:
    """The ways to pay what is delivered: those that take the money before it is sent."""
    return tuple(way for way in ways_to_pay() if way.is_before)


def online_store_code() -> str:
    """The store whose sales the deliveries of the online shop are: that of the settings, else the first that ships.

    Raises:
        DeliveryNotOffered: no store sends parcels.
    """
    if settings.DELIVERY_STORE:
        return settings.DELIVERY_STORE
    code = Store.objects.filter(is_active=True, ships=True).order_by("code").values_list("code", flat=True).first()
    if code is None:
        raise DeliveryNotOffered(field="fulfillment")
    return code
