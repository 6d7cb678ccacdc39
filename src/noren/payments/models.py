"""Payments and their ledger."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from noren.kernel.ids import uuid7


class Provider(models.TextChoices):
    """Who takes the money."""

    CASH = "cash", _("cash")
    AT_STORE = "at_store", _("paid at the store")


class PaymentStatus(models.TextChoices):
    """Where a payment stands."""

    DUE = "due", _("due")
    CAPTURED = "captured", _("paid")
    CANCELED = "canceled", _("cancelled")
    REFUNDED = "refunded", _("refunded")


class Payment(models.Model):
    """An amount due for an order, in minor units, and what was taken and given back of it."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order_uid = models.UUIDField(db_index=True)
    provider = models.CharField(_("provider"), max_length=12, choices=Provider.choices)
    status = models.CharField(_("status"), max_length=12, choices=PaymentStatus.choices)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    captured_minor = models.PositiveBigIntegerField(_("taken"), default=0)
    refunded_minor = models.PositiveBigIntegerField(_("given back"), default=0)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=F("captured_minor")) & Q(captured_minor__lte=F("amount_minor")),
                name="payments_payment_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_provider_display()} {self.amount_minor:,}"


class MoneyKind(models.TextChoices):
    """The ledger's verbs."""

    CAPTURE = "capture", _("taken")
    REFUND = "refund", _("given back")
    PAYOUT = "payout", _("paid out without a sale")


class Entry(models.Model):
    """Money that moved, in minor units, always positive. Immutable.

    `return_uid` names the return that it was given back for. Goods taken back without their sale have no payment.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="entries")
    kind = models.CharField(_("kind"), max_length=8, choices=MoneyKind.choices)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    tendered_minor = models.PositiveBigIntegerField(_("handed in"), null=True)
    change_minor = models.PositiveBigIntegerField(_("change"), null=True)
    return_uid = models.UUIDField(_("id of the return"), null=True)
    register_id = models.BigIntegerField(null=True)
    staff_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("money entry")
        verbose_name_plural = _("money ledger")
        constraints = [
            models.CheckConstraint(
                condition=Q(tendered_minor__isnull=True, change_minor__isnull=True)
                | Q(tendered_minor=F("amount_minor") + F("change_minor")),
                name="payments_entry_change",
            ),
            models.CheckConstraint(
                condition=Q(kind="payout", payment__isnull=True, return_uid__isnull=False)
                | Q(~Q(kind="payout"), payment__isnull=False),
                name="payments_entry_payout",
            ),
            models.UniqueConstraint(
                fields=["return_uid", "payment"],
                condition=Q(return_uid__isnull=False),
                nulls_distinct=False,
                name="payments_entry_return_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_minor:,}"
