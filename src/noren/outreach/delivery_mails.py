"""What the mails of an order that is delivered home say: it was received, a parcel left, not everything is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from noren.kernel.moments import say_day
from noren.orders.shipping.queries import Parcel, delivery_of
from noren.orders.shipping.wanted import WantedDelivery, slot_words
from noren.outreach.letters import Goods, GoodsRow, Letter, Link, Paragraph, Part
from noren.outreach.order_mails import OrderMail
from noren.outreach.order_parts import facts_of, goods, money, order_link, order_number


class DeliveryPlacedMail(OrderMail):
    """The order has arrived and is paid."""

    template: ClassVar[str] = "delivery_placed"

    def letter(self) -> Letter:
        """Where to and when, what, and that it can be cancelled until it is packed."""
        order = self.facts.order
        return self.frame(
            subject=_("Order %(number)s received") % self.store_and_number(),
            preview=_("We write again when it is on its way."),
            title=_("We have received your order"),
            parts=(
                Paragraph(_("Thank you for your order. We write again as soon as a parcel is on its way.")),
                facts_of(order_number(order), *home_rows(order.uid)),
                goods(order),
                Paragraph(_("Until it is packed you can cancel it on its page, and the money goes back.")),
                order_link(self.facts),
            ),
        )


@dataclass(frozen=True, slots=True)
class OrderShippedMail(OrderMail):
    """A parcel left the house."""

    parcel: Parcel
    is_last: bool

    template: ClassVar[str] = "order_shipped"

    def letter(self) -> Letter:
        """Carrier and number, what is in it, whether more comes, and where it goes."""
        parcel, order = self.parcel, self.facts.order
        more = _("This parcel completes your order.") if self.is_last else _("The rest follows in a parcel of its own.")
        return self.frame(
            subject=_("A parcel of order %(number)s is on its way") % self.store_and_number(),
            preview=more,
            title=_("Your parcel is on its way"),
            parts=(
                Paragraph(more),
                facts_of(*_carrier_rows(parcel), order_number(order), *home_rows(order.uid)),
                *_link(parcel),
                Goods(
                    title=_("In this parcel"),
                    rows=tuple(GoodsRow(line.name, f"× {line.quantity}", "") for line in parcel.lines),
                    sums=((_("Pieces"), str(parcel.piece_count)),),
                ),
                order_link(self.facts),
            ),
        )


class DeliveryShortMail(OrderMail):
    """No store has all of it."""

    template: ClassVar[str] = "delivery_short"

    def letter(self) -> Letter:
        """Which lines changed, the new total, and that the money goes back."""
        order = self.facts.order
        return self.frame(
            subject=_("Order %(number)s has changed") % self.store_and_number(),
            preview=_("Not everything is there. New total: %(total)s") % {"total": money(order.total_minor)},
            title=_("Not everything is there"),
            parts=(
                Paragraph(
                    _(
                        "We are sorry: none of our stores has everything that you ordered. What changed is marked "
                        "below, and what you paid for it goes back."
                    )
                ),
                goods(order),
                facts_of(order_number(order), *home_rows(order.uid)),
                order_link(self.facts),
            ),
        )


def home_rows(order_uid: UUID) -> Iterator[tuple[str, str]]:
    """Where the order goes, and when it is wanted."""
    delivery = delivery_of(order_uid)
    if delivery is None:
        return
    address = delivery.wanted.address
    yield _("Delivered to"), f"{address.name}\n{address.in_one_line}"
    yield pgettext("delivery", "Wanted"), _when(delivery.wanted)


def _when(wanted: WantedDelivery) -> str:
    day = say_day(wanted.day) if wanted.day else _("as soon as possible")
    return f"{day} · {slot_words(wanted.slot)}"


def _carrier_rows(parcel: Parcel) -> Iterator[tuple[str, str]]:
    yield _("Carrier"), parcel.carrier_words
    if parcel.tracking_number:
        yield _("Tracking number"), parcel.tracking_number


def _link(parcel: Parcel) -> Iterator[Part]:
    if parcel.tracking_url:
        yield Link(_("Follow the parcel"), parcel.tracking_url)
