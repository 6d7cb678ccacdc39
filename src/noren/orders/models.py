"""Baskets, orders, lines, fulfillments, returns, receipts, and batches of past sales.

Long because every table of the room stands here, where its constraints can be read beside each other.
"""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import noren.orders.held.models
import noren.orders.late.models
import noren.orders.markdowns.models
import noren.orders.quick_keys.models
import noren.orders.regulars.models
import noren.orders.routing.models
import noren.orders.shifts.models
import noren.orders.shipping.models
import noren.orders.together.models  # noqa: F401 - the tables of all of them are this room's too
from noren.catalog.models import Variant
from noren.kernel.ids import spoken_code, uuid7
from noren.people.models import Customer, StaffMember
from noren.stores.models import Register, Store


class Basket(models.Model):
    """What somebody is about to order. A member's follows the member; a guest's is named by its uid alone."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="+")
    store = models.ForeignKey(Store, models.SET_NULL, null=True, related_name="+")
    coupon_codes = ArrayField(models.CharField(max_length=40), default=list)
    held_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ordered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(ordered_at__isnull=True, customer__isnull=False),
                name="orders_basket_open",
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)


class BasketLine(models.Model):
    """A variant and how many; `seen_price_minor` is the unit price the shopper was shown."""

    basket = models.ForeignKey(Basket, models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    seen_price_minor = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["basket", "variant"], name="orders_basketline_once"),
            models.CheckConstraint(condition=Q(quantity__range=(1, 9999)), name="orders_basketline_quantity"),
        ]
        ordering = ["id"]


class History(models.Model):
    """A batch of past sales from another system. Readers see its orders once it is finished."""

    uid = models.UUIDField(unique=True)
    source = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d}"


class OrderStatus(models.TextChoices):
    """Where an order stands. It only moves forward, but for money that came in late for an order not paid in time."""

    AWAITING_PAYMENT = "awaiting_payment", _("waits for its payment")
    PLACED = "placed", _("placed")
    READY = "ready", _("ready for pickup")
    COMPLETED = "completed", _("completed")
    CANCELED = "canceled", _("cancelled")
    REJECTED = "rejected", _("rejected by the store")
    EXPIRED = "expired", _("not picked up")
    VOIDED = "voided", _("voided")
    UNPAID = "unpaid", _("not paid")


class OrderSource(models.TextChoices):
    """Where the record comes from."""

    LIVE = "live", _("live")
    SIMULATED = "simulated", _("simulated")
    HISTORY = "history", _("from another system")


def new_order_number() -> str:
    """A number people can read aloud; random, so that it tells nobody how many orders there are."""
    return spoken_code(10)


MOST_NOTE, MOST_GIFT_MESSAGE = 500, 200


class Order(models.Model):
    """A promise to a customer. Amounts are minor units; `taxes` holds the totals per rate as printed.

    `is_buyer_proven` is False when only a guest's e-mail names the customer, to whom it then opens nothing. Amounts
    stay those of the sale; `returned_minor` is what its returns gave back of the total.
    `booked_at` is when a sale came here that a till had made without a network at `placed_at`; None for all others.
    `pay_until` (exclusive) is when the goods of an order that waits for its payment are given to others.
    `buyer_note` is what the buyer wrote for who prepares it; `gift_message` stands on the card of one that is wrapped.
    """

    uid = models.UUIDField(unique=True)
    number = models.CharField(_("number"), max_length=16, unique=True, default=new_order_number)
    basket_uid = models.UUIDField(unique=True, null=True)
    status = models.CharField(_("status"), max_length=20, choices=OrderStatus.choices)
    source = models.CharField(_("source"), max_length=12, choices=OrderSource.choices, default=OrderSource.LIVE)
    channel = models.CharField(_("begun in"), max_length=12)
    completed_channel = models.CharField(_("completed in"), max_length=12, blank=True)
    store = models.ForeignKey(Store, models.PROTECT, related_name="+", verbose_name=_("store"))
    register = models.ForeignKey(Register, models.PROTECT, null=True, related_name="+", verbose_name=_("register"))
    staff = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("staff"))
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+", verbose_name=_("customer"))
    is_buyer_proven = models.BooleanField(default=True, db_default=True)
    contact_name = models.CharField(_("contact name"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=32, blank=True)
    language = models.CharField(max_length=8, default="ja")
    goods_minor = models.PositiveBigIntegerField(_("goods"))
    discount_minor = models.PositiveBigIntegerField(_("discount"))
    tax_minor = models.PositiveBigIntegerField(_("tax"))
    total_minor = models.PositiveBigIntegerField(_("total"))
    returned_minor = models.PositiveBigIntegerField(_("given back for returns"), default=0, db_default=0)
    points = models.PositiveIntegerField(_("points"), default=0)
    taxes = models.JSONField(default=list)
    prices_include_tax = models.BooleanField(default=True)
    placed_at = models.DateTimeField(_("placed at"))
    business_date = models.DateField(_("business date"))
    completed_at = models.DateTimeField(_("completed at"), null=True)
    booked_at = models.DateTimeField(_("booked at"), null=True)
    pay_until = models.DateTimeField(_("to be paid until"), null=True)
    ended_reason = models.CharField(_("reason"), max_length=200, blank=True)
    buyer_note = models.CharField(_("the buyer's note"), max_length=MOST_NOTE, blank=True, default="", db_default="")
    is_gift = models.BooleanField(_("gift wrapped"), default=False, db_default=False)
    gift_message = models.CharField(
        _("words on the card"), max_length=MOST_GIFT_MESSAGE, blank=True, default="", db_default=""
    )
    history = models.ForeignKey(History, models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="completed", completed_at__isnull=False)
                | Q(status="voided", completed_at__isnull=False)
                | (~Q(status__in=["completed", "voided"]) & Q(completed_at__isnull=True)),
                name="orders_order_completed",
            ),
            models.CheckConstraint(condition=Q(discount_minor__lte=F("goods_minor")), name="orders_order_discount"),
            models.CheckConstraint(
                condition=Q(returned_minor=0) | Q(status="completed", returned_minor__lte=F("total_minor")),
                name="orders_order_returned",
            ),
            models.CheckConstraint(
                condition=Q(source="history", history__isnull=False) | (~Q(source="history") & Q(history__isnull=True)),
                name="orders_order_history",
            ),
            models.CheckConstraint(
                condition=Q(booked_at__isnull=True) | Q(placed_at__lte=F("booked_at")), name="orders_order_booked"
            ),
            models.CheckConstraint(
                condition=~Q(status="awaiting_payment") | Q(pay_until__isnull=False), name="orders_order_pay_until"
            ),
            models.CheckConstraint(condition=Q(is_gift=True) | Q(gift_message=""), name="orders_order_gift_message"),
        ]
        indexes = [
            models.Index(fields=["customer", "-placed_at"], name="orders_order_customer"),
            models.Index(fields=["store", "business_date"], name="orders_order_store_day"),
            models.Index(fields=["-placed_at", "-id"], name="orders_order_latest"),
            models.Index(fields=["pay_until"], condition=Q(status="awaiting_payment"), name="orders_order_unpaid"),
        ]

    def __str__(self) -> str:
        return self.number


class Fee(models.TextChoices):
    """What a line is that is no goods: it has a price and a tax rate, but lies on no shelf."""

    GIFT_WRAP = "gift_wrap", _("gift wrapping")
    DELIVERY = "delivery", pgettext_lazy("a fee", "Delivery")


class OrderLine(models.Model):
    """Goods of an order as they were sold: words, price and rate are kept, whatever the catalog says later.

    `quantity` is what is to be handed over now; `ordered_quantity` what was asked for; `returned_quantity` what of it
    came back; `awaited_quantity` what of it is not in the order's store yet: it is coming, or parked (routing); of a
    delivery, what no store has to send.
    `discounts` is a list of `[coupon code, minor units]`; what was taken off by hand is named `@price`, `@line` or
    `@sale` (`markdowns`). Added at the hand-over: `is_extra`.
    `rounding_minor` is 0 but for past sales, whose totals are kept as they were sold (3 for 500): quantity x unit price
    + rounding - discount = total. With `fee` it is no goods: nothing of it is picked, promised or returned.
    """

    uid = models.UUIDField(unique=True)
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+", verbose_name=_("variant"))
    name = models.CharField(_("name"), max_length=200)
    ordered_quantity = models.PositiveIntegerField(_("ordered"))
    quantity = models.PositiveIntegerField(_("quantity"))
    awaited_quantity = models.PositiveIntegerField(_("not there yet"), default=0, db_default=0)
    returned_quantity = models.PositiveIntegerField(_("returned"), default=0, db_default=0)
    unit_price_minor = models.PositiveIntegerField(_("unit price"))
    discount_minor = models.PositiveBigIntegerField(_("discount"))
    rounding_minor = models.IntegerField(_("rounding of a past sale"), default=0, db_default=0)
    total_minor = models.PositiveBigIntegerField(_("line total"))
    tax_rate_bp = models.PositiveSmallIntegerField(_("tax rate"))
    discounts = models.JSONField(default=list)
    is_extra = models.BooleanField(_("added at the hand-over"), default=False)
    fee = models.CharField(_("fee"), max_length=12, choices=Fee.choices, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__lte=F("ordered_quantity")), name="orders_orderline_picked"),
            models.CheckConstraint(condition=Q(returned_quantity__lte=F("quantity")), name="orders_orderline_returned"),
            models.CheckConstraint(condition=Q(awaited_quantity__lte=F("quantity")), name="orders_orderline_awaited"),
        ]


class ChangedBy(models.TextChoices):
    """Who changed an order."""

    CUSTOMER = "customer", _("the buyer")
    STAFF = "staff", _("staff")


class OrderChange(models.Model):
    """An order that was changed before it was picked: who changed what when, and what it came to. Immutable.

    `lines` is a list of `{sku, name, before, after, …}`, pieces of each line that changed; `goods_before` one of
    `[sku, pieces]`, all goods as they were ordered; `asked` what a repeat is known by; `lost_coupons` the codes of
    coupons that it no longer earned. `is_all`: all was taken off, which ended the order.
    """

    uid = models.UUIDField(unique=True, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="changes", verbose_name=_("order"))
    by = models.CharField(_("changed by"), max_length=8, choices=ChangedBy.choices)
    channel = models.CharField(_("channel"), max_length=12)
    staff = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("staff"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    lines = models.JSONField(_("goods"))
    goods_before = models.JSONField()
    asked = models.JSONField()
    lost_coupons = models.JSONField(_("coupons given back"), default=list)
    total_before_minor = models.PositiveBigIntegerField(_("total before"))
    total_minor = models.PositiveBigIntegerField(_("total"))
    is_all = models.BooleanField(_("all was taken off"), default=False)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("change of an order")
        verbose_name_plural = _("changes of orders")
        indexes = [models.Index(fields=["order", "id"], name="orders_orderchange_order")]

    def __str__(self) -> str:
        return str(self.uid)


class OrderNote(models.Model):
    """What staff write down about an order for each other. The buyer never sees it. Immutable."""

    uid = models.UUIDField(unique=True, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="notes", verbose_name=_("order"))
    staff = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("staff"))
    channel = models.CharField(_("channel"), max_length=12)
    text = models.CharField(_("note"), max_length=MOST_NOTE)
    noted_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("note on an order")
        verbose_name_plural = _("notes on orders")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="orders_ordernote_text")]
        indexes = [models.Index(fields=["order", "id"], name="orders_ordernote_order")]

    def __str__(self) -> str:
        return self.text


class FulfillmentKind(models.TextChoices):
    """How goods reach the customer."""

    PICKUP = "pickup", _("pickup")
    COUNTER = "counter", _("over the counter")
    DELIVERY = "delivery", _("delivered home")


class FulfillmentStatus(models.TextChoices):
    """The work of the store. What waits for the money is no work yet."""

    WAITING = "waiting", _("waits for the payment")
    OPEN = "open", pgettext_lazy("state of a pickup", "to pick")
    READY = "ready", _("ready")
    HANDED_OVER = "handed_over", _("handed over")
    SHIPPED = "shipped", _("sent")
    CANCELED = "canceled", _("cancelled")


class Fulfillment(models.Model):
    """A store's work for an order. `due_at` is when it is promised ready, `kept_until` (exclusive) when it expires.

    Goods delivered home are the work of the stores of its shipments; `due_at` is then when they are to be there.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order = models.OneToOneField(Order, models.CASCADE, related_name="fulfillment")
    store = models.ForeignKey(Store, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=FulfillmentKind.choices)
    status = models.CharField(_("status"), max_length=12, choices=FulfillmentStatus.choices)
    pickup_code = models.CharField(_("pickup code"), max_length=12, unique=True, null=True)
    due_at = models.DateTimeField(_("ready by"), null=True)
    kept_until = models.DateTimeField(_("kept until"), null=True)
    ready_at = models.DateTimeField(_("ready at"), null=True)
    handed_over_at = models.DateTimeField(_("handed over at"), null=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("fulfillment")
        verbose_name_plural = _("fulfillments")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["counter", "delivery"]) | Q(pickup_code__isnull=False, kept_until__isnull=False),
                name="orders_fulfillment_pickup",
            )
        ]
        indexes = [
            models.Index(
                fields=["store", "due_at"],
                condition=Q(status__in=["open", "ready"]),
                name="orders_fulfillment_work",
            ),
            models.Index(
                fields=["kept_until"],
                condition=Q(status__in=["open", "ready"]),
                name="orders_fulfillment_expiry",
            ),
        ]

    def __str__(self) -> str:
        return self.pickup_code or str(self.uid)


