"""Points accounts, lots and the ledger of entries."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from noren.people.models import Customer


class PointsAccount(models.Model):
    """A customer's balance, in points."""

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    balance = models.IntegerField(_("balance"), default=0)

    class Meta:
        verbose_name = _("points account")
        verbose_name_plural = _("points accounts")

    def __str__(self) -> str:
        return str(self.customer)


class PointsLot(models.Model):
    """Points of one origin and expiry. `valid_until` is exclusive.

    A debt is a lot below zero, without an end: points that were spent and then turned out not to be earned.
    """

    account = models.ForeignKey(PointsAccount, models.PROTECT, related_name="lots")
    points = models.IntegerField(_("points"))
    remaining = models.IntegerField(_("left"))
    earned_at = models.DateTimeField(_("earned at"))
    valid_until = models.DateTimeField(_("valid until"), null=True)
    cause_kind = models.CharField(max_length=24)
    cause_uid = models.UUIDField()
    owed_for = models.ForeignKey("self", models.PROTECT, null=True, related_name="debts")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    points__gt=0, owed_for__isnull=True, remaining__range=(0, F("points")), valid_until__isnull=False
                )
                | Q(points__lt=0, owed_for__isnull=False, remaining__range=(F("points"), 0), valid_until__isnull=True),
                name="loyalty_pointslot_remaining",
            ),
            models.UniqueConstraint(fields=["account", "cause_kind", "cause_uid"], name="loyalty_pointslot_once"),
        ]
        indexes = [
            models.Index(fields=["valid_until"], condition=Q(remaining__gt=0), name="loyalty_pointslot_expiry"),
            models.Index(fields=["account"], condition=Q(remaining__lt=0), name="loyalty_pointslot_debt"),
        ]


class EntryKind(models.TextChoices):
    """The ledger's verbs."""

    EARN = "earn", _("earned")
    SPEND = "spend", _("spent")
    EXPIRE = "expire", _("expired")
    ADJUST = "adjust", _("adjusted")
    TAKE_BACK = "take_back", _("taken back")
    OWE = "owe", _("owed after a return")
    SETTLE = "settle", _("paid off")


class PointsEntry(models.Model):
    """One change of a lot, signed. Immutable."""

    account = models.ForeignKey(PointsAccount, models.PROTECT, related_name="entries")
    lot = models.ForeignKey(PointsLot, models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind.choices)
    points = models.IntegerField(_("points"))
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    cause_kind = models.CharField(max_length=24)
    cause_uid = models.UUIDField()

    class Meta:
        verbose_name = _("points entry")
        verbose_name_plural = _("points ledger")
        constraints = [
            models.UniqueConstraint(fields=["lot", "kind", "cause_kind", "cause_uid"], name="loyalty_pointsentry_once"),
            models.CheckConstraint(condition=~Q(points=0), name="loyalty_pointsentry_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.points:+d}"
