"""Why a sale made without a network differs, in words: what happened, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from noren.office.words import money
from noren.orders.late.models import LateCause
from noren.orders.late.queries import DifferenceView, LateSaleView

_NEXT: Mapping[LateCause, Promise] = {
    LateCause.PRICE: _(
        "The customer paid what the till showed, and keeps that price. Have the till load prices again."
    ),
    LateCause.TAX_RATE: _(
        "The receipt that was printed stands. If its rate was wrong, take the goods back and sell anew."
    ),
    LateCause.TAX: _("Rounding alone differs. Nothing is to be done unless it comes back."),
    LateCause.DISCOUNT: _("The customer keeps the discount. Have the till load coupons again."),
    LateCause.POINTS: _("The member keeps the points that were printed."),
    LateCause.NOT_ON_SALE: _("Look why the goods were still on the shelf, and take them off it."),
    LateCause.MARKDOWN: _("The customer keeps the discount. Have the till load its new version."),
    LateCause.MARKDOWN_OVER_LIMIT: _("Ask who sold why so much was taken off without a second person."),
    LateCause.MARKDOWN_OVER_PERCENT: _("Ask who sold why so much was taken off without a second person."),
    LateCause.COUPON_OVER_LIMIT: _("The store bears the discount. The use is counted apart; nobody else lost theirs."),
    LateCause.COUPON_DATES: _("The store bears the discount. Have the till load coupons again."),
    LateCause.COUPON_MISFIT: _("The store bears the discount. Ask who sold why the coupon was taken."),
    LateCause.COUPON_ALLOWANCE: _("Ask who sold why the coupon was taken more often than a till may alone."),
    LateCause.MEMBER_UNKNOWN: _("Look for the member by the number, and tell them that no points were booked for it."),
    LateCause.REGISTER_OFF: _("If the register is out of use for good, collect what its till still holds."),
    LateCause.STAFF_OFF: _("Ask the store who stood at the register."),
    LateCause.DEVICE_STOPPED: _("Ask the store who sold with the device then, and check that the cash is there."),
    LateCause.CLOCK: _("Set the clock of the till. The moment of the sale may be wrong."),
    LateCause.DATA_AGE: _("Bring the till to a network: its goods and prices were older than allowed."),
    LateCause.TOO_LATE: _("Look which closed days the sale changes, and tell the accounts."),
    LateCause.SALE_OVER_LIMIT: _("Check that the cash is there. Ask who sold why the sale was not split or refused."),
    LateCause.DEVICE_OVER_LIMIT: _("Check the cash of that time, and bring the till to a network."),
    LateCause.TENDER_ALONE: _("Look on the terminal's list, or in the drawer, whether the money came in."),
}
_OF_MONEY = {
    LateCause.PRICE,
    LateCause.DISCOUNT,
    LateCause.MARKDOWN,
    LateCause.MARKDOWN_OVER_LIMIT,
    LateCause.TAX,
    LateCause.SALE_OVER_LIMIT,
    LateCause.DEVICE_OVER_LIMIT,
    LateCause.TENDER_ALONE,
}
_OF_COUPON = {LateCause.COUPON_OVER_LIMIT, LateCause.COUPON_DATES, LateCause.COUPON_MISFIT}


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A difference as a person reads it; `said` and `ours` are empty where a cause has no figures."""

    cause: str
    about: str
    said: str
    ours: str
    amount: str
    to_do: str


def rows_of(sale: LateSaleView) -> list[DifferenceRow]:
    """All differences of a sale."""
    return [_row(sale, each) for each in sale.differences]


def causes_in_short(sale: LateSaleView) -> list[str]:
    """The causes once each, in their order."""
    return [str(cause.label) for cause in dict.fromkeys(each.cause for each in sale.differences)]


def signed(minor: int) -> str:
    """An amount with its sign; a dash for none."""
    if not minor:
        return "–"
    return f"{'+' if minor > 0 else '−'}{money(abs(minor))}"


def _row(sale: LateSaleView, found: DifferenceView) -> DifferenceRow:
    about = found.goods or found.about
    if found.cause is LateCause.MEMBER_UNKNOWN:
        about = sale.named_customer
    return DifferenceRow(
        cause=str(found.cause.label),
        about=about,
        said=_figure(found.cause, found.said),
        ours=_figure(found.cause, found.ours),
        amount=signed(found.amount_minor),
        to_do=str(_NEXT[found.cause]),
    )


def _figure(cause: LateCause, figure: int) -> str:
    if cause in _OF_MONEY or (cause in _OF_COUPON and figure) or (cause is LateCause.NOT_ON_SALE and figure):
        return money(figure)
    if cause is LateCause.TAX_RATE:
        return f"{figure / 100:g}%"
    if cause is LateCause.MARKDOWN_OVER_PERCENT:
        return f"{figure}%"
    if cause is LateCause.POINTS:
        return f"{figure:,}"
    if cause is LateCause.COUPON_ALLOWANCE:
        return ngettext("%(n)d use", "%(n)d uses", figure) % {"n": figure}
    if cause is LateCause.DATA_AGE:
        return ngettext("%(n)d hour", "%(n)d hours", figure) % {"n": figure}
    if cause is LateCause.TOO_LATE:
        return ngettext("%(n)d day", "%(n)d days", figure) % {"n": figure}
    if cause is LateCause.CLOCK and figure:
        return gettext("%(minutes)+d minutes") % {"minutes": round(figure / 60)}
    return ""
