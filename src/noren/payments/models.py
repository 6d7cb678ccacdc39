"""Payments, their ledger, attempts at providers, refunds on their way, and notices that providers sent."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from noren.kernel.ids import uuid7
from noren.payments.sandbox.models import SandboxCharge, SandboxFault, SandboxNotice, SandboxRefund
from noren.payments.tenders.models import TenderKind

__all__ = [
    "Answer",
    "Attempt",
    "Entry",
    "Notice",
    "Payment",
    "Refund",
    "SandboxCharge",
    "SandboxFault",
    "SandboxNotice",
    "SandboxRefund",
    "TenderKind",
]


class Provider(models.TextChoices):
    """Who takes the money. What is paid at a till otherwise than in cash alone, its entries tell by tender."""

    CASH = "cash", _("cash")
    AT_TILL = "at_till", _("paid at the till")
    AT_STORE = "at_store", _("paid at the store")
    BANK_TRANSFER = "bank_transfer", _("bank transfer")
    TEST = "test", _("test payment")


AT_TILLS = (Provider.CASH, Provider.AT_TILL)
"""What staff take at a till, in cash alone or by the tenders that its entries name."""


class PaymentStatus(models.TextChoices):
    """Where a payment stands."""

    DUE = "due", _("due")
    CAPTURED = "captured", _("paid")
    CANCELED = "canceled", _("cancelled")
    REFUNDED = "refunded", _("refunded")


class Payment(models.Model):
    """An amount due for an order, in minor units, and what was taken and given back of it.

    More can be taken than is due where the buyer decides what comes in: by bank transfer.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order_uid = models.UUIDField(db_index=True)
    provider = models.CharField(_("provider"), max_length=20, choices=Provider.choices)
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
                condition=Q(refunded_minor__lte=F("captured_minor"))
                & (Q(captured_minor__lte=F("amount_minor")) | ~Q(provider__in=["cash", "at_store"])),
                name="payments_payment_order",
            ),
            models.CheckConstraint(
                condition=Q(captured_minor__lte=F("amount_minor")) | ~Q(provider="at_till"),
                name="payments_payment_at_till",
            ),
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
    `shift_id` is the shift of the register that the cash was moved in, None for cash of none; with `late_batch_id` it
    was booked after that shift was closed, and is no part of what it counted.
    `tender` is the kind it was paid or given back by, where a till took several or another than cash; empty for money
    that moved as its payment's provider says. `kept_minor` is what a certificate was worth beyond its amount, for which
    no change was given; `pieces` is how many certificates. Change is always cash, whatever it was given on.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="entries")
    kind = models.CharField(_("kind"), max_length=8, choices=MoneyKind.choices)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    tendered_minor = models.PositiveBigIntegerField(_("handed in"), null=True)
    change_minor = models.PositiveBigIntegerField(_("change"), null=True)
    kept_minor = models.PositiveBigIntegerField(_("kept without change"), default=0, db_default=0)
    tender = models.CharField(_("tender"), max_length=20, blank=True, default="", db_default="")
    pieces = models.PositiveIntegerField(_("pieces"), null=True)
    reference = models.CharField(_("slip number"), max_length=40, blank=True, default="", db_default="")
    return_uid = models.UUIDField(_("id of the return"), null=True)
    register_id = models.BigIntegerField(null=True)
    shift_id = models.BigIntegerField(_("shift id"), null=True)
    late_batch_id = models.BigIntegerField(_("late batch id"), null=True)
    staff_id = models.BigIntegerField(null=True)
    words = models.CharField(_("in the name of"), max_length=120, blank=True, default="", db_default="")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("money entry")
        verbose_name_plural = _("money ledger")
        constraints = [
            models.CheckConstraint(
                condition=Q(tendered_minor__isnull=True, change_minor__isnull=True, kept_minor=0)
                | Q(tendered_minor=F("amount_minor") + F("change_minor") + F("kept_minor")),
                name="payments_entry_change",
            ),
            models.CheckConstraint(
                condition=Q(kind="payout", payment__isnull=True, return_uid__isnull=False)
                | Q(~Q(kind="payout"), payment__isnull=False),
                name="payments_entry_payout",
            ),
            models.UniqueConstraint(
                fields=["return_uid", "payment", "tender"],
                condition=Q(return_uid__isnull=False),
                nulls_distinct=False,
                name="payments_entry_return_by_tender",
            ),
            models.CheckConstraint(
                condition=Q(late_batch_id__isnull=True) | Q(shift_id__isnull=False), name="payments_entry_late"
            ),
        ]
        indexes = [
            models.Index(fields=["shift_id"], condition=Q(shift_id__isnull=False), name="payments_entry_shift"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_minor:,}"


class AttemptStatus(models.TextChoices):
    """Where an attempt stands. Money is asked for only while *capturing*; *canceling* never asks for it any more."""

    STARTED = "started", _("begun")
    PENDING = "pending", _("waits for the buyer")
    CAPTURING = "capturing", _("money is being taken")
    CANCELING = "canceling", _("being cancelled")
    CAPTURED = "captured", _("paid")
    DECLINED = "declined", _("declined")
    CANCELED = "canceled", _("cancelled")


LIVE = (AttemptStatus.STARTED, AttemptStatus.PENDING, AttemptStatus.CAPTURING)


class Attempt(models.Model):
    """One try to take a payment's amount at a provider, under its `uid` as our key there.

    `said` is what the provider answered last, `looks` how often it was asked since it last said something new, and
    `next_look_at` when the worker asks again; None when the end is known.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="attempts")
    provider = models.CharField(_("provider"), max_length=20, choices=Provider.choices)
    status = models.CharField(_("status"), max_length=12, choices=AttemptStatus.choices)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    provider_ref = models.CharField(_("number at the provider"), max_length=120, blank=True)
    pay_url = models.CharField(max_length=500, blank=True)
    said = models.CharField(_("last answer"), max_length=12, blank=True)
    words = models.CharField(_("in words"), max_length=200, blank=True)
    said_at = models.DateTimeField(_("answered at"), null=True)
    looks = models.PositiveIntegerField(_("asked"), default=0)
    next_look_at = models.DateTimeField(_("asked next at"), null=True)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("payment attempt")
        verbose_name_plural = _("payment attempts")
        constraints = [
            models.UniqueConstraint(fields=["payment"], condition=Q(status__in=LIVE), name="payments_attempt_one_live"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_attempt_amount"),
            models.CheckConstraint(
                condition=Q(status__in=["captured", "declined", "canceled"], next_look_at__isnull=True)
                | (~Q(status__in=["captured", "declined", "canceled"]) & Q(next_look_at__isnull=False)),
                name="payments_attempt_looked_after",
            ),
        ]
        indexes = [
            models.Index(fields=["next_look_at"], condition=Q(next_look_at__isnull=False), name="payments_attempt_look")
        ]

    def __str__(self) -> str:
        return f"{self.get_provider_display()} {self.amount_minor:,}"


class Answer(models.Model):
    """What a provider said of an attempt, and to which call. The same answer to the same call is kept once."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="answers")
    call = models.CharField(_("asked to"), max_length=12)
    said = models.CharField(_("answer"), max_length=12)
    words = models.CharField(_("in words"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("answer of a provider")
        verbose_name_plural = _("answers of providers")

    def __str__(self) -> str:
        return f"{self.call}: {self.said}"


class RefundStatus(models.TextChoices):
    """Where money that goes back stands."""

    ON_THE_WAY = "on_the_way", _("on its way")
    BY_HAND = "by_hand", _("to be given back by staff")
    DONE = "done", _("given back")


class Refund(models.Model):
    """Money that goes back to the buyer, under its `uid` as our key at the provider.

    It is written with the deed that owes it, and sent afterwards until the provider says that it is done. Without an
    attempt, or refused by the provider, it is given back by hand.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    attempt = models.ForeignKey(Attempt, models.PROTECT, null=True, related_name="+")
    status = models.CharField(_("status"), max_length=12, choices=RefundStatus.choices)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=40)
    return_uid = models.UUIDField(_("id of the return"), null=True, db_index=True)
    tries = models.PositiveIntegerField(_("asked"), default=0)
    next_try_at = models.DateTimeField(_("asked next at"), null=True)
    words = models.CharField(_("last answer"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("owed since"))
    done_at = models.DateTimeField(_("given back at"), null=True)
    staff_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_refund_amount"),
            models.CheckConstraint(
                condition=Q(status="on_the_way", next_try_at__isnull=False, attempt__isnull=False)
                | (~Q(status="on_the_way") & Q(next_try_at__isnull=True)),
                name="payments_refund_way",
            ),
            models.CheckConstraint(
                condition=Q(status="done", done_at__isnull=False) | (~Q(status="done") & Q(done_at__isnull=True)),
                name="payments_refund_done",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="payments_refund_due")
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor:,}"


class Notice(models.Model):
    """What a provider sent us by itself, as it came, once per event of the provider.

    It says only that something happened: what happened is asked of the provider. `attempt_uid` is our key as the
    notice names it; a notice of an attempt that we do not know is kept, and looked at again for three days.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    provider = models.CharField(_("provider"), max_length=20)
    event_id = models.CharField(_("event of the provider"), max_length=120)
    attempt_uid = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    body = models.TextField(_("as it came"))
    tries = models.PositiveIntegerField(_("looked at"), default=0)
    next_try_at = models.DateTimeField(_("looked at next"), null=True)
    handled_at = models.DateTimeField(_("handled at"), null=True)
    received_at = models.DateTimeField(_("came in at"))

    class Meta:
        verbose_name = _("notice of a provider")
        verbose_name_plural = _("notices of providers")
        constraints = [models.UniqueConstraint(fields=["provider", "event_id"], name="payments_notice_once")]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="payments_notice_due")
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id}"
