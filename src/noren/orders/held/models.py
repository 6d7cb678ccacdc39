"""Lists that were put by at a till."""

from django.db import models
from django.db.models import Q

from noren.people.models import StaffMember
from noren.stores.models import Register, Store

MOST_REASON = 200


class HeldState(models.TextChoices):
    """Where a list is."""

    HELD = "held", "held"
    TAKEN = "taken", "taken"
    THROWN_AWAY = "thrown_away", "thrown_away"


class HeldList(models.Model):
    """A list of a store's tills. `uid` is that of the sale it will be; `register` has it, or held it last.

    `lines` are as the till sent them: uid, sku, name, quantity, unit price and rate of each. `also_taken_by` is a
    register that had taken the list up without a network while another one had it.
    """

    uid = models.UUIDField(unique=True, editable=False)
    store = models.ForeignKey(Store, models.CASCADE, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=HeldState.choices)
    register = models.ForeignKey(Register, models.CASCADE, related_name="+")
    staff = models.ForeignKey(StaffMember, models.PROTECT, related_name="+")
    lines = models.JSONField()
    coupon_codes = models.JSONField()
    member_number = models.CharField(max_length=40, blank=True)
    is_for_home = models.BooleanField(default=False)
    total_minor = models.PositiveBigIntegerField()
    held_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    reason = models.CharField(max_length=MOST_REASON, blank=True)
    also_taken_by = models.ForeignKey(Register, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(version__gte=1), name="orders_heldlist_version"),
            models.CheckConstraint(
                condition=(Q(state=HeldState.THROWN_AWAY) & ~Q(reason=""))
                | (~Q(state=HeldState.THROWN_AWAY) & Q(reason="")),
                name="orders_heldlist_reason",
            ),
        ]
        indexes = [models.Index(fields=["store", "expires_at"], name="orders_heldlist_store")]
