"""Setting opening hours: the only code that writes a store's week and its special days."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from noren.kernel.text import storable
from noren.stores.errors import OpeningHoursInvalid, StoreNotFound
from noren.stores.events import OpeningHoursSet, SpecialDaySet
from noren.stores.models import OpeningHours, SpecialDay, Store
from noren.stores.rules import DAY_MINUTES, LAST_CLOSING_MINUTE, Hours
from noren.timeline.record import Told, record


def set_opening_hours(store_code: str, weekly: Mapping[int, Hours], *, at: datetime, channel: str = "office") -> None:
    """Give a store its week; what it had before is replaced, a weekday that is missing is closed.

    Args:
        weekly: opens and closes by weekday (0 is Monday), in minutes from local midnight; closing may pass midnight
            up to noon (2160).

    Raises:
        StoreNotFound: no store has the code.
        OpeningHoursInvalid: minutes that no day can have; `field` is `weekly.<weekday>`.

    Records "Opening Hours Set".
    """
    for weekday, hours in weekly.items():
        _check_hours(hours, field=f"weekly.{weekday}")
        if not 0 <= weekday <= 6:
            raise OpeningHoursInvalid(field=f"weekly.{weekday}")
    with transaction.atomic(savepoint=False):
        store = _lock_store(store_code)
        store.opening_hours.all().delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(store=store, weekday=weekday, opens_minute=opens, closes_minute=closes)
            for weekday, (opens, closes) in weekly.items()
        )
        record(OpeningHoursSet(store_code, dict(weekly)), told=_told(store, at, channel))


def set_special_day(store_code: str, day: date, hours: Hours | None, *, at: datetime, channel: str = "office") -> None:
    """Say that a date differs from the week: with other hours, or closed (None). Safe to repeat.

    Raises:
        StoreNotFound: no store has the code.
        OpeningHoursInvalid: minutes that no day can have.

    Records "Special Day Set".
    """
    if hours is not None:
        _check_hours(hours, field="hours")
    opens, closes = hours or (None, None)
    with transaction.atomic(savepoint=False):
        store = _lock_store(store_code)
        minutes = {"opens_minute": opens, "closes_minute": closes}
        SpecialDay.objects.update_or_create(store=store, date=day, defaults=minutes)
        record(SpecialDaySet(store_code, day, hours is None, hours), told=_told(store, at, channel))


def unset_special_day(store_code: str, day: date, *, at: datetime, channel: str = "office") -> None:
    """Let a date be as its weekday again; does nothing when it was.

    Raises:
        StoreNotFound: no store has the code.

    Records "Special Day Set".
    """
    with transaction.atomic(savepoint=False):
        store = _lock_store(store_code)
        removed, _rows = store.special_days.filter(date=day).delete()
        if removed:
            record(SpecialDaySet(store_code, day, False, None), told=_told(store, at, channel))  # noqa: FBT003


def _lock_store(code: str) -> Store:
    """Lock the row: two people who change one store's hours at once leave the whole of one, not parts of both."""
    store = Store.objects.select_for_update(no_key=True).filter(code=storable(code)).first()
    if store is None:
        raise StoreNotFound(store=code, field="store_code")
    return store


def _check_hours(hours: Hours, *, field: str) -> None:
    opens, closes = hours
    if not 0 <= opens < DAY_MINUTES or not opens < closes <= LAST_CLOSING_MINUTE:
        raise OpeningHoursInvalid(field=field)


def _told(store: Store, at: datetime, channel: str) -> Told:
    return Told(at, channel, store_id=store.pk, subject_uid=store.uid)
