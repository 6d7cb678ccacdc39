"""Saving stores and their registers: the only code that writes those rows for people in the office."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from noren.kernel.text import storable
from noren.stores.errors import RegisterInvalid, StoreInvalid, StoreNotFound
from noren.stores.events import RegisterSaved, StoreSaved
from noren.stores.models import LONGEST_LEAD_MINUTES, LONGEST_TRANSFER_DAYS, Register, Store
from noren.timeline.record import Told, record

_ISSUER_NUMBER = re.compile(r"T\d{13}", re.ASCII)
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


@dataclass(frozen=True, slots=True)
class StoreDefinition:
    """What a store is to be; the code names it and stays.

    Attributes:
        latitude, longitude: WGS 84 degrees, both or neither.
        closing_hour: local hour, 0 to 12, at which the business day ends.
        pickup_lead_minutes: minutes of opening hours to prepare a pickup, at most 10,080.
        transfer_days: days from its being asked for goods until another store has them, at most 60.
        ships: whether parcels are sent from it to buyers' homes.
        issuer_number: `T` and 13 digits (適格請求書発行事業者), or empty.
    """

    code: str
    name: str
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    latitude: float | None = None
    longitude: float | None = None
    time_zone: str = "Asia/Tokyo"
    closing_hour: int = 5
    is_active: bool = True
    is_pickup_enabled: bool = True
    pickup_lead_minutes: int = 60
    sends_transfers: bool = True
    transfer_days: int = 2
    ships: bool = False
    issuer_name: str = ""
    issuer_number: str = ""


def save_store(definition: StoreDefinition, *, at: datetime, channel: str = "office") -> UUID:
    """Open a store, or change the one that has this code; safe to repeat. Returns the store's uid.

    Raises:
        StoreInvalid: a field cannot stand; `field` names it.

    Records "Store Saved".
    """
    check_store(definition)
    fields = asdict(definition)
    code = fields.pop("code")
    with transaction.atomic(savepoint=False):
        store, _made = Store.objects.update_or_create(code=code, defaults=fields)
        event = StoreSaved(code, store.name, store.is_active, store.is_pickup_enabled)
        record(event, told=Told(at, channel, store_id=store.pk, subject_uid=store.uid))
    return store.uid


def set_sending(store_code: str, *, ships: bool, at: datetime, channel: str = "office") -> None:
    """Have a store send parcels to buyers' homes, or not any more. Safe to repeat.

    Raises:
        StoreNotFound: no store has the code.

    Records "Store Saved".
    """
    with transaction.atomic(savepoint=False):
        store = Store.objects.filter(code=storable(store_code)).first()
        if store is None:
            raise StoreNotFound(store=store_code, field="store_code")
        if store.ships == ships:
            return
        Store.objects.filter(pk=store.pk).update(ships=ships)
        event = StoreSaved(store.code, store.name, store.is_active, store.is_pickup_enabled)
        record(event, told=Told(at, channel, store_id=store.pk, subject_uid=store.uid))


def check_store(store: StoreDefinition) -> None:
    """Raise StoreInvalid with the field at fault and the reason."""
    _check(bool(_CODE.fullmatch(store.code)) and len(store.code) <= 32, "code", _("the code is missing or has spaces."))
    _check(bool(store.name.strip()), "name", _("the name is missing."))
    for field, longest in _LONGEST.items():
        text = getattr(store, field)
        _check(len(text) <= longest and storable(text) == text, field, _("the text is too long."))
    _check((store.latitude is None) == (store.longitude is None), "latitude", _("coordinates come in pairs."))
    _check(store.latitude is None or -90 <= store.latitude <= 90, "latitude", _("it lies between -90 and 90."))
    _check(store.longitude is None or -180 <= store.longitude <= 180, "longitude", _("it lies between -180 and 180."))
    _check(store.time_zone in available_timezones(), "time_zone", _("there is no such time zone."))
    _check(0 <= store.closing_hour <= 12, "closing_hour", _("the business day ends between 0 and 12 o'clock."))
    lead_fits = 0 <= store.pickup_lead_minutes <= LONGEST_LEAD_MINUTES
    _check(lead_fits, "pickup_lead_minutes", _("preparing takes between 0 and 10,080 minutes."))
    days_fit = 0 <= store.transfer_days <= LONGEST_TRANSFER_DAYS
    _check(days_fit, "transfer_days", _("goods are in another store within 0 to 60 days."))
    number_fits = not store.issuer_number or bool(_ISSUER_NUMBER.fullmatch(store.issuer_number))
    _check(number_fits, "issuer_number", _("the registration number is a T and 13 digits."))


def save_register(
    store_code: str, *, code: str, name: str, at: datetime, is_active: bool = True, channel: str = "office"
) -> UUID:
    """Put a till into a store, or rename or retire the one with this code there. Returns the register's uid.

    Raises:
        StoreNotFound: no store has the code.
        RegisterInvalid: the code or the name is missing or too long.

    Records "Register Saved".
    """
    if not _CODE.fullmatch(code) or len(code) > 16:
        raise RegisterInvalid(field="code")
    if not name.strip() or len(name) > 60:
        raise RegisterInvalid(field="name")
    store = Store.objects.filter(code=storable(store_code)).first()
    if store is None:
        raise StoreNotFound(store=store_code, field="store_code")
    with transaction.atomic(savepoint=False):
        fields = {"name": name.strip(), "is_active": is_active}
        register, _made = Register.objects.update_or_create(store=store, code=code, defaults=fields)
        event = RegisterSaved(store_code, code, register.name, is_active)
        record(event, told=Told(at, channel, store_id=store.pk, subject_uid=register.uid))
    return register.uid


_LONGEST = {"name": 120, "postal_code": 12, "address": 240, "phone": 32, "issuer_name": 120}


def _check(stands: bool, field: str, reason: str) -> None:  # noqa: FBT001 - the condition is the sentence
    if not stands:
        raise StoreInvalid(field=field, reason=reason)
