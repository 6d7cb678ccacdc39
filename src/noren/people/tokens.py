"""Bearer tokens: the only code that makes, finds and revokes one. Only the digest is stored."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection

from noren.people.models import ApiToken, Role
from noren.people.roles import Staff, StoreRole

# Scanners for leaked secrets look for a prefix of one's own.
PREFIX = "noren_"

# One statement, because every request begins with it. A till's token dies with the account or the register,
# and with the device it was made at: that is asked here, so that no token outlives the lock of a lost one.
_FIND = """
SELECT t.id, t.uid, t.scopes, t.valid_until, t.customer_id, c.uid,
       s.id, s.uid, s.code, s.name,
       ARRAY(SELECT r.role || ':' || coalesce(r.store_id::text, '') FROM people_staffrole r WHERE r.staff_id = s.id),
       g.id, g.uid, g.code, g.name, p.id, p.uid, p.code, p.name, t.device_id
FROM people_apitoken t
LEFT JOIN people_customer c ON c.id = t.customer_id
LEFT JOIN people_staffmember s ON s.id = t.staff_id
LEFT JOIN people_account a ON a.id = s.account_id
LEFT JOIN stores_register g ON g.id = t.register_id
LEFT JOIN stores_store p ON p.id = g.store_id
LEFT JOIN stores_device d ON d.id = t.device_id
WHERE t.digest = %s AND t.revoked_at IS NULL AND (t.valid_until IS NULL OR t.valid_until > %s)
  AND (t.staff_id IS NULL OR a.is_active) AND (t.register_id IS NULL OR g.is_active)
  AND (t.device_id IS NULL OR (d.locked_at IS NULL AND d.replaced_at IS NULL AND t.made_at >= d.tokens_from))
"""


class Scope(StrEnum):
    """What a token may be used for."""

    CATALOG_READ = "catalog:read"
    STOCK_READ = "stock:read"
    STOCK_WRITE = "stock:write"
    TRANSFERS_READ = "transfers:read"
    TRANSFERS_WRITE = "transfers:write"
    ORDERS_WRITE = "orders:write"
    ORDERS_READ = "orders:read"
    RETURNS_WRITE = "returns:write"
    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    IMPORTS_WRITE = "imports:write"
    TILL = "till"


@dataclass(frozen=True, slots=True)
class Till:
    """The register a token is bound to, and its store; `device_id` where the device is enrolled."""

    register_id: int
    register_uid: UUID
    register_code: str
    register_name: str
    store_id: int
    store_uid: UUID
    store_code: str
    store_name: str
    device_id: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A live token: what it may be used for, and whom or which till it is bound to."""

    id: int
    uid: UUID
    scopes: frozenset[str]
    valid_until: datetime | None
    customer_id: int | None
    customer_uid: UUID | None
    staff: Staff | None
    till: Till | None


def make_token(
    *,
    name: str,
    scopes: frozenset[Scope],
    at: datetime,
    valid_until: datetime | None = None,
    customer_id: int | None = None,
    staff_id: int | None = None,
    register_id: int | None = None,
    device_id: int | None = None,
) -> str:
    """Make a token and tell its secret, this once: 256 random bits behind a prefix.

    Args:
        customer_id: with it, the token acts for this customer and no other.
        device_id: with it, the token dies when the device is locked or replaced.
    """
    secret = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        name=name,
        digest=_digest(secret),
        scopes=sorted(scopes),
        made_at=at,
        valid_until=valid_until,
        customer_id=customer_id,
        staff_id=staff_id,
        register_id=register_id,
        device_id=device_id,
    )
    return secret


def find_token(secret: str, *, at: datetime) -> Token | None:
    """The live token with this secret, in one statement; None when it is unknown, revoked or over.

    Equality is asked of the digest, so the time it takes tells nothing about the secret.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [_digest(secret), at])
        row = cursor.fetchone()
    if row is None:
        return None
    staff = Staff(row[6], row[7], row[8], row[9], tuple(map(_role, row[10]))) if row[6] is not None else None
    till = Till(*row[11:]) if row[11] is not None else None
    return Token(row[0], row[1], frozenset(row[2]), row[3], row[4], row[5], staff, till)


def revoke_token(token_id: int, *, at: datetime) -> None:
    """Make a token useless from now on. Safe to repeat."""
    ApiToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=at)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _role(text: str) -> StoreRole:
    role, _, store_id = text.partition(":")
    return StoreRole(Role(role), int(store_id) if store_id else None)
