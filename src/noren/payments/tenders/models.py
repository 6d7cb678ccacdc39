"""The kinds of tenders that a shop names."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from noren.kernel.ids import uuid7

LONGEST_CODE = 20
LONGEST_NAME = 40


class TenderForm(models.TextChoices):
    """What it is. Noren does not speak to terminals: staff type what they show."""

    CARD = "card", _("card, on a terminal of its own")
    WALLET = "wallet", _("QR code or e-money, on a terminal of its own")
    VOUCHER = "voucher", _("gift certificate")


class Rest(models.TextChoices):
    """What becomes of what is handed in beyond what is due."""

    REFUSED = "refused", _("exactly what is due is taken")
    CHANGE = "change", _("change is given in cash")
    KEPT = "kept", _("no change: the shop keeps the rest")


class RefundBy(models.TextChoices):
    """How money goes back that was paid by it."""

    ITSELF = "itself", _("as it was paid")
    CASH = "cash", _("in cash")


class TenderKind(models.Model):
    """A way of paying at a till beside cash, as the shop names it.

    `faces_minor` are the values that a certificate may have, in minor units; empty for any. `most_alone_minor` is what
    one sale may take by it without a network, None for no limit of its own; 0 where it needs one.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=LONGEST_CODE, unique=True)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    form = models.CharField(_("what it is"), max_length=8, choices=TenderForm.choices)
    position = models.PositiveSmallIntegerField(_("place at the till"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)
    rest = models.CharField(_("beyond what is due"), max_length=8, choices=Rest.choices, default=Rest.REFUSED)
    refund_by = models.CharField(_("given back"), max_length=8, choices=RefundBy.choices, default=RefundBy.ITSELF)
    opens_drawer = models.BooleanField(_("opens the drawer"), default=False)
    is_counted = models.BooleanField(_("counted when a shift is closed"), default=True)
    needs_reference = models.BooleanField(_("a slip number is needed"), default=False)
    most_alone_minor = models.PositiveBigIntegerField(
        _("most without a network"),
        null=True,
        blank=True,
        default=0,
        help_text=_("For one sale. 0: never without a network. Nothing: as much as one sale may come to."),
    )
    faces_minor = models.JSONField(_("face values"), default=list, blank=True)

    class Meta:
        verbose_name = _("way of paying at a till")
        verbose_name_plural = _("ways of paying at tills")
        constraints = [
            models.CheckConstraint(condition=~Q(code__in=["", "cash"]), name="payments_tenderkind_code"),
            models.CheckConstraint(
                condition=Q(form="voucher") | Q(rest="refused", faces_minor=[]), name="payments_tenderkind_rest"
            ),
        ]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
