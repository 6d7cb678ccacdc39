"""Tries: the only code that counts how often a secret was tried. Counts are committed whatever becomes of the deed."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from noren.people.errors import TooManyTries
from noren.people.models import Tries

_COUNT = """
INSERT INTO people_tries AS known (purpose, subject, tried_count, since) VALUES (%(purpose)s, %(subject)s, 1, %(at)s)
ON CONFLICT (purpose, subject) DO UPDATE SET
    tried_count = CASE WHEN known.since <= %(over)s THEN 1 ELSE known.tried_count + 1 END,
    since = CASE WHEN known.since <= %(over)s THEN excluded.since ELSE known.since END
RETURNING tried_count, since
"""


def count_try(*, purpose: str, subject: str, limit: int, within: timedelta, at: datetime) -> None:
    """Count one more try, before the secret is looked at, so that tries at the same instant are all counted.

    Raises:
        TooManyTries: more than `limit` were counted since the first one `within` this time.
        RuntimeError: called inside a transaction, whose refusal would forget the try.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_COUNT, {"purpose": purpose, "subject": subject[:80], "at": at, "over": at - within})
        tried, since = cursor.fetchone()
    if tried > limit:
        raise TooManyTries(retry_after_s=max(1, round((since + within - at).total_seconds())))


def take_back_try(*, purpose: str, subject: str) -> None:
    """Count one try less: it was no guess. Many who know their secrets may come from one address."""
    Tries.objects.filter(purpose=purpose, subject=subject[:80], tried_count__gt=0).update(
        tried_count=F("tried_count") - 1
    )


def forget_tries(*, purpose: str, subject: str, at: datetime) -> None:
    """Forget the tries of somebody who knew the secret, and everybody's of more than a day ago."""
    Tries.objects.filter(purpose=purpose, subject=subject[:80]).delete()
    Tries.objects.filter(since__lt=at - timedelta(days=1)).delete()