class Condition(models.TextChoices):
    """In which state returned goods are, which decides what becomes of them."""

    RESALABLE = "resalable", _("for sale again")
    DAMAGED = "damaged", _("damaged")
    CHECKING = "checking", _("to be checked")
    DISCARDED = "discarded", _("not kept")


class Return(models.Model):
    """Goods that came back over the counter of a store, and what was given back for them, in minor units.

    Without `order` nobody found the sale: the goods were taken at today's price. `points` are no longer earned.
    `coupons` is a list of `[code, name, whether the use was given back]` that the return took off the order.
    """

    uid = models.UUIDField(unique=True)
    number = models.CharField(pgettext_lazy("of a return", "number"), max_length=16, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="returns", verbose_name=_("order"))
    store = models.ForeignKey(Store, models.PROTECT, related_name="+", verbose_name=_("store"))
    register = models.ForeignKey(Register, models.PROTECT, related_name="+", verbose_name=_("register"))
    staff = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("staff"))
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+", verbose_name=_("customer"))
    channel = models.CharField(_("channel"), max_length=12)
    reason = models.CharField(_("reason"), max_length=200)
    goods_minor = models.PositiveBigIntegerField(_("goods"))
    discount_minor = models.PositiveBigIntegerField(_("discount"))
    tax_minor = models.PositiveBigIntegerField(_("tax"))
    total_minor = models.PositiveBigIntegerField(_("given back"))
    taxes = models.JSONField(default=list)
    points = models.PositiveIntegerField(_("points no longer earned"), default=0)
    coupons = models.JSONField(default=list)
    is_full = models.BooleanField(_("everything is back"), default=False)
    returned_at = models.DateTimeField(_("returned at"))
    business_date = models.DateField(_("business date"))

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        constraints = [
            models.CheckConstraint(condition=Q(discount_minor__lte=F("goods_minor")), name="orders_return_discount"),
            models.CheckConstraint(condition=~Q(reason=""), name="orders_return_reason"),
            models.CheckConstraint(
                condition=Q(order__isnull=False) | Q(points=0, customer__isnull=True, is_full=False),
                name="orders_return_without_sale",
            ),
        ]
        indexes = [
            models.Index(fields=["store", "business_date"], name="orders_return_store_day"),
            models.Index(fields=["-returned_at", "-id"], name="orders_return_latest"),
        ]

    def __str__(self) -> str:
        return self.number


