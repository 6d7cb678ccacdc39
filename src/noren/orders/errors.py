"""Why an order is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, Forbidden, NotFound, Refused


class BasketEmpty(Refused):
    """Nothing is ordered."""

    code = "basket_empty"
    words = _("There is nothing in the basket.")


class BasketTooLarge(Refused):
    """More lines than one order holds."""

    code = "basket_too_large"
    words = _("An order holds at most %(limit)d different products.")


class BasketNotFound(NotFound):
    """No open basket has this id."""

    code = "basket_not_found"
    words = _("This basket does not exist any more.")


class VariantNotFound(NotFound):
    """No product on sale has this SKU."""

    code = "variant_not_found"
    words = _("There is no product “%(sku)s” on sale.")


class QuantityInvalid(Refused):
    """A quantity nobody can order."""

    code = "quantity_invalid"
    words = _("The quantity must be a whole number from 1 to %(limit)d.")


class ContactMissing(Refused):
    """Nobody could be told that the order is ready."""

    code = "contact_missing"
    words = _("Please give a name and an e-mail address, so that we can tell you when it is ready.")


class CustomerNotFound(NotFound):
    """No customer has this id."""

    code = "customer_not_found"
    words = _("There is no such customer.")


class RegisterNotFound(NotFound):
    """No register in use has this id in this store."""

    code = "register_not_found"
    words = _("There is no such register in this store.")


class StaffNotFound(NotFound):
    """No staff member has this id."""

    code = "staff_not_found"
    words = _("There is no such staff member.")


class OrderNotFound(NotFound):
    """No order has this id, number or code."""

    code = "order_not_found"
    words = _("There is no such order.")


class OrderUidTaken(Conflict):
    """The id names an order that this caller did not ask for."""

    code = "order_uid_taken"
    words = _("This id belongs to another order already. Make a new one.")


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What the buyer saw and what it costs now, per piece, minor units."""

    sku: str
    name: str
    seen_minor: int
    now_minor: int


class PriceChanged(Conflict):
    """The order costs something else than the buyer saw. Nothing was placed.

    Attributes:
        changes: goods whose price changed; empty when only the total did, for a coupon or a tax.
    """

    code = "price_changed"
    words = _("The price has changed meanwhile: it is %(now)d now, not %(expected)d.")

    def __init__(self, *, expected: int, now: int, changes: Sequence[PriceChange]) -> None:
        super().__init__(field="expected_total_minor", expected=expected, now=now)
        self.changes = tuple(changes)


class OrderOfOtherStore(Conflict):
    """The order is to be handed over in another store."""

    code = "order_of_other_store"
    words = _("This order is to be picked up at %(store)s.")


class AlreadyHandedOver(Conflict):
    """The goods were handed over before."""

    code = "already_handed_over"
    words = _("Order %(number)s was already handed over.")


class OrderExpired(Conflict):
    """The time to pick it up is over."""

    code = "order_expired"
    words = _("The pickup time of order %(number)s is over; the goods are on sale again.")


class OrderEnded(Conflict):
    """It was cancelled, rejected or voided."""

    code = "order_ended"
    words = _("Order %(number)s is not open any more: %(status)s.")


class OrderNotOpen(Conflict):
    """The deed fits only an order that is being picked."""

    code = "order_not_open"
    words = _("Order %(number)s is not being picked any more.")


class LineNotFound(NotFound):
    """The order has no such line."""

    code = "line_not_found"
    words = _("Order %(number)s has no such line.")


class PickedQuantityInvalid(Refused):
    """More picked than ordered, or nothing short."""

    code = "picked_quantity_invalid"
    words = _("From 0 to %(limit)d pieces can be picked of this line.")


class ReasonMissing(Refused):
    """The deed needs a reason that others will read."""

    code = "reason_missing"
    words = _("Please give a reason.")


class VoidNotAllowed(Conflict):
    """Only a sale of the same day and register can be voided."""

    code = "void_not_allowed"
    words = _("Only a sale of today at this register can be voided.")


class ReceiptNotFound(NotFound):
    """No receipt has this number."""

    code = "receipt_not_found"
    words = _("There is no receipt with the number %(number)s.")


class ReceiptCopyNotFound(NotFound):
    """The receipt was not printed that often."""

    code = "receipt_copy_not_found"
    words = _("The receipt %(number)s was printed %(count)d times only. Print it first.")


class FormalReceiptNotFound(NotFound):
    """No formal receipt has this id, or it is of another receipt."""

    code = "formal_receipt_not_found"
    words = _("There is no such formal receipt.")


class RecipientMissing(Refused):
    """A formal receipt is made out to somebody."""

    code = "recipient_missing"
    words = _("Please say to whom the receipt is made out.")


