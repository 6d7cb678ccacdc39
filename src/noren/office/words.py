"""Words of the office for what the rooms keep as codes: channels, outcomes, shares and amounts."""

from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from noren.kernel.money import format_money

OUTCOMES = {
    "store": _("completed in a store"),
    "elsewhere": _("completed elsewhere"),
    "open": _("still open"),
    "canceled": _("cancelled"),
    "rejected": _("rejected by the store"),
    "expired": _("not picked up"),
    "voided": _("voided"),
}


def outcome_words(outcome: str) -> str:
    """How an order ended."""
    return str(OUTCOMES.get(outcome, outcome))


def money(minor: int) -> str:
    """An amount in the deployment's currency."""
    return format_money(minor, settings.CURRENCY)


def percent(share: float | None, *, digits: int = 1) -> str:
    """`4.1%`; a dash when there is nothing to divide by."""
    return "–" if share is None else f"{share * 100:.{digits}f}%"


def change(now: float, before: float) -> str:
    """`+12%`, `−3%`; nothing when there was too little before to compare with."""
    if not before or now > before * 10:
        return ""
    return f"{(now - before) / before * 100:+.0f}%".replace("-", "−")


def compact(minor: int) -> str:
    """An amount on an axis: `80万` or `800k` of the currency's unit."""
    unit = 10 ** _decimals()
    value = minor / unit
    steps = ((10**8, "億"), (10**4, "万")) if _is_japanese() else ((10**9, "B"), (10**6, "M"), (10**3, "k"))
    for size, letter in steps:
        if abs(value) >= size:
            return f"{value / size:,.3g}{letter}"
    return f"{value:,.0f}"


def pieces(count: int) -> str:
    """A count of orders: `1,284件`, `1,284`."""
    return gettext("%(count)s orders") % {"count": f"{count:,}"}


def _is_japanese() -> bool:
    return (get_language() or "").startswith("ja")


def _decimals() -> int:
    return len(format_money(0, settings.CURRENCY).partition(".")[2])
