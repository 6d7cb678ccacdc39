"""Filters and tags of the shop's templates."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils import timezone

from noren.catalog.tiles import glyph_svg
from noren.kernel.ids import in_groups
from noren.kernel.moments import say_day, say_long_day, say_moment, say_time
from noren.kernel.money import Rounding, format_money
from noren.kernel.tax import price_with_tax
from noren.shop import words

register = template.Library()

register.filter("distance", words.say_distance)
register.filter("drawn", glyph_svg)
register.filter("groups", in_groups)
register.filter("mood", words.stock_mood)
register.filter("order_mood", words.order_mood)
register.filter("order_words", words.order_words)
register.filter("panels", words.curtain_panels)
register.filter("pay_hint", words.pay_hint)
register.filter("pay_words", words.pay_words)
register.filter("points_words", words.points_words)
register.filter("rule_words", words.rule_words)
register.filter("signed", words.say_signed)
register.filter("stock", words.say_stock)


@register.filter
def money(minor: int | str) -> str:
    """An amount in the deployment's currency."""
    return format_money(int(minor), settings.CURRENCY)


@register.filter
def shown(minor: int, rate_bp: int) -> str:
    """A price as shoppers must see it, tax included, whichever way the deployment stores prices."""
    rounding = Rounding(settings.TAX_ROUNDING)
    gross = price_with_tax(minor, rate_bp, prices_include_tax=settings.PRICES_INCLUDE_TAX, rounding=rounding)
    return format_money(gross, settings.CURRENCY)


@register.filter
def percent(rate_bp: int) -> str:
    """A rate in basis points as `8%` or `6.25%`."""
    return f"{rate_bp / 100:g}%"


@register.filter
def plus(number: int, more: int) -> int:
    """A sum of two numbers."""
    return number + more


@register.filter
def thousands(number: int) -> str:
    """`92,334`."""
    return f"{number:,}"


@register.filter
def lookup(words_by_key: Mapping[str, str], key: str) -> str:
    """The words under a key, or nothing."""
    return words_by_key.get(key, "")


@register.filter
def member_groups(number: str) -> str:
    """A member number as it stands on a card: `M 1234 5678 90`."""
    return f"{number[:1]} {in_groups(number[1:])}"


@register.filter
def moment(at: datetime, time_zone: str = "") -> str:
    """Day and time by the store's clock, or by the shop's."""
    return say_moment(at, time_zone or settings.TIME_ZONE)


@register.filter
def until_moment(until: datetime) -> str:
    """An exclusive end as people say it: the day before when it falls on midnight by the shop's clock."""
    local = until.astimezone(ZoneInfo(settings.TIME_ZONE))
    if (local.hour, local.minute) == (0, 0):
        return say_day((local - timedelta(days=1)).date())
    return say_moment(until, settings.TIME_ZONE)


@register.filter
def local_moment(at: datetime) -> str:
    """Day with year, and time, of an instant that is in its store's zone already."""
    return f"{say_long_day(at.date())} {at:%H:%M}"


@register.filter
def clock(at: datetime, time_zone: str = "") -> str:
    """The time alone, by the store's clock, or by the shop's."""
    return say_time(at, time_zone or settings.TIME_ZONE)


@register.filter
def soon(at: datetime, time_zone: str) -> str:
    """A time of the next days as people say it: `18:20`, `tomorrow 10:00`, or with its day."""
    return words.say_soon(at, time_zone, now=timezone.now())


@register.filter
def long_day(at: datetime) -> str:
    """The day with its year, by the shop's clock."""
    return say_long_day(at.astimezone(ZoneInfo(settings.TIME_ZONE)).date())


@register.filter
def last_day(until: datetime, time_zone: str) -> str:
    """The last day before an end that is exclusive and falls into the night after it."""
    return say_day((until.astimezone(ZoneInfo(time_zone)) - timedelta(hours=13)).date())


@register.filter
def unlocal(number: float) -> str:
    """A number for machines, with a point whatever the language."""
    return f"{number:.6f}"
