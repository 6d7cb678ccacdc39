"""The one table of the kernel: answers already given to write requests."""

from django.db import models


class IdempotencyRecord(models.Model):
    """A caller's key, the fingerprint of what it asked, and the answer, committed with the deed itself."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(default="")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="kernel_idempotency_scope_key")]
