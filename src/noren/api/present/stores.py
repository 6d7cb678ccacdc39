"""Stores as the API tells them."""

from datetime import date

from noren.api.schemas.stores import HoursOut, SpecialDayOut, StoreDetailOut, StoreOut
from noren.stores.queries import StoreView
from noren.stores.rules import Hours


def store_out(store: StoreView) -> StoreOut:
    """A store in a list."""
    return StoreOut.model_validate(store)


def store_detail_out(store: StoreView) -> StoreDetailOut:
    """A store with its hours."""
    hours = store.hours
    return StoreDetailOut(
        **store_out(store).model_dump(),
        time_zone=store.time_zone,
        hours=[
            HoursOut(weekday=weekday, opens_minute=opens, closes_minute=closes)
            for weekday, (opens, closes) in sorted(hours.weekly.items())
        ],
        special_days=[
            SpecialDayOut(
                date=day, opens_minute=minutes[0] if minutes else None, closes_minute=minutes[1] if minutes else None
            )
            for day, minutes in sorted(hours.special.items())
        ],
    )


def _special_day(day: date, minutes: Hours | None) -> SpecialDayOut:
    opens, closes = minutes or (None, None)
    return SpecialDayOut(date=day, opens_minute=opens, closes_minute=closes)
