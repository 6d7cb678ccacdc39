"""What the mails say that end an order before its hand-over: cancelled, rejected, not collected."""

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext as _

from noren.outreach.letters import Letter, Paragraph, Part
from noren.outreach.order_facts import OrderFacts
from noren.outreach.order_mails import OrderMail
from noren.outreach.order_parts import facts_of, goods, order_link, order_number
from noren.outreach.payment_mails import refund_words, store_or_home


class OrderCancelledMail(OrderMail):
    """The order was cancelled, by its buyer or by staff."""

    template: ClassVar[str] = "order_cancelled"

    def letter(self) -> Letter:
        """That it is cancelled, why if somebody said so, and that nothing is to be paid."""
        return self.frame(
            subject=_("Order %(number)s is cancelled") % self.store_and_number(),
            preview=_("Nothing is to be paid."),
            title=_("Your order is cancelled"),
            parts=(
                Paragraph(
                    _("Your order is cancelled, and will not be sent.")
                    if self.is_delivered
                    else _("Your order at %(store)s is cancelled.") % self.store_and_number()
                ),
                *_end_parts(self.facts),
            ),
        )


class OrderRejectedMail(OrderMail):
    """The store cannot serve the order."""

    template: ClassVar[str] = "order_rejected"

    def letter(self) -> Letter:
        """An apology, the reason, and that nothing is to be paid."""
        return self.frame(
            subject=_("Order %(number)s cannot be fulfilled") % self.store_and_number(),
            preview=_("Nothing is to be paid."),
            title=_("We cannot fulfil your order"),
            parts=(
                Paragraph(
                    _("We are very sorry: we cannot send your order.")
                    if self.is_delivered
                    else _("We are very sorry: %(store)s cannot prepare your order.") % self.store_and_number()
                ),
                *_end_parts(self.facts),
            ),
        )


class OrderExpiredMail(OrderMail):
    """Nobody came in time."""

    template: ClassVar[str] = "order_expired"

    def letter(self) -> Letter:
        """That the goods are no longer kept, and that nothing is to be paid."""
        return self.frame(
            subject=_("Order %(number)s was not collected and is cancelled") % self.store_and_number(),
            preview=_("Nothing is to be paid."),
            title=_("Your order was not collected"),
            parts=(
                Paragraph(
                    _("The time to collect your order at %(store)s is over, and the goods are no longer kept for you.")
                    % self.store_and_number()
                ),
                *_end_parts(self.facts),
            ),
        )


def _end_parts(facts: OrderFacts) -> Iterator[Part]:
    """The reason if there is one, that nothing is to be paid, and what it was about."""
    order = facts.order
    if order.ended_reason:
        yield facts_of((_("Reason"), order.ended_reason))
    if back := refund_words(order):
        yield Paragraph(back, is_important=True)
    yield Paragraph(_("Nothing is to be paid. A coupon that you used can be used again if its terms say so."))
    yield facts_of(order_number(order), *store_or_home(order))
    yield goods(order, is_due=False)
    yield order_link(facts)
