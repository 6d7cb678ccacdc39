"""Tills that have an order open, and pieces that were ticked off."""

from django.db import models

from noren.people.models import StaffMember
from noren.stores.models import Register


class Doing(models.TextChoices):
    """What somebody has an order open for."""

    PICKUP = "pickup", "pickup"
    HAND_OVER = "hand_over", "hand_over"
    CHANGE = "change", "change"
    RETURN = "return", "return"


class Presence(models.Model):
    """A register that has an order open, with who works at it. `seen_at` is when it last said so."""

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="+", db_index=False)
    register = models.ForeignKey(Register, models.CASCADE, related_name="+")
    staff = models.ForeignKey(StaffMember, models.CASCADE, related_name="+")
    doing = models.CharField(max_length=12, choices=Doing.choices)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "register"], name="orders_presence_once")]


class PickedLine(models.Model):
    """How many pieces of a line were ticked off, at whichever till; not stock, and not what is handed over."""

    line = models.OneToOneField("orders.OrderLine", models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    told_at = models.DateTimeField()
