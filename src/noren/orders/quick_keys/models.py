"""Quick keys as they are arranged."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from noren.catalog.models import Variant
from noren.stores.models import Store

MOST_PAGE, MOST_WORDS, MOST_POSITION = 20, 20, 999


class QuickKey(models.Model):
    """A key of a store's tills, or with no store of all; `words` stand on it in place of the goods' name."""

    store = models.ForeignKey(Store, models.CASCADE, null=True, related_name="+", verbose_name=_("store"))
    page = models.CharField(_("page"), max_length=MOST_PAGE)
    position = models.PositiveSmallIntegerField(_("position"))
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="+", verbose_name=_("variant"))
    words = models.CharField(_("words on the key"), max_length=MOST_WORDS, blank=True)

    class Meta:
        verbose_name = _("quick key")
        verbose_name_plural = _("quick keys")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "page", "variant"], nulls_distinct=False, name="orders_quickkey_once"
            ),
            models.CheckConstraint(condition=Q(position__range=(1, MOST_POSITION)), name="orders_quickkey_position"),
            models.CheckConstraint(condition=~Q(page=""), name="orders_quickkey_page"),
        ]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.page} {self.position}"