class RecipientTooLong(Refused):
    """More than the line of a formal receipt holds."""

    code = "recipient_too_long"
    words = _("At most %(limit)d letters fit here.")


class FormalReceiptRefused(Conflict):
    """Only a sale that stands gets a formal receipt: not a void, and not a sale that was voided."""

    code = "formal_receipt_refused"
    words = _("Receipt %(number)s was taken back: no formal receipt is made out for it.")


class FormalReceiptLimit(Conflict):
    """It was made out so often already that something is wrong."""

    code = "formal_receipt_limit"
    words = _("This receipt was made out %(limit)d times already. Please ask at the store.")


class OrderNotPaid(Conflict):
    """The deed is for a paid order, or one that is paid at the store; this one waits for its money."""

    code = "order_not_paid"
    words = _("Order %(number)s waits for its payment.")


class OrderNotAwaitingPayment(Conflict):
    """It was paid, or it ended: nothing is to be paid."""

    code = "order_not_awaiting_payment"
    words = _("Nothing is to be paid for order %(number)s any more.")


class NotYourOrder(Forbidden):
    """The order is somebody else's."""

    code = "not_your_order"
    words = _("This order is not yours.")


class ReturnEmpty(Refused):
    """Nothing comes back."""

    code = "return_empty"
    words = _("Nothing is chosen to be returned.")


class ReturnTooLarge(Refused):
    """More lines than one return holds."""

    code = "return_too_large"
    words = _("A return holds at most %(limit)d lines.")


class NoteMissing(Refused):
    """Goods are thrown away, and nobody says why."""

    code = "note_missing"
    words = _("Please say why the goods are not kept.")


class NotReturnable(Conflict):
    """The sale is not completed, or it was undone."""

    code = "not_returnable"
    words = _("Nothing of order %(number)s can be returned: %(status)s.")


class PastSaleNotReturnable(Conflict):
    """The sale was made in another system, which has its money and points."""

    code = "past_sale_not_returnable"
    words = _("Sale %(number)s was made in the former system. Its goods can only be taken back without a sale.")


class ReturnTooLate(Conflict):
    """The days in which goods can be returned are over."""

    code = "return_too_late"
    words = _("Order %(number)s could be returned until %(last_day)s. Ask a manager.")


class ReturnedAlready(Conflict):
    """More pieces than are left of a line."""

    code = "returned_already"
    words = _("%(name)s: only %(left)d of %(sold)d can still be returned.")


class RefundChanged(Conflict):
    """Another amount is given back than the customer was told. Nothing was booked."""

    code = "refund_changed"
    words = _("The amount to give back is %(now)d now, not %(expected)d. Please look again.")


class ReturnUidTaken(Conflict):
    """The id names another return."""

    code = "return_uid_taken"
    words = _("This id belongs to another return already. Make a new one.")


class ReturnNotFound(NotFound):
    """No return has this id or number."""

    code = "return_not_found"
    words = _("There is no such return.")


class GoodsReturned(Conflict):
    """Goods of the sale came back already, so it cannot be undone as a whole."""

    code = "goods_returned"
    words = _("Goods of sale %(number)s were returned already. Return the rest as well instead of voiding it.")


class OrderNotChangeable(Conflict):
    """It is picked already: goods are added or left at the hand-over."""

    code = "order_not_changeable"
    words = _("Order %(number)s is ready already. Goods can be added or left when it is handed over.")


class ChangeEmpty(Refused):
    """Nothing is to be changed."""

    code = "change_empty"
    words = _("Nothing is changed.")


class LineChanged(Conflict):
    """Somebody else changed the line since it was looked at."""

    code = "line_changed"
    words = _("%(name)s: it is %(now)d now, no longer %(seen)d. Please look again.")


class OnlyFewer(Forbidden):
    """Buyers take pieces off by themselves, but add none."""

    code = "only_fewer"
    words = _("Pieces can be taken off here, but not added. Please order what you need more of.")


class ChangeNotOffered(Forbidden):
    """Buyers change nothing by themselves here."""

    code = "change_not_offered"
    words = _("Orders cannot be changed here. Please ask the store, or cancel the order.")


class ChangeUidTaken(Conflict):
    """The id names another change."""

    code = "change_uid_taken"
    words = _("This id belongs to another change already. Make a new one.")


class NoteEmpty(Refused):
    """Nothing is written."""

    code = "note_empty"
    words = _("Please write something.")


class NoteTooLong(Refused):
    """More than a note holds."""

    code = "note_too_long"
    words = _("At most %(limit)d letters fit here.")


class GiftWrapNotOffered(Refused):
    """This shop wraps nothing."""

    code = "gift_wrap_not_offered"
    words = _("Gift wrapping is not offered here.")
