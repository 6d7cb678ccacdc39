"""Secrets that have run out: deleted when nobody can ask about them any more."""

from datetime import datetime, timedelta

from django.db.models import Q

from noren.kernel.sweeping import delete_in_batches
from noren.people.models import ApiToken, Claim, Tries

KEPT_FOR = timedelta(days=30)
TRIES_KEPT_FOR = timedelta(days=1)


def sweep_people(*, at: datetime) -> int:
    """Delete tokens of tills and claims that ended `KEPT_FOR` ago, and counts of tries of more than a day ago."""
    ended = Q(valid_until__lt=at - KEPT_FOR) | Q(revoked_at__lt=at - KEPT_FOR)
    return (
        delete_in_batches(ApiToken.objects.filter(ended, register__isnull=False))
        + delete_in_batches(Claim.objects.filter(valid_until__lt=at - KEPT_FOR))
        + delete_in_batches(Tries.objects.filter(since__lt=at - TRIES_KEPT_FOR))
    )
