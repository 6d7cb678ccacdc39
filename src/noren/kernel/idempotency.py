"""Idempotency: the same request under the same key is done once and answered alike.

See the IETF draft "The Idempotency-Key HTTP Header Field" (-07). The key row is the first write of the deed's own
transaction, so a repeat that arrives in flight waits for it on the unique index, and a refusal leaves no row.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Refused

_INSERT = """
INSERT INTO kernel_idempotencyrecord (scope, key, fingerprint, answer, created_at) VALUES (%s, %s, %s, '', %s)
ON CONFLICT (scope, key) DO NOTHING RETURNING id
"""
_UPDATE = "UPDATE kernel_idempotencyrecord SET status = %s, answer = %s WHERE id = %s"
_SELECT = "SELECT fingerprint, status, answer FROM kernel_idempotencyrecord WHERE scope = %s AND key = %s"


class IdempotencyKeyReused(Refused):
    """The key was used before for another request."""

    code = "idempotency_key_reused"
    words = _("This Idempotency-Key was already used for a different request.")


@dataclass(frozen=True, slots=True)
class Answer:
    """A stored HTTP answer: status and body as sent."""

    status: int
    body: str
    repeated: bool = False


def fingerprint_of(*parts: str | bytes) -> str:
    """SHA-256 over the parts of a request that make it the same request, as 64 hex digits."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def answer_once(*, scope: str, key: str, fingerprint: str, at: datetime, answer: Callable[[], Answer]) -> Answer:
    """Run `answer` in a transaction and keep what it returned; a repeat gets the kept answer.

    An exception of `answer` rolls everything back, the key too: refusals are not stored. A repeat in flight waits
    for the first (bounded by the connection's `lock_timeout`, 5 s, which raises `OperationalError`).

    Raises:
        IdempotencyKeyReused: the key answered for another fingerprint before.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_INSERT, [scope, key, fingerprint, at])
        row = cursor.fetchone()
        if row is None:
            return _earlier(scope=scope, key=key, fingerprint=fingerprint)
        given = answer()
        cursor.execute(_UPDATE, [given.status, given.body, row[0]])
    return given


def find_answer(*, scope: str, key: str, fingerprint: str) -> Answer | None:
    """What was answered under the key before, if anything was.

    Raises:
        IdempotencyKeyReused: the key answered for another fingerprint before.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [scope, key])
        row = cursor.fetchone()
    return _as_repeat(row, fingerprint) if row else None


def _earlier(*, scope: str, key: str, fingerprint: str) -> Answer:
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [scope, key])
        return _as_repeat(cursor.fetchone(), fingerprint)


def _as_repeat(row: tuple[str, int, str], fingerprint: str) -> Answer:
    known, status, body = row
    if known != fingerprint:
        raise IdempotencyKeyReused(field="Idempotency-Key")
    return Answer(status=status, body=body, repeated=True)
