"""Transfers, their lines, and the arrivals in which they came."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from noren.catalog.models import Variant
from noren.kernel.ids import in_groups, spoken_code, uuid7
from noren.stores.models import Store


class TransferStatus(models.TextChoices):
    """Where a transfer stands."""

    DRAFT = "draft", _("draft")
    READY = "ready", _("ready to be packed")
    IN_TRANSIT = "in_transit", _("on the way")
    PARTLY_RECEIVED = "partly_received", _("partly received")
    RECEIVED = "received", _("fully received")
    CANCELED = "canceled", _("cancelled")


class Difference(models.TextChoices):
    """What became of pieces of a line that did not arrive as they were sent."""

    LOST = "lost", _("lost on the way")
    BACK = "back", _("still at, or back in, the store that sent them")
    SURPLUS = "surplus", _("more in the box than was written")


class Whereabouts(models.TextChoices):
    """Where the goods of a transfer are that was cancelled after it was sent."""

    BACK = "back", _("back in the store that sent them")
    LOST = "lost", _("lost")


def new_number() -> str:
    """A number that people can say and type."""
    return spoken_code(8)


class Transfer(models.Model):
    """Goods that go from one store to another. `drafted_as` is a digest of the draft as it was first asked for.

    `kept_for_uid` is the order that waits for them: what arrives is held for it, and nobody else is promised it.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.CharField(_("transfer number"), max_length=12, unique=True, default=new_number)
    from_store = models.ForeignKey(Store, models.PROTECT, related_name="+", verbose_name=_("from store"))
    to_store = models.ForeignKey(Store, models.PROTECT, related_name="+", verbose_name=_("to store"))
    status = models.CharField(_("status"), max_length=16, choices=TransferStatus.choices, default=TransferStatus.DRAFT)
    note = models.CharField(_("note"), max_length=500, blank=True)
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    kept_for_uid = models.UUIDField(null=True, editable=False)
    drafted_as = models.CharField(max_length=64, editable=False)
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = models.BigIntegerField(_("drafted by"), null=True)
    ready_at = models.DateTimeField(_("ready at"), null=True)
    ready_by = models.BigIntegerField(_("made ready by"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    sent_by = models.BigIntegerField(_("sent by"), null=True)
    received_at = models.DateTimeField(_("received at"), null=True)
    received_by = models.BigIntegerField(_("received by"), null=True)
    canceled_at = models.DateTimeField(_("cancelled at"), null=True)
    canceled_by = models.BigIntegerField(_("cancelled by"), null=True)
    cancel_reason = models.CharField(_("reason"), max_length=200, blank=True)
    goods_are = models.CharField(_("where the goods are"), max_length=8, choices=Whereabouts.choices, blank=True)

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        indexes = [
            models.Index(fields=["from_store", "-id"], name="stock_transfer_from"),
            models.Index(fields=["to_store", "-id"], name="stock_transfer_to"),
            models.Index(
                fields=["kept_for_uid"], condition=Q(kept_for_uid__isnull=False), name="stock_transfer_kept_for"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(from_store=F("to_store")), name="stock_transfer_two_stores"),
            models.CheckConstraint(
                condition=Q(status="draft", ready_at=None, sent_at=None, received_at=None, canceled_at=None)
                | Q(status="ready", ready_at__isnull=False, sent_at=None, received_at=None, canceled_at=None)
                | Q(
                    status__in=["in_transit", "partly_received"],
                    sent_at__isnull=False,
                    received_at=None,
                    canceled_at=None,
                )
                | Q(status="received", sent_at__isnull=False, received_at__isnull=False, canceled_at=None)
                | Q(status="canceled", received_at=None, canceled_at__isnull=False),
                name="stock_transfer_steps",
            ),
            models.CheckConstraint(
                # Goods that had left must be somewhere; those that never left are where they were.
                condition=Q(status="canceled", sent_at__isnull=False, goods_are__in=["back", "lost"])
                | (~Q(status="canceled", sent_at__isnull=False) & Q(goods_are="")),
                name="stock_transfer_whereabouts",
            ),
        ]

    def __str__(self) -> str:
        return in_groups(self.number)


class TransferLine(models.Model):
    """One variant of a transfer, in pieces.

    `received` are pieces that were sent and came; `surplus` came and had not been written down as sent; `damaged` are
    those of both that were broken. `lost` and `returned` are pieces that were sent and will not come.
    """

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField(_("position"))
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+", verbose_name=_("variant"))
    wanted = models.PositiveIntegerField(_("wanted"))
    sent = models.PositiveIntegerField(_("sent"), default=0)
    received = models.PositiveIntegerField(_("received"), default=0)
    surplus = models.PositiveIntegerField(_("surplus"), default=0)
    damaged = models.PositiveIntegerField(_("damaged"), default=0)
    lost = models.PositiveIntegerField(_("lost"), default=0)
    returned = models.PositiveIntegerField(_("back at the source"), default=0)
    difference = models.CharField(_("difference"), max_length=8, choices=Difference.choices, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("transfer line")
        verbose_name_plural = _("transfer lines")
        indexes = [
            models.Index(
                fields=["variant"],
                condition=Q(sent__gt=F("received") + F("lost") + F("returned")),
                name="stock_transferline_way",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "variant"], name="stock_transferline_once"),
            models.CheckConstraint(condition=Q(wanted__gt=0) | Q(surplus__gt=0), name="stock_transferline_wanted"),
            models.CheckConstraint(condition=Q(sent__lte=F("wanted")), name="stock_transferline_sent"),
            models.CheckConstraint(
                condition=Q(sent__gte=F("received") + F("lost") + F("returned")), name="stock_transferline_arrived"
            ),
            models.CheckConstraint(condition=Q(surplus=0) | Q(received=F("sent")), name="stock_transferline_surplus"),
            models.CheckConstraint(
                condition=Q(damaged__lte=F("received") + F("surplus")), name="stock_transferline_damaged"
            ),
            models.CheckConstraint(
                condition=Q(lost=0, returned=0, surplus=0) | ~Q(difference=""), name="stock_transferline_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} × {self.wanted}"


class TransferArrival(models.Model):
    """Something of a transfer came and was counted, once: its uid is made where it was counted.

    `counted_as` is a digest of what was said, `pieces` how many came, `damaged` how many of them were broken.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="arrivals")
    counted_as = models.CharField(max_length=64, editable=False)
    pieces = models.PositiveIntegerField(_("pieces"))
    damaged = models.PositiveIntegerField(_("damaged"))
    is_closing = models.BooleanField(_("closed the transfer"))
    at = models.DateTimeField(_("at"))
    staff_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("arrival of a transfer")
        verbose_name_plural = _("arrivals of transfers")

    def __str__(self) -> str:
        return f"{self.pieces} × {self.at:%Y-%m-%d %H:%M}"
