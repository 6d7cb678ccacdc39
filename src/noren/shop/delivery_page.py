"""What an order's page says of a delivery: where it stands, and when it is wanted."""

from django.utils.translation import gettext as _

from noren.kernel.moments import say_long_day
from noren.orders.queries import OrderView
from noren.orders.shipping.queries import DeliveryOfOrder
from noren.orders.shipping.wanted import slot_words


def delivery_words(order: OrderView, delivery: DeliveryOfOrder) -> tuple[str, str, str] | None:
    """Mood, headline and sentence of a delivery that is under way or done; None when its end has words already."""
    parcels = delivery.live_parcels
    sent = sum(parcel.is_shipped for parcel in parcels)
    if order.status == "placed" and any(line.awaited_quantity for line in order.lines):
        return (
            "open",
            _("We are looking for your goods"),
            _("A part of it is in no store at the moment. We write to you."),
        )
    if order.status == "placed" and sent:
        words = _("%(sent)s of %(all)s parcels are on their way to you.")
        return "open", _("Partly on its way"), words % {"sent": sent, "all": len(parcels)}
    if order.status == "placed" and delivery.is_begun:
        return "open", _("Packed"), _("Your order is packed and waits for the carrier. We write when it has left.")
    if order.status == "placed":
        return "open", _("Being prepared"), _("We pack your order and write to you when it has left.")
    if order.status == "completed" and not order.is_returned:
        return "over", _("On its way to you"), _("Everything has left. You can follow each parcel with its number.")
    return None


def wanted_in_words(delivery: DeliveryOfOrder) -> str:
    """When it is wanted."""
    day = say_long_day(delivery.wanted.day) if delivery.wanted.day else _("as soon as possible")
    return f"{day} · {slot_words(delivery.wanted.slot)}"
