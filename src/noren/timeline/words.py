"""Events in words: what each is called for people. The log keeps the names, which are Segment's where there is one."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: Mapping[str, Promise] = {
    "Account Claim Asked": _("Asked for an online account"),
    "Account Claimed": _("Opened the online account"),
    "Campaign Saved": _("Campaign saved"),
    "Count Cancelled": _("Stocktake cancelled"),
    "Count Closed": _("Stocktake closed"),
    "Count Opened": _("Stocktake opened"),
    "Coupon Granted": _("Coupon received"),
    "Coupon Redeemed": _("Coupon used"),
    "Coupon Withdrawn": _("Coupon given back"),
    "Delivery Cancelled": _("Delivery cancelled"),
    "Delivery Received": _("Delivery received"),
    "Email Failed": _("Mail could not be sent"),
    "Email Resent": _("Mail sent again by staff"),
    "Email Sent": _("Mail sent"),
    "Formal Receipt Issued": _("Receipt made out to a name"),
    "Goods Taken Back": _("Goods taken back without a sale"),
    "Member Changed": _("Contact data changed by staff"),
    "Member Joined": _("Became a member"),
    "Opening Hours Set": _("Opening hours set"),
    "Order Cancelled": _("Order cancelled"),
    # Segment calls the end of a checkout so; people would take it for the end of the order.
    "Order Completed": _("Ordered"),
    "Order Expired": _("Not picked up"),
    "Order Handed Over": _("Picked up and paid"),
    "Order Line Arrived": _("Goods came from another store"),
    "Order Line Parked": _("Parked: no store has it"),
    "Order Line Short": _("Not everything was there"),
    "Order Noted": _("Note of staff"),
    "Order Line Sourced": _("Comes from another store"),
    "Order Ready": _("Ready for pickup"),
    "Order Refunded": _("Goods returned"),
    "Order Rejected": _("Rejected by the store"),
    "Order Taken Up": _("Paid late, and taken up again"),
    "Order Unpaid": _("Not paid"),
    "Order Updated": _("Order changed"),
    "Payment Awaited": _("Ordered, not paid yet"),
    "Payment Captured": _("Paid"),
    "Payment Declined": _("Payment declined"),
    "Payment Refunded": _("Money given back"),
    "Picture Added": _("Picture added"),
    "Picture Removed": _("Picture removed"),
    "Points Earned": _("Points earned"),
    "Points Expired": _("Points expired"),
    "Points Taken Back": _("Points taken back"),
    "Price Changed": _("Price changed"),
    "Product Saved": _("Product saved"),
    "Receipt Mailed": _("Receipt sent by mail"),
    "Receipt Reprinted": _("Receipt printed again"),
    "Register Saved": _("Register saved"),
    "Routing Rules Set": _("Routing rules put in force"),
    "Sale Voided": _("Sale voided"),
    "Special Day Set": _("Special day set"),
    "Deed Approved": _("Approved by a second person"),
    "Staff Saved": _("Staff member saved"),
    "Store Saved": _("Store saved"),
    "Transfer Cancelled": _("Transfer cancelled"),
    "Transfer Changed": _("Transfer draft changed"),
    "Transfer Drafted": _("Transfer drafted"),
    "Transfer Ready": _("Transfer ready to be packed"),
    "Transfer Received": _("Transfer received"),
    "Transfer Sent": _("Transfer sent"),
    "Variant Saved": _("SKU saved"),
}


def event_words(name: str) -> str:
    """What an event is called; one that has no words is said by its name."""
    return str(EVENTS.get(name, name))
