"""Markdowns as they were given."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from noren.kernel.ids import uuid7
from noren.orders.markdowns.wanted import MOST_REASON
from noren.people.models import Approval, StaffMember


class MarkdownKind(models.TextChoices):
    """How it was said; the values are those of `noren.pricing.MarkdownKind`."""

    PRICE = "price", _("new price of a piece")
    PERCENT = "percent", _("percent off")
    AMOUNT = "amount", _("amount off")


class MarkdownGiven(models.Model):
    """What a member of staff took off a line, or with no line off a whole sale, and why. Immutable.

    `value` is a price or an amount in minor units, or basis points; `list_minor` what its goods came to by the list,
    `amount_minor` what it took off. `approval` is that of the second person, where one was needed.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="markdowns", verbose_name=_("order"))
    line = models.ForeignKey(
        "orders.OrderLine", models.PROTECT, null=True, related_name="markdowns", verbose_name=_("line")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=MarkdownKind.choices)
    value = models.PositiveBigIntegerField(_("said"))
    list_minor = models.PositiveBigIntegerField(_("at list price"))
    amount_minor = models.PositiveBigIntegerField(_("taken off"))
    reason = models.CharField(_("reason"), max_length=MOST_REASON)
    staff = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", verbose_name=_("staff"))
    approval = models.ForeignKey(Approval, models.PROTECT, null=True, related_name="+", verbose_name=_("approval"))
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("markdown")
        verbose_name_plural = _("markdowns")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__lte=models.F("list_minor")), name="orders_markdowngiven_amount"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="orders_markdowngiven_reason"),
            models.CheckConstraint(
                condition=~Q(kind="price", line__isnull=True), name="orders_markdowngiven_price_of_line"
            ),
        ]
        indexes = [
            models.Index(fields=["given_at"], name="orders_markdowngiven_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
