"""Levels, movements and holds; shortfalls, deliveries, counts and reorder points."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Lower
from django.utils.translation import gettext_lazy as _

from noren.catalog.models import Category, Variant
from noren.kernel.ids import uuid7
from noren.people.models import StaffMember
from noren.stock.transfers.models import Transfer, TransferArrival, TransferLine
from noren.stores.models import Store

__all__ = [
    "AsideState",
    "Count",
    "CountEntry",
    "CountLine",
    "CountOutcome",
    "CountScope",
    "CountStatus",
    "Delivery",
    "DeliveryLine",
    "DeliveryStatus",
    "Hold",
    "HoldKind",
    "Level",
    "Movement",
    "MovementKind",
    "ReorderPoint",
    "Shortfall",
    "Transfer",
    "TransferArrival",
    "TransferLine",
]


class Level(models.Model):
    """The running figures of one variant in one store, in pieces. Only movements change them."""

    store = models.ForeignKey(Store, models.PROTECT, related_name="+", verbose_name=_("store"))
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+", verbose_name=_("variant"))
    on_hand = models.IntegerField(_("on hand"), default=0)
    allocated = models.PositiveIntegerField(_("allocated"), default=0)
    held = models.PositiveIntegerField(_("held"), default=0)
    safety = models.PositiveIntegerField(_("safety stock"), default=0)
    aside = models.PositiveIntegerField(_("set aside"), default=0, db_default=0)
    short = models.PositiveIntegerField(_("short"), default=0)

    class Meta:
        verbose_name = _("stock level")
        verbose_name_plural = _("stock levels")
        constraints = [
            models.UniqueConstraint(fields=["variant", "store"], name="stock_level_once"),
            models.CheckConstraint(
                # What is not covered by goods that are there and for sale is short, and no more than that is.
                condition=Q(short=Greatest(0, F("allocated") + F("held") - Greatest(0, F("on_hand") - F("aside")))),
                name="stock_level_promises",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} / {self.store}"

    @property
    def available(self) -> int:
        """What may still be promised; negative when more is promised or set aside than is there."""
        return self.on_hand - self.allocated - self.held - self.safety - self.aside


class MovementKind(models.TextChoices):
    """What moved a level."""

    RECEIVED = "received", _("received")
    SOLD = "sold", _("sold")
    ALLOCATED = "allocated", _("allocated")
    RELEASED = "released", _("released")
    HELD = "held", _("held")
    UNHELD = "unheld", _("hold ended")
    HANDED_OVER = "handed_over", _("handed over")
    RETURNED = "returned", _("returned")
    COUNTED = "counted", _("counted")
    ADJUSTED = "adjusted", _("adjusted")
    TRANSFERRED = "transferred", _("transferred")
    SET_ASIDE = "set_aside", _("set aside")
    PUT_BACK = "put_back", _("put back for sale")
    SAFETY_SET = "safety_set", _("safety stock set")
    SHORTED = "shorted", _("shortfall settled")


class AsideState(models.TextChoices):
    """Why pieces in the building are not for sale."""

    DAMAGED = "damaged", _("damaged")
    CHECKING = "checking", _("being checked")


class Movement(models.Model):
    """One change of a level: what it added to each figure, and why. Immutable."""

    level = models.ForeignKey(Level, models.PROTECT, related_name="movements", verbose_name=_("level"))
    kind = models.CharField(_("kind"), max_length=12, choices=MovementKind.choices)
    on_hand_change = models.IntegerField(_("on hand"), default=0)
    allocated_change = models.IntegerField(_("allocated"), default=0)
    held_change = models.IntegerField(_("held"), default=0)
    safety_change = models.IntegerField(_("safety stock"), default=0)
    aside_change = models.IntegerField(_("set aside"), default=0, db_default=0)
    aside_state = models.CharField(
        _("set aside as"), max_length=12, choices=AsideState.choices, blank=True, default="", db_default=""
    )
    short_change = models.IntegerField(_("short"), default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    cause_kind = models.CharField(_("cause"), max_length=24)
    cause_uid = models.UUIDField(_("cause id"))
    staff_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock ledger")
        indexes = [
            models.Index(fields=["cause_uid"], name="stock_movement_cause"),
            models.Index(fields=["level"], condition=~Q(aside_change=0), name="stock_movement_aside"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="adjusted") | ~Q(reason=""), name="stock_movement_adjusted_reason"
            ),
            models.CheckConstraint(
                condition=Q(aside_change=0, aside_state="") | (~Q(aside_change=0) & ~Q(aside_state="")),
                name="stock_movement_aside_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class HoldKind(models.TextChoices):
    """What pieces are kept for."""

    BASKET = "basket", _("a basket at the checkout")
    TRANSFER = "transfer", _("a transfer to another store")
    ARRIVED = "arrived", _("an order that waited for its goods")


class Hold(models.Model):
    """Pieces kept for an owner until `expires_at`, or until a verb ends it where none is set.

    Ended when `ended_at` is set; then they count no more.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    level = models.ForeignKey(Level, models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=12, choices=HoldKind.choices)
    owner_uid = models.UUIDField()
    quantity = models.PositiveIntegerField()
    held_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="stock_hold_quantity"),
            models.UniqueConstraint(
                fields=["owner_uid", "level"], condition=Q(ended_at__isnull=True), name="stock_hold_owner"
            ),
        ]
        indexes = [
            models.Index(fields=["level", "expires_at"], condition=Q(ended_at__isnull=True), name="stock_hold_live")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.level}"


