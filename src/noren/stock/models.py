"""Levels, movements and holds."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from noren.catalog.models import Variant
from noren.kernel.ids import uuid7
from noren.stock.transfers.models import Transfer, TransferArrival, TransferLine
from noren.stores.models import Store

__all__ = [
    "AsideState",
    "Hold",
    "HoldKind",
    "Level",
    "Movement",
    "MovementKind",
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
