"""The sandbox provider's own book. No table of ours names it, and it names none of ours: only the key we sent."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ChargeStatus(models.TextChoices):
    """Where a charge stands at the provider."""

    OPEN = "open", _("waits for the buyer")
    AUTHORIZED = "authorized", _("reserved")
    CAPTURED = "captured", _("paid")
    DECLINED = "declined", _("declined")
    CANCELED = "canceled", _("cancelled")


class SandboxCharge(models.Model):
    """An amount that a buyer was asked for, under the key of whoever asked."""

    key = models.UUIDField(_("key"), unique=True)
    ref = models.CharField(_("number"), max_length=40, unique=True)
    status = models.CharField(_("status"), max_length=12, choices=ChargeStatus.choices)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    refunded_minor = models.PositiveBigIntegerField(_("given back"), default=0)
    words = models.CharField(_("for"), max_length=120, blank=True)
    return_url = models.CharField(max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=80, blank=True)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("sandbox charge")
        verbose_name_plural = _("sandbox charges")
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=F("amount_minor")), name="payments_sandboxcharge_refunded"
            )
        ]

    def __str__(self) -> str:
        return self.ref


class SandboxRefund(models.Model):
    """Money that the provider gave back, once per key."""

    key = models.UUIDField(_("key"), unique=True)
    charge = models.ForeignKey(SandboxCharge, models.PROTECT, related_name="refunds")
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("sandbox refund")
        verbose_name_plural = _("sandbox refunds")

    def __str__(self) -> str:
        return f"{self.amount_minor:,}"


class SandboxNotice(models.Model):
    """A notice that the provider is to send, or sent."""

    charge = models.ForeignKey(SandboxCharge, models.CASCADE, related_name="notices")
    event_id = models.CharField(_("event"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20)
    due_at = models.DateTimeField(_("due at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("sandbox notice")
        verbose_name_plural = _("sandbox notices")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at__isnull=True), name="payments_sandboxnotice_due")
        ]

    def __str__(self) -> str:
        return self.event_id


class Fault(models.TextChoices):
    """What can go wrong at the provider."""

    SLOW = "slow", _("answers slowly")
    DOWN = "down", _("does not answer, and does nothing")
    LOST = "lost", _("does it, and the answer is lost")
    DECLINED = "declined", _("declines")
    TWICE = "twice", _("sends the notice twice")
    STALE = "stale", _("sends an older notice afterwards")
    SILENT = "silent", _("sends no notice")


class SandboxFault(models.Model):
    """What goes wrong the next times somebody calls: `call` is one of our calls, or `notice`."""

    call = models.CharField(_("call"), max_length=12)
    fault = models.CharField(_("fault"), max_length=12, choices=Fault.choices)
    times_left = models.PositiveIntegerField(_("times left"))

    class Meta:
        verbose_name = _("sandbox fault")
        verbose_name_plural = _("sandbox faults")

    def __str__(self) -> str:
        return f"{self.call}: {self.fault}"
