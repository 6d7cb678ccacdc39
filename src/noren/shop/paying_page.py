"""What an order's page says about its money: what is to be done, what is on its way, and what goes back."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from noren.kernel.moments import say_moment
from noren.kernel.money import format_money
from noren.orders.queries import OrderView
from noren.payments.attempts import AttemptView, last_attempt
from noren.payments.models import AttemptStatus, Provider
from noren.payments.ways import Way, ways_to_pay


@dataclass(frozen=True, slots=True)
class PayPage:
    """An order that waits for its money, as its buyer is told.

    Attributes:
        state: `open`, `checking`, `declined` or `transfer`.
        other_ways: in which it may be paid instead; none while money may be on its way.
        account: of the seller, line by line, for a transfer.
    """

    state: str
    headline: str
    sentence: str
    due_minor: int
    pay_by: str
    other_ways: tuple[Way, ...]
    account: tuple[str, ...]


def pay_page(order: OrderView, *, at: datetime) -> PayPage | None:
    """What is said while the order waits; None when it does not."""
    if not order.is_awaiting_payment or order.pay_until is None:
        return None
    attempt, is_transfer = last_attempt(order.uid), order.pay_by == Provider.BANK_TRANSFER
    state = "transfer" if is_transfer else _state(attempt)
    is_over = at >= order.pay_until
    headline, sentence = _words(order, state, attempt)
    ways = () if state == "checking" or is_over else _ways(order)
    return PayPage(
        state=state,
        headline=headline,
        sentence=sentence,
        due_minor=order.due_minor,
        pay_by="" if is_transfer or state == "checking" or is_over else order.pay_by,
        other_ways=tuple(way for way in ways if way.code != order.pay_by),
        account=settings.BANK_ACCOUNT if is_transfer else (),
    )


def _ways(order: OrderView) -> tuple[Way, ...]:
    """What is sent home is not paid at a store."""
    return tuple(way for way in ways_to_pay() if way.is_before or order.fulfillment != "delivery")


def _state(attempt: AttemptView | None) -> str:
    if attempt is None or attempt.status in {AttemptStatus.CANCELED, AttemptStatus.CANCELING}:
        return "open"
    if attempt.status == AttemptStatus.DECLINED:
        return "declined"
    has_agreed = attempt.status == AttemptStatus.CAPTURING or attempt.said == "authorized"
    return "checking" if has_agreed else "open"


def _words(order: OrderView, state: str, attempt: AttemptView | None) -> tuple[str, str]:
    assert order.pay_until is not None
    until = say_moment(order.pay_until, order.store.time_zone)
    if state == "checking":
        words = _("You need not pay again, and may close this page. It goes on by itself, and we write to you.")
        return _("We are confirming your payment"), words
    if state == "declined":
        why = decline_words(attempt.words if attempt else "")
        words = _("%(why)s Nothing was charged. Your goods are kept for you until %(until)s.")
        return _("The payment was declined"), words % {"why": why, "until": until}
    if state == "transfer":
        amount = format_money(order.due_minor, settings.CURRENCY)
        if order.paid_minor:
            words = _("%(paid)s came in; this is still missing. Your goods are kept for you until %(until)s.")
            paid = format_money(order.paid_minor, settings.CURRENCY)
            return _("Please transfer %(amount)s more") % {"amount": amount}, words % {"paid": paid, "until": until}
        words = _("Your goods are kept for you until %(until)s. We prepare them once the money is here.")
        return _("Please transfer %(amount)s") % {"amount": amount}, words % {"until": until}
    words = _("Your goods are kept for you until %(until)s. We prepare them once it is paid.")
    return _("Not paid yet"), words % {"until": until}


def decline_words(reason: str) -> str:
    """Why a provider declined, as a buyer is told; what nobody has words for is told in general."""
    return {
        "insufficient_funds": _("There was not enough money."),
        "buyer_refused": _("The payment was not agreed to."),
    }.get(reason, _("The payment service did not accept it."))


def back_words(order: OrderView) -> str:
    """What becomes of money that was paid for an order that ended; empty when nothing was paid."""
    open_minor = sum(refund.amount_minor for refund in order.refunds if refund.status != "done")
    if open_minor:
        amount = format_money(open_minor, settings.CURRENCY)
        return _("The refund of %(amount)s is on its way.") % {"amount": amount}
    done_minor = sum(refund.amount_minor for refund in order.refunds)
    if done_minor:
        return _("%(amount)s was given back.") % {"amount": format_money(done_minor, settings.CURRENCY)}
    return ""
