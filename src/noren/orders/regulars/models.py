"""Regulars of stores."""

from django.db import models

from noren.people.models import Customer
from noren.stores.models import Store


class Regular(models.Model):
    """A member as a store saw them last; `is_kept`: its tills know the member without a network."""

    store = models.ForeignKey(Store, models.CASCADE, db_index=False, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    seen_on = models.DateField()
    is_kept = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["store", "customer"], name="orders_regular_once")]
        indexes = [
            models.Index(
                fields=["store", "-seen_on", "-customer"], condition=models.Q(is_kept=True), name="orders_regular_seen"
            )
        ]

    def __str__(self) -> str:
        return f"{self.store_id}: {self.customer_id}"