class Shortfall(models.Model):
    """Promised pieces of a level that are not there: from the movement that made it so to the one that ended it.

    The ledger opens and ends it in the statement that changes the level; staff take it and note what they did. How many
    pieces are short now is the level's own figure.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    level = models.ForeignKey(Level, models.PROTECT, related_name="shortfalls", verbose_name=_("level"))
    most_pieces = models.PositiveIntegerField(_("pieces at most"))
    began_at = models.DateTimeField(_("since"))
    cause_kind = models.CharField(_("cause"), max_length=24)
    cause_uid = models.UUIDField(_("cause id"))
    owner = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("taken by"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    end_kind = models.CharField(_("ended by"), max_length=24, blank=True)
    end_uid = models.UUIDField(_("id of what ended it"), null=True)

    class Meta:
        verbose_name = _("shortfall")
        verbose_name_plural = _("shortfalls")
        constraints = [
            models.UniqueConstraint(
                fields=["level"], condition=Q(ended_at__isnull=True), name="stock_shortfall_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_kind="", end_uid__isnull=True)
                | (Q(ended_at__isnull=False, end_uid__isnull=False) & ~Q(end_kind="")),
                name="stock_shortfall_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.began_at:%Y-%m-%d %H:%M}"


class DeliveryStatus(models.TextChoices):
    """Where a delivery stands."""

    DRAFT = "draft", _("being checked in")
    RECEIVED = "received", _("received")
    CANCELED = "canceled", _("cancelled")


class Delivery(models.Model):
    """Goods of a supplier against a delivery note. Booked into stock at once, when it is received."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    store = models.ForeignKey(Store, models.PROTECT, related_name="+", verbose_name=_("store"))
    supplier = models.CharField(_("supplier"), max_length=120)
    note_number = models.CharField(_("number of the delivery note"), max_length=60)
    status = models.CharField(_("status"), max_length=12, choices=DeliveryStatus.choices, default=DeliveryStatus.DRAFT)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("made by"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by"))

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                Lower("supplier"), Lower("note_number"), condition=~Q(status="canceled"), name="stock_delivery_note"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", ended_at__isnull=True) | (~Q(status="draft") & Q(ended_at__isnull=False)),
                name="stock_delivery_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.note_number}"


class DeliveryLine(models.Model):
    """What a delivery note says of a variant and what was found in the boxes; `damaged` are some of those found."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="lines", verbose_name=_("delivery"))
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+", verbose_name=_("variant"))
    expected = models.PositiveIntegerField(_("on the note"), null=True)
    found = models.PositiveIntegerField(_("arrived"), default=0)
    damaged = models.PositiveIntegerField(_("of them damaged"), default=0)

    class Meta:
        verbose_name = _("delivery line")
        verbose_name_plural = _("delivery lines")
        constraints = [
            models.UniqueConstraint(fields=["delivery", "variant"], name="stock_deliveryline_once"),
            models.CheckConstraint(condition=Q(damaged__lte=F("found")), name="stock_deliveryline_damaged"),
        ]


class CountStatus(models.TextChoices):
    """Where a stocktake stands."""

    OPEN = "open", _("counting")
    CLOSED = "closed", _("closed")
    CANCELED = "canceled", _("cancelled")


class CountScope(models.TextChoices):
    """What a stocktake is about."""

    ALL = "all", _("all goods")
    CATEGORIES = "categories", _("some categories")
    GOODS = "goods", _("some goods")


class Count(models.Model):
    """A stocktake of a store. Sales go on meanwhile: each entry keeps what the ledger said when it was counted.

    Attributes:
        position: of the ledger when it was opened; what came in after it was not there to be counted.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    store = models.ForeignKey(Store, models.PROTECT, related_name="+", verbose_name=_("store"))
    name = models.CharField(_("name"), max_length=120)
    scope = models.CharField(_("scope"), max_length=12, choices=CountScope.choices)
    categories = models.ManyToManyField(Category, related_name="+", verbose_name=_("categories"))
    variants = models.ManyToManyField(Variant, related_name="+", verbose_name=_("goods"))
    status = models.CharField(_("status"), max_length=12, choices=CountStatus.choices, default=CountStatus.OPEN)
    position = models.BigIntegerField(_("position of the ledger"))
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("opened by"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by"))

    class Meta:
        verbose_name = _("stocktake")
        verbose_name_plural = _("stocktakes")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", ended_at__isnull=True) | (~Q(status="open") & Q(ended_at__isnull=False)),
                name="stock_count_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CountEntry(models.Model):
    """Pieces that somebody counted in one place; those of one variant add up.

    Attributes:
        on_hand, position: what the ledger said under the level's lock, and after which movement.
        withdrawn_at: when it was taken back, being mistaken or counted anew; then it counts no more.
    """

    uid = models.UUIDField(unique=True)
    count = models.ForeignKey(Count, models.PROTECT, related_name="entries", verbose_name=_("stocktake"))
    level = models.ForeignKey(Level, models.PROTECT, related_name="+", verbose_name=_("level"))
    area = models.CharField(_("place"), max_length=60, blank=True)
    pieces = models.PositiveIntegerField(_("pieces"))
    on_hand = models.IntegerField(_("on hand then"))
    position = models.BigIntegerField(_("position of the ledger"))
    staff_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("at"))
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("count entry")
        verbose_name_plural = _("count entries")
        indexes = [
            models.Index(
                fields=["count", "level"], condition=Q(withdrawn_at__isnull=True), name="stock_countentry_live"
            )
        ]


class CountOutcome(models.TextChoices):
    """What became of a variant when its stocktake was closed."""

    COUNTED = "counted", _("counted")
    ZEROED = "zeroed", _("not counted: set to 0")
    LEFT = "left", _("not counted: left as it was")
    UNSURE = "unsure", _("moved while it was counted: left as it was")


class CountLine(models.Model):
    """What a closed stocktake found of a variant and booked: `difference` pieces at the price of that moment.

    `expected` is what the ledger said when it was counted, or when the stocktake was closed for what nobody counted.
    """

    count = models.ForeignKey(Count, models.PROTECT, related_name="lines", verbose_name=_("stocktake"))
    level = models.ForeignKey(Level, models.PROTECT, related_name="+", verbose_name=_("level"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=CountOutcome.choices)
    expected = models.IntegerField(_("expected"))
    counted = models.PositiveIntegerField(_("counted"), null=True)
    difference = models.IntegerField(_("difference"))
    price_minor = models.PositiveIntegerField(_("price"))

    class Meta:
        verbose_name = _("count line")
        verbose_name_plural = _("count lines")
        constraints = [
            models.UniqueConstraint(fields=["count", "level"], name="stock_countline_once"),
            models.CheckConstraint(
                condition=Q(outcome="counted", difference=F("counted") - F("expected"))
                | Q(outcome="zeroed", counted__isnull=True, difference=0 - F("expected"))
                | Q(outcome__in=["left", "unsure"], difference=0),
                name="stock_countline_difference",
            ),
        ]


class ReorderPoint(models.Model):
    """How few pieces may be available before more should be ordered; without a variant the store's own default."""

    store = models.ForeignKey(Store, models.PROTECT, related_name="+", verbose_name=_("store"))
    variant = models.ForeignKey(Variant, models.PROTECT, null=True, related_name="+", verbose_name=_("variant"))
    pieces = models.PositiveIntegerField(_("reorder point"))

    class Meta:
        verbose_name = _("reorder point")
        verbose_name_plural = _("reorder points")
        constraints = [
            models.UniqueConstraint(fields=["store", "variant"], nulls_distinct=False, name="stock_reorderpoint_once"),
        ]
