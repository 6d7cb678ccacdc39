"""Rows that have done their work: deleted in small transactions, so that nobody waits for a night's sweep."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import models

from noren.kernel.models import IdempotencyRecord

KEYS_KEPT_FOR = timedelta(days=30)
_BATCH = 5_000


def delete_in_batches(rows: models.QuerySet[models.Model]) -> int:
    """Delete rows that nothing refers to, a few thousand at a time; answer how many.

    Not to be called inside a transaction, which would keep every batch locked until its end.
    """
    deleted = 0
    while keys := list(rows.values_list("pk", flat=True)[:_BATCH]):
        deleted += rows.model._base_manager.filter(pk__in=keys).delete()[0]
    return deleted


def sweep_kernel(*, at: datetime) -> int:
    """Forget the answers under keys older than `KEYS_KEPT_FOR`, and sessions that have run out."""
    answers = IdempotencyRecord.objects.filter(created_at__lt=at - KEYS_KEPT_FOR).order_by("created_at")
    return delete_in_batches(answers) + delete_in_batches(Session.objects.filter(expire_date__lt=at))
