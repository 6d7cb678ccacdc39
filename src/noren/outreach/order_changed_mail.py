"""What the mail says about an order that was changed before it was picked."""

from typing import ClassVar

from django.utils.translation import gettext as _

from noren.orders.changes import ChangeView, changes_of_order
from noren.outreach.delivery_mails import home_rows
from noren.outreach.letters import Letter, Paragraph
from noren.outreach.order_mails import OrderMail
from noren.outreach.order_parts import (
    facts_of,
    goods,
    kept_until,
    money,
    order_link,
    order_number,
    promised,
    store_rows,
)
from noren.outreach.payment_mails import transfer_rows


class OrderChangedMail(OrderMail):
    """The order is another one than the buyer was told of last."""

    template: ClassVar[str] = "order_changed"

    def letter(self) -> Letter:
        """What changed, why, what it comes to now, and what becomes of the money."""
        order = self.facts.order
        change = changes_of_order(order.uid)[-1]
        return self.frame(
            subject=_("Order %(number)s was changed") % self.store_and_number(),
            preview=_("New total: %(total)s") % {"total": money(order.total_minor)},
            title=_("Your order was changed"),
            parts=(
                Paragraph(_said(change)),
                facts_of(*_rows(change)),
                *([Paragraph(words, is_important=True)] if (words := self._about_money(change)) else []),
                *(
                    [facts_of(*transfer_rows(order))]
                    if order.is_awaiting_payment and _by_transfer(order.pay_by)
                    else []
                ),
                goods(order),
                facts_of(order_number(order), *self._where_and_when()),
                order_link(self.facts),
            ),
        )

    def _where_and_when(self) -> tuple[tuple[str, str], ...]:
        order = self.facts.order
        if order.fulfillment == "delivery":
            return tuple(home_rows(order.uid))
        return (*promised(order), *kept_until(self.facts), *store_rows(self.facts))

    def _about_money(self, change: ChangeView) -> str:
        order = self.facts.order
        owed = [each for each in order.refunds if each.reason == "changed" and each.asked_at == change.at]
        back = sum(each.amount_minor for each in owed)
        if back:
            return _("%(amount)s of what you paid goes back to you.") % {"amount": money(back)}
        if order.is_awaiting_payment and order.due_minor:
            words = _("Please pay %(amount)s now instead of the amount before. You can do so on the order's page.")
            return words % {"amount": money(order.due_minor)}
        if order.paid_minor and order.due_minor:
            return _("%(amount)s more is to be paid when you collect the goods.") % {"amount": money(order.due_minor)}
        return ""


def _said(change: ChangeView) -> str:
    if change.by == "customer":
        return _("We have changed your order as you asked.")
    return _("Our staff have changed your order. If you did not ask for this, please call the store.")


def _rows(change: ChangeView) -> list[tuple[str, str]]:
    rows = [(line.name, _line(line.before, line.after)) for line in change.lines]
    rows += [
        (_("Coupon"), _("%(code)s no longer applies; it can be used again if its terms say so.") % {"code": code})
        for code in change.lost_coupons
    ]
    if change.reason:
        rows.append((_("Reason"), change.reason))
    rows.append((_("Total"), f"{money(change.total_before_minor)} → {money(change.total_minor)}"))
    return rows


def _line(before: int, after: int) -> str:
    if not before:
        return _("%(n)d added") % {"n": after}
    if not after:
        return _("taken off")
    return _("%(after)d instead of %(before)d") % {"after": after, "before": before}


def _by_transfer(pay_by: str) -> bool:
    return pay_by == "bank_transfer"
