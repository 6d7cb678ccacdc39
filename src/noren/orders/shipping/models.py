"""Where an order goes, and the parcels that stores send for it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from noren.kernel.ids import uuid7
from noren.orders.routing.models import SourcingReason
from noren.people.models import StaffMember
from noren.stores.models import Store


class Delivery(models.Model):
    """Where and when a buyer wants an order; without `wanted_on` as soon as may be, without `slot` at any time."""

    fulfillment = models.OneToOneField("orders.Fulfillment", models.CASCADE, related_name="delivery")
    name = models.CharField(pgettext_lazy("on a parcel", "name"), max_length=120)
    postal_code = models.CharField(_("postal code"), max_length=12)
    prefecture = models.CharField(_("prefecture"), max_length=20)
    city = models.CharField(_("city or ward"), max_length=80)
    line1 = models.CharField(_("street and number"), max_length=120)
    line2 = models.CharField(_("building and room"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=32)
    wanted_on = models.DateField(_("wanted on"), null=True)
    slot = models.CharField(_("wanted at"), max_length=12, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("goods to a buyer's home", "delivery")
        verbose_name_plural = pgettext_lazy("goods to a buyer's home", "deliveries")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(postal_code="") & ~Q(city="") & ~Q(line1="") & ~Q(phone=""),
                name="orders_delivery_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.postal_code} {self.name}"


class ShipmentStatus(models.TextChoices):
    """Where a parcel stands."""

    TO_PACK = "to_pack", _("to pack")
    PACKED = "packed", _("packed")
    SHIPPED = "shipped", pgettext_lazy("state of a parcel", "sent")
    CANCELED = "canceled", pgettext_lazy("state of a parcel", "cancelled")


ALLOCATED = (ShipmentStatus.TO_PACK, ShipmentStatus.PACKED)
"""Parcels that still have to leave: their goods are promised in their store."""


class Shipment(models.Model):
    """What one store sends for an order. `reject_reason` says why it was not sent after all."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="shipments", verbose_name=_("order"))
    store = models.ForeignKey(Store, models.PROTECT, related_name="+", verbose_name=_("store"))
    status = models.CharField(_("status"), max_length=12, choices=ShipmentStatus.choices)
    carrier = models.CharField(_("carrier"), max_length=40, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=40, blank=True)
    reject_reason = models.CharField(
        _("why it was not sent"), max_length=12, choices=SourcingReason.choices, blank=True
    )
    note = models.CharField(_("in words"), max_length=200, blank=True)
    staff = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("staff"))
    made_at = models.DateTimeField(_("made at"))
    packed_at = models.DateTimeField(_("packed at"), null=True)
    shipped_at = models.DateTimeField(_("sent at"), null=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="shipped", shipped_at__isnull=False) & ~Q(carrier="")
                | (~Q(status="shipped") & Q(shipped_at__isnull=True)),
                name="orders_shipment_shipped",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["packed", "shipped"]) | Q(packed_at__isnull=False),
                name="orders_shipment_packed",
            ),
            models.CheckConstraint(condition=Q(reject_reason="") | Q(status="canceled"), name="orders_shipment_reject"),
        ]
        indexes = [
            models.Index(
                fields=["store", "status"],
                condition=Q(status__in=["to_pack", "packed"]),
                name="orders_shipment_work",
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)


class ShipmentLine(models.Model):
    """Pieces of an order's line in a parcel."""

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"))

    class Meta:
        verbose_name = _("shipment line")
        verbose_name_plural = _("shipment lines")
        constraints = [
            models.UniqueConstraint(fields=["shipment", "order_line"], name="orders_shipmentline_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="orders_shipmentline_quantity"),
        ]
        indexes = [models.Index(fields=["order_line"], name="orders_shipmentline_of")]
