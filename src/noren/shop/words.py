"""Figures and states in words for a shopper. Pure functions of what they are given and the active language."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noren.kernel.moments import say_moment, say_time
from noren.orders.queries import OrderSummary
from noren.pricing import parse_rule
from noren.pricing.saying import say_rule

_FEW_PIECES = 5
_METERS_IN_KM = 1_000
_CURTAIN_PANELS = range(2, 8)


def say_distance(meters: int) -> str:
    """`350 m`, `1.2 km`, `12 km`: as exact as somebody on foot can use."""
    if meters < _METERS_IN_KM:
        return f"{max(10, round(meters, -1))} m"
    kilometers = meters / _METERS_IN_KM
    return f"{kilometers:.1f} km" if kilometers < 10 else f"{kilometers:,.0f} km"


def say_stock(available: int) -> str:
    """What a store has: in stock, the last few by number, or none. Large numbers are nobody's business."""
    if available <= 0:
        return _("Out of stock")
    if available <= _FEW_PIECES:
        return ngettext("%(count)s left", "%(count)s left", available) % {"count": available}
    return _("In stock")


def stock_mood(available: int) -> str:
    """The class of the tag beside those words: `none`, `few` or `good`."""
    if available <= 0:
        return "none"
    return "few" if available <= _FEW_PIECES else "good"


def say_soon(at: datetime, time_zone: str, *, now: datetime) -> str:
    """A time of the next days by the store's clock: `18:20`, `tomorrow 10:00`, or with its day."""
    zone = ZoneInfo(time_zone)
    days = (at.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days == 0:
        return say_time(at, time_zone)
    if days == 1:
        return _("tomorrow %(time)s") % {"time": say_time(at, time_zone)}
    return say_moment(at, time_zone)


def order_words(order: OrderSummary) -> str:
    """Where an order stands, as its buyer says it."""
    if order.status == "completed":
        return _("picked up") if order.due_at else _("bought")
    return {
        "awaiting_payment": _("not paid yet"),
        "unpaid": _("not paid"),
        "placed": _("being prepared"),
        "ready": _("ready for you"),
        "canceled": _("cancelled"),
        "rejected": _("not served"),
        "expired": _("not picked up"),
        "voided": _("undone"),
    }[order.status]


def order_mood(status: str) -> str:
    """The class of the tag beside those words."""
    return {"awaiting_payment": "hot", "placed": "few", "ready": "good"}.get(status, "none")


def pay_words(code: str) -> str:
    """A way to pay, as a shopper chooses it."""
    return {
        "at_store": _("At the store, in cash"),
        "bank_transfer": _("By bank transfer"),
        "test": _("Test payment (no money moves)"),
    }.get(code, code)


def pay_hint(code: str) -> str:
    """What follows from choosing a way to pay."""
    if code == "bank_transfer":
        words = _("Within %(days)s days; we prepare it then.")
        return words % {"days": settings.BANK_TRANSFER_DAYS}
    return {
        "at_store": _("When you pick the goods up."),
        "test": _("On the next page. Something can go wrong there if you like."),
    }.get(code, _("On the next page."))


def points_words(kind: str) -> str:
    """What an entry of the points ledger was."""
    return {
        "earn": _("Earned"),
        "spend": _("Spent"),
        "expire": _("Ended"),
        "adjust": _("Corrected"),
        "take_back": _("Taken back with a purchase that was undone"),
        "owe": _("Spent, and then not earned: goods were returned"),
    }[kind]


def say_signed(number: int) -> str:
    """`+12` or `−12`."""
    return f"+{number:,}" if number > 0 else f"−{-number:,}"


def rule_words(rule: Mapping[str, object]) -> str:
    """What a coupon takes off, in one line: `20% off from ¥1,000`."""
    return say_rule(parse_rule(rule), currency=settings.CURRENCY)


def curtain_panels(name: str) -> list[str]:
    """One symbol of the shop's name for each panel of the curtain, or none when the name does not hang that way."""
    is_upright = all(unicodedata.east_asian_width(symbol) in "WF" for symbol in name)
    return list(name) if is_upright and len(name) in _CURTAIN_PANELS else []


def fold_typed(text: str) -> str:
    """What was typed with any keyboard: full-width digits and letters as plain ones, spaces as one."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
