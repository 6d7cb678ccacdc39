"""Notices: what a provider sends by itself is checked, stored as it came, and looked into afterwards.

A notice is answered as soon as it is stored. It may come twice, late, out of order, before the buyer is back, or for
an attempt that we do not know: none of that matters, as it only makes us ask the provider how the attempt stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from noren.payments.models import Notice
from noren.payments.provider import get_provider

LEASE = timedelta(seconds=60)
TRIES_S = (5, 30, 300, 1_800, 7_200, 28_800)
KEPT_TRYING = timedelta(days=3)

_CLAIM = """
UPDATE payments_notice SET next_try_at = %(leased_until)s, tries = tries + 1 WHERE id IN (
    SELECT id FROM payments_notice WHERE next_try_at <= %(at)s ORDER BY next_try_at, id LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
) RETURNING uid, attempt_uid, provider
"""


@dataclass(frozen=True, slots=True)
class ClaimedNotice:
    """A notice that is to be looked into."""

    uid: UUID
    attempt_uid: UUID | None
    provider: str


def receive_notice(code: str, headers: Mapping[str, str], body: bytes, *, at: datetime) -> bool:
    """Store a provider's notice; False when this one came before. Safe to repeat.

    Raises:
        ProviderNotOffered: there is no provider of this code.
        NoticeRefused: it is not signed by the provider.
    """
    read = get_provider(code).read_notice(headers, body, at=at)
    with transaction.atomic():
        _notice, is_new = Notice.objects.get_or_create(
            provider=code,
            event_id=read.event_id[:120],
            defaults={
                "attempt_uid": read.attempt_uid,
                "kind": read.kind[:60],
                "body": body.decode(errors="replace").replace("\x00", ""),
                "next_try_at": at,
                "received_at": at,
            },
        )
    return is_new


def claim_notices(*, at: datetime, limit: int) -> list[ClaimedNotice]:
    """Notices to be looked into now, claimed for the length of a lease."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"at": at, "leased_until": at + LEASE, "limit": limit})
        return [ClaimedNotice(*row) for row in cursor.fetchall()]


def mark_handled(uid: UUID, *, at: datetime) -> None:
    """What the notice was about has been looked into."""
    Notice.objects.filter(uid=uid).update(handled_at=at, next_try_at=None)


def put_off(uid: UUID, *, at: datetime) -> None:
    """Look into it again later; after three days it stays as it is, for people to see."""
    notice = Notice.objects.get(uid=uid)
    wait = timedelta(seconds=TRIES_S[min(notice.tries, len(TRIES_S)) - 1] if notice.tries else TRIES_S[0])
    is_given_up = at - notice.received_at > KEPT_TRYING
    Notice.objects.filter(uid=uid).update(next_try_at=None if is_given_up else at + wait)
