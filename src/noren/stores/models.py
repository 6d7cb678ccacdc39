"""Stores, opening hours, days that differ, and registers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

import noren.stores.devices.models  # noqa: F401 - its tables are this room's too
from noren.kernel.ids import uuid7

LONGEST_LEAD_MINUTES = 10_080
LONGEST_TRANSFER_DAYS = 60


class Store(models.Model):
    """A physical store. Its local calendar is `time_zone`; its business day ends at `closing_hour`."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=120)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Tokyo")
    closing_hour = models.PositiveSmallIntegerField(_("hour the business day ends"), default=5)
    is_active = models.BooleanField(_("in business"), default=True)
    is_pickup_enabled = models.BooleanField(_("offers pickup"), default=True)
    pickup_lead_minutes = models.PositiveIntegerField(_("minutes to prepare a pickup"), default=60)
    sends_transfers = models.BooleanField(_("sends goods to other stores"), default=True, db_default=True)
    transfer_days = models.PositiveSmallIntegerField(
        _("days until its goods are in another store"), default=2, db_default=2
    )
    ships = models.BooleanField(_("sends parcels"), default=False, db_default=False)
    issuer_name = models.CharField(_("issuer on receipts"), max_length=120, blank=True)
    issuer_number = models.CharField(_("invoice registration number"), max_length=14, blank=True)

    class Meta:
        verbose_name = _("store")
        verbose_name_plural = _("stores")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90)),
                name="stores_store_latitude",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__range=(-180, 180)),
                name="stores_store_longitude",
            ),
            models.CheckConstraint(condition=Q(closing_hour__lte=12), name="stores_store_closing_hour"),
            models.CheckConstraint(
                condition=Q(pickup_lead_minutes__lte=LONGEST_LEAD_MINUTES), name="stores_store_pickup_lead"
            ),
            models.CheckConstraint(
                condition=Q(transfer_days__lte=LONGEST_TRANSFER_DAYS), name="stores_store_transfer_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """One weekday (0 is Monday). Minutes from local midnight; closing may pass midnight."""

    store = models.ForeignKey(Store, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"))
    opens_minute = models.PositiveSmallIntegerField(_("opens at minute"))
    closes_minute = models.PositiveSmallIntegerField(_("closes at minute"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.UniqueConstraint(fields=["store", "weekday"], name="stores_openinghours_day"),
            models.CheckConstraint(
                condition=Q(weekday__lte=6)
                & Q(opens_minute__lt=F("closes_minute"))
                & Q(opens_minute__lt=1440)
                & Q(closes_minute__lte=2160),
                name="stores_openinghours_order",
            ),
        ]


class SpecialDay(models.Model):
    """A date on which the hours differ; both minutes null means closed all day."""

    store = models.ForeignKey(Store, models.CASCADE, related_name="special_days")
    date = models.DateField(_("date"))
    opens_minute = models.PositiveSmallIntegerField(_("opens at minute"), null=True, blank=True)
    closes_minute = models.PositiveSmallIntegerField(_("closes at minute"), null=True, blank=True)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        constraints = [
            models.UniqueConstraint(fields=["store", "date"], name="stores_specialday_date"),
            models.CheckConstraint(
                condition=Q(opens_minute__isnull=True, closes_minute__isnull=True)
                | (Q(opens_minute__lt=F("closes_minute")) & Q(opens_minute__lt=1440) & Q(closes_minute__lte=2160)),
                name="stores_specialday_order",
            ),
        ]


class Register(models.Model):
    """A till in a store."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    store = models.ForeignKey(Store, models.PROTECT, related_name="registers")
    code = models.CharField(_("code"), max_length=16)
    name = models.CharField(_("name"), max_length=60)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        constraints = [models.UniqueConstraint(fields=["store", "code"], name="stores_register_code")]

    def __str__(self) -> str:
        return self.name
