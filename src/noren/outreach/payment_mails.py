"""What the mails about an order's money say: how to transfer it, that it is here, and that nobody paid in time."""

from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.utils.translation import gettext as _

from noren.kernel.moments import say_moment
from noren.orders.queries import OrderView
from noren.outreach.delivery_mails import home_rows
from noren.outreach.letters import Letter, Paragraph
from noren.outreach.order_mails import OrderMail
from noren.outreach.order_parts import facts_of, goods, money, order_link, order_number, said_number, store_rows


class PaymentAwaitedMail(OrderMail):
    """The order waits for a bank transfer."""

    template: ClassVar[str] = "payment_awaited"

    def letter(self) -> Letter:
        """The amount, the account, the reference and the last moment."""
        order = self.facts.order
        return self.frame(
            subject=_("Please transfer the amount of order %(number)s") % self.store_and_number(),
            preview=_("Your goods are kept for you until then."),
            title=_("Please transfer %(amount)s") % {"amount": money(order.due_minor)},
            parts=(
                Paragraph(_("We have kept your goods, and prepare them once the money is here."), is_important=True),
                facts_of(*transfer_rows(order)),
                Paragraph(_("Please write the reference before your name, so that we find your order.")),
                goods(order, is_due=False),
                facts_of(*(home_rows(order.uid) if order.fulfillment == "delivery" else store_rows(self.facts))),
                order_link(self.facts),
            ),
        )


class OrderUnpaidMail(OrderMail):
    """Nobody paid in time, or the order was given up."""

    template: ClassVar[str] = "order_unpaid"

    def letter(self) -> Letter:
        """That it is over, that nothing is charged, and what becomes of a part that was paid."""
        order = self.facts.order
        return self.frame(
            subject=_("Order %(number)s was not paid and is over") % self.store_and_number(),
            preview=_("Nothing is to be paid."),
            title=_("Your order was not paid"),
            parts=(
                Paragraph(_("We did not receive the payment of your order in time, and its goods are on sale again.")),
                Paragraph(refund_words(order) or _("Nothing is to be paid. You can order again at any time.")),
                facts_of(order_number(order), *store_or_home(order)),
                goods(order, is_due=False),
                order_link(self.facts),
            ),
        )


class PaymentRefundedMail(OrderMail):
    """Money went back to the buyer."""

    template: ClassVar[str] = "payment_refunded"

    def letter(self) -> Letter:
        """How much went back so far."""
        order = self.facts.order
        given = sum(refund.amount_minor for refund in order.refunds if refund.status == "done")
        return self.frame(
            subject=_("Refund for order %(number)s") % self.store_and_number(),
            preview=_("We have given back %(amount)s.") % {"amount": money(given)},
            title=_("Your refund"),
            parts=(
                Paragraph(self._how() % {"amount": money(given), "store": order.store.name}),
                facts_of(order_number(order)),
                order_link(self.facts),
            ),
        )

    def _how(self) -> str:
        order = self.facts.order
        if any(refund.status == "done" and refund.provider == "cash" for refund in order.refunds):
            return _("We have given back %(amount)s that you paid in cash, as we arranged with you.")
        if self.is_delivered:
            return _(
                "We have given back %(amount)s of your order, the way you paid. Your bank or card company may take "
                "some days to show it."
            )
        return _(
            "We have given back %(amount)s of your order at %(store)s, the way you paid. Your bank or card company "
            "may take some days to show it."
        )


def transfer_rows(order: OrderView) -> Iterator[tuple[str, str]]:
    """What the buyer types into the bank's form."""
    yield _("Amount"), money(order.due_minor)
    if settings.BANK_ACCOUNT:
        yield _("Account"), "\n".join(settings.BANK_ACCOUNT)
    yield _("Reference"), said_number(order)
    if order.pay_until is not None:
        yield _("Deadline"), say_moment(order.pay_until, order.store.time_zone)


def store_or_home(order: OrderView) -> Iterator[tuple[str, str]]:
    """The store that a buyer chose, or the home: who has goods delivered has chosen no store."""
    if order.fulfillment == "delivery":
        yield from home_rows(order.uid)
    else:
        yield _("Store"), order.store.name


def refund_words(order: OrderView) -> str:
    """What becomes of money that was paid for an order that ended; empty when nothing was paid."""
    back = sum(refund.amount_minor for refund in order.refunds)
    if not back:
        return ""
    if any(refund.provider == "cash" and refund.status == "by_hand" for refund in order.refunds):
        words = _(
            "The %(amount)s that you paid goes back to you. As you paid in cash, we ask you how you want to have it."
        )
        return words % {"amount": money(back)}
    if any(refund.provider == "at_till" and refund.status == "by_hand" for refund in order.refunds):
        words = _(
            "The %(amount)s that you paid goes back to you. As you paid at our store, we ask you how you want to have "
            "it."
        )
        return words % {"amount": money(back)}
    return _("The %(amount)s that you paid goes back to you.") % {"amount": money(back)}
