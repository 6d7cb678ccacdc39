"""Devices at registers, and the links that enroll them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from noren.kernel.ids import uuid7

MOST_NAME = 60
MOST_ERROR = 200
MOST_NOTE = 200


class Device(models.Model):
    """A device that was bound to a register. Only the digest of its secret is stored.

    Tokens that were made at it before `tokens_from` let nobody in. What it told of itself is as of `seen_at`; sales
    that wait are those that it made and the server has not answered.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    register = models.ForeignKey("stores.Register", models.PROTECT, related_name="devices", db_index=False)
    name = models.CharField(max_length=MOST_NAME)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    enrolled_at = models.DateTimeField()
    tokens_from = models.DateTimeField(editable=False)
    replaced_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    screen_note = models.CharField(max_length=MOST_NOTE, blank=True)
    may_send = models.BooleanField(default=False)
    wiped_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    app_version = models.CharField(max_length=40, blank=True)
    waiting_count = models.PositiveIntegerField(default=0)
    waiting_minor = models.PositiveBigIntegerField(default=0)
    waiting_since = models.DateTimeField(null=True)
    goods_as_of = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=MOST_ERROR, blank=True)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [
            models.UniqueConstraint(
                fields=["register"], condition=Q(replaced_at__isnull=True), name="stores_device_one_at_a_register"
            ),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=False) | Q(may_send=False), name="stores_device_may_send"
            ),
        ]
        indexes = [models.Index(fields=["register"], name="stores_device_register")]

    def __str__(self) -> str:
        return self.name


class Enrolment(models.Model):
    """A link that binds one device to a register; only its digest is stored."""

    register = models.ForeignKey("stores.Register", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(max_length=MOST_NAME)
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("made_at")), name="stores_enrolment_ends"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(used_at__lt=F("valid_until")), name="stores_enrolment_in_time"
            ),
        ]
