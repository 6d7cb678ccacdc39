"""Why a delivery or a parcel is refused."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, NotFound, Refused


class DeliveryNotOffered(Conflict):
    """No store sends parcels."""

    code = "delivery_not_offered"
    words = _("We do not deliver to homes at the moment. Please pick your order up at a store.")


class AddressIncomplete(Refused):
    """A part of the address is missing or too long; `field` names it."""

    code = "address_incomplete"
    words = _("Please complete the address: %(part)s.")


class PostalCodeInvalid(Refused):
    """No postal code looks like this."""

    code = "postal_code_invalid"
    words = _("A postal code has seven digits, such as 150-0041.")


class SlotNotOffered(Refused):
    """Nobody delivers on that day or at that time."""

    code = "slot_not_offered"
    words = _("We cannot deliver on this day or at this time. Please choose another.")


class ShipmentNotFound(NotFound):
    """No shipment has this id."""

    code = "shipment_not_found"
    words = _("There is no such shipment.")


class ShipmentNotOpen(Conflict):
    """It was sent, cancelled, or is in another state than this needs."""

    code = "shipment_not_open"
    words = _("This is not possible any more: the shipment is now “%(status)s”.")


class CarrierMissing(Refused):
    """Nobody says who carries the parcel."""

    code = "carrier_missing"
    words = _("Please choose the carrier.")


class TrackingInvalid(Refused):
    """The tracking number is missing or is none of this carrier."""

    code = "tracking_invalid"
    words = _("Please check the tracking number: it has 8 to 20 digits or letters.")


class AlreadyPacked(Conflict):
    """A store has packed a part of it: its buyer cannot cancel it, and nobody changes its goods."""

    code = "already_packed"
    words = _("Order %(number)s is packed already and cannot be changed or cancelled here. Please call the store.")


class DeliveryPaidBefore(Conflict):
    """A delivery that is paid would come to more."""

    code = "delivery_paid_before"
    words = _(
        "Order %(number)s is paid and would come to more. What is delivered is paid before it is sent: "
        "order the additional goods by themselves."
    )


class DeliveryFeeComesBack(Conflict):
    """A delivery that is paid would come to more without some of its goods, as it would not be free any more."""

    code = "delivery_fee_comes_back"
    words = _(
        "Order %(number)s is paid, and its delivery is free. Without these goods the delivery would be charged again, "
        "and the order would come to more than was paid. Take more off, or cancel the order as a whole."
    )


class DeliveryCouponLost(Conflict):
    """A delivery that is paid would come to more without some of its goods, as they no longer earn its coupon."""

    code = "delivery_coupon_lost"
    words = _(
        "Order %(number)s is paid, with a coupon. Without these goods the coupon would not hold any more, and the "
        "order would come to more than was paid. Take more off, or cancel the order as a whole."
    )


class ParcelLeft(Conflict):
    """A part of the order has left the house."""

    code = "parcel_left"
    words = _("A parcel of this order has left already. What arrives can be returned in any store.")


class IsDelivered(Conflict):
    """A pickup's deed on an order that is delivered home."""

    code = "is_delivered"
    words = _("Order %(number)s is delivered home. It is worked on under “To ship” in the office.")


class ReceiptStands(Conflict):
    """A part cannot be taken off an order whose receipt was issued at the till."""

    code = "receipt_stands"
    words = _(
        "The receipt of order %(number)s was issued at the till, so nothing can be taken off it. "
        "Cancel the order as a whole, or find a store that has the goods."
    )