class ReturnLine(models.Model):
    """Pieces of one line that came back in one condition. `total_minor` is in the prices' own mode, after discounts.

    `note` says why goods were not kept.
    """

    goods_return = models.ForeignKey(Return, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    order_line = models.ForeignKey(OrderLine, models.PROTECT, null=True, related_name="+")
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+", verbose_name=_("variant"))
    name = models.CharField(_("name"), max_length=200)
    quantity = models.PositiveIntegerField(_("quantity"))
    condition = models.CharField(_("condition"), max_length=12, choices=Condition.choices)
    note = models.CharField(_("why it was not kept"), max_length=200, blank=True)
    unit_price_minor = models.PositiveIntegerField(_("unit price"))
    total_minor = models.PositiveBigIntegerField(_("line total"))
    tax_rate_bp = models.PositiveSmallIntegerField(_("tax rate"))

    class Meta:
        verbose_name = _("return line")
        verbose_name_plural = _("return lines")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["goods_return", "position"], name="orders_returnline_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="orders_returnline_quantity"),
            models.CheckConstraint(
                condition=~Q(condition="discarded") | ~Q(note=""), name="orders_returnline_discarded"
            ),
        ]
        indexes = [models.Index(fields=["order_line"], name="orders_returnline_sold")]


class ReceiptKind(models.TextChoices):
    """What a receipt says happened."""

    SALE = "sale", _("sale")
    VOID = "void", _("void")
    RETURN = "return", _("return")
    SHORT = "short", _("pieces taken off")


