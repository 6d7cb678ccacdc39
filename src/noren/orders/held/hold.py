"""Holding: the only code that puts a till's list where the other tills of its store see it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from noren.kernel.text import storable
from noren.kernel.time import business_day_start
from noren.orders.held.errors import HeldListMoved, HeldListNotFound, HeldListSold
from noren.orders.held.models import HeldList, HeldState
from noren.orders.held.queries import HeldView, get_held
from noren.orders.held.wanted import At, HoldList
from noren.orders.locking import lock_uid
from noren.orders.placed_before import is_placed
from noren.stores.models import Store


def hold_list(wanted: HoldList, *, by: At, at: datetime) -> HeldView:
    """Put a list by, or put by anew one that this register took up. Safe to repeat: the same list answers as it did.

    Forward only: it must be based on the version that is stored, so that a till that was away overwrites nothing.

    Raises:
        HeldListSold: an order has its uid.
        HeldListMoved: another till changed it, took it up, or threw it away.
        HeldListNotFound: the uid is that of another store's list.
    """
    with transaction.atomic(savepoint=False):
        lock_uid(wanted.uid)
        if is_placed(wanted.uid):
            raise HeldListSold(field="uid")
        stored = _locked(wanted)
        if stored is None:
            HeldList.objects.create(uid=wanted.uid, store_id=by.store_id, version=1, **_fields(wanted, by, at))
        elif not _is_repeat(stored, wanted, by):
            _check_forward(stored, wanted, by)
            HeldList.objects.filter(pk=stored.pk).update(version=stored.version + 1, **_fields(wanted, by, at))
    return get_held(wanted.uid, store_id=by.store_id)


def _locked(wanted: HoldList) -> HeldList | None:
    found = HeldList.objects.select_for_update(no_key=True, of=("self",)).select_related("register", "staff")
    return found.filter(uid=wanted.uid).first()


def _is_repeat(stored: HeldList, wanted: HoldList, by: At) -> bool:
    is_next = stored.version == wanted.base_version + 1 and stored.state == HeldState.HELD
    return is_next and stored.register_id == by.register_id and stored.lines == list(wanted.lines)


def _check_forward(stored: HeldList, wanted: HoldList, by: At) -> None:
    if stored.store_id != by.store_id:
        raise HeldListNotFound(field="uid")
    is_ours = stored.state == HeldState.TAKEN and stored.register_id == by.register_id
    if not is_ours or stored.version != wanted.base_version:
        raise HeldListMoved(field="base_version", staff=stored.staff.name, register=stored.register.name)


def _fields(wanted: HoldList, by: At, at: datetime) -> dict[str, object]:
    return {
        "state": HeldState.HELD,
        "register_id": by.register_id,
        "staff_id": by.staff_id,
        "lines": list(wanted.lines),
        "coupon_codes": list(wanted.coupon_codes),
        "member_number": storable(wanted.member_number)[:40],
        "is_for_home": wanted.is_for_home,
        "total_minor": wanted.total_minor,
        "held_at": wanted.held_at,
        "changed_at": at,
        "expires_at": _expires_at(by.store_id, at=at),
        "also_taken_by": None,
    }


def _expires_at(store_id: int, *, at: datetime) -> datetime:
    """The end of the store's business day, and the hours that the shop set after it."""
    store = Store.objects.only("time_zone", "closing_hour").get(pk=store_id)
    began = business_day_start(at, time_zone=store.time_zone, closing_hour=store.closing_hour)
    # A day of 23 or 25 hours ends where the next one begins.
    inside_next = began + timedelta(hours=30)
    ends = business_day_start(inside_next, time_zone=store.time_zone, closing_hour=store.closing_hour)
    return ends + timedelta(hours=settings.HELD_HOURS)
