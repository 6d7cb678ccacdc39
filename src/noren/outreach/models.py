"""Messages, queued and sent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from noren.kernel.ids import uuid7


class MessageStatus(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class Message(models.Model):
    """A mail as it was written. `key` names its cause: a second one with the same key is refused."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True)
    template = models.CharField(_("template"), max_length=40)
    language = models.CharField(max_length=8)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    order_uid = models.UUIDField(null=True, db_index=True)
    customer_id = models.BigIntegerField(null=True, db_index=True)
    status = models.CharField(_("status"), max_length=12, choices=MessageStatus.choices, default=MessageStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due at"))
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    last_error = models.CharField(_("last error"), max_length=400, blank=True)
    queued_at = models.DateTimeField(_("queued at"))

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(status__in=["queued", "sending"]),
                name="outreach_message_due",
            )
        ]

    def __str__(self) -> str:
        return self.subject
