"""Campaigns and the customers they address."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from noren.kernel.ids import uuid7
from noren.people.models import Customer


class Campaign(models.Model):
    """A name and dates. `ends_at` is exclusive."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="campaigns_campaign_dates")]

    def __str__(self) -> str:
        return self.name


class AudienceMember(models.Model):
    """A customer whom a campaign addressed."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="audience")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("audience member")
        verbose_name_plural = _("audience")
        constraints = [models.UniqueConstraint(fields=["campaign", "customer"], name="campaigns_audiencemember_once")]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.customer}"