def new_receipt_token() -> str:
    """144 random bits as 24 symbols that are safe in a path: whoever has them may see the receipt."""
    return secrets.token_urlsafe(18)


class Receipt(models.Model):
    """What was printed, as data, never changed; only the count of prints grows. `token` is its unguessable link.

    A sale and its void have one each, a return one of its own, whose `order` is the sale it came from, if it was found.
    So have pieces that are taken off a delivery after its sale's receipt was issued (`short`).
    `shift` is the one of the register that it was made in, None for one of none; with `late_batch` it was booked after
    that shift was closed.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    token = models.CharField(max_length=24, unique=True, default=new_receipt_token, editable=False)
    number = models.CharField(pgettext_lazy("of a receipt", "number"), max_length=40, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="receipts")
    goods_return = models.OneToOneField(Return, models.PROTECT, null=True, related_name="receipt")
    kind = models.CharField(_("kind"), max_length=8, choices=ReceiptKind.choices)
    register = models.ForeignKey(Register, models.PROTECT, related_name="+")
    shift = models.ForeignKey(
        "orders.Shift", models.PROTECT, null=True, related_name="receipts", db_index=False, verbose_name=_("shift")
    )
    late_batch = models.ForeignKey(
        "orders.LateBatch", models.PROTECT, null=True, related_name="receipts", db_index=False
    )
    issued_at = models.DateTimeField(_("issued at"))
    document = models.JSONField()
    printed_count = models.PositiveIntegerField(_("printed"), default=0)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind"], condition=Q(kind__in=["sale", "void"]), name="orders_receipt_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="return", goods_return__isnull=False)
                | Q(~Q(kind="return"), order__isnull=False, goods_return__isnull=True),
                name="orders_receipt_of",
            ),
            models.CheckConstraint(
                condition=Q(late_batch__isnull=True) | Q(shift__isnull=False), name="orders_receipt_late"
            ),
        ]
        indexes = [
            models.Index(fields=["shift", "id"], condition=Q(shift__isnull=False), name="orders_receipt_of_shift"),
            models.Index(
                fields=["register", "issued_at"], condition=Q(shift__isnull=True), name="orders_receipt_no_shift"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReceiptCopy(models.Model):
    """One print of a receipt on paper: the first is the original, each later one is marked as a reprint. Immutable."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="copies", verbose_name=_("receipt"))
    number = models.PositiveIntegerField(pgettext_lazy("of a print", "print no."))
    staff = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("staff"))
    staff_name = models.CharField(max_length=120, blank=True)
    printed_at = models.DateTimeField(_("printed at"))

    class Meta:
        verbose_name = _("print of a receipt")
        verbose_name_plural = _("prints of receipts")
        constraints = [
            models.UniqueConstraint(fields=["receipt", "number"], name="orders_receiptcopy_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="orders_receiptcopy_number"),
        ]


MOST_FORMAL_RECEIPTS = 9


class FormalReceipt(models.Model):
    """A receipt made out to somebody by name (領収書): the first is the original, each later one a reissue. Immutable.

    `staff` is None when the customer asked for it on the receipt's own page.
    """

    uid = models.UUIDField(unique=True, editable=False)
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="formal_receipts", verbose_name=_("receipt"))
    number = models.PositiveSmallIntegerField(pgettext_lazy("of a formal receipt", "issue no."))
    recipient = models.CharField(_("made out to"), max_length=60)
    purpose = models.CharField(_("for what"), max_length=60)
    staff = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("staff"))
    issued_at = models.DateTimeField(_("issued at"))

    class Meta:
        verbose_name = _("formal receipt")
        verbose_name_plural = _("formal receipts")
        constraints = [
            models.UniqueConstraint(fields=["receipt", "number"], name="orders_formalreceipt_once"),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_FORMAL_RECEIPTS)), name="orders_formalreceipt_number"
            ),
            models.CheckConstraint(condition=~Q(recipient=""), name="orders_formalreceipt_recipient"),
        ]
