"""Members in bulk: staged rows become members. Checks and publishes what `connect` has staged."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction

from noren.kernel.merging import NEW_UID, Merge, Merged, merge
from noren.kernel.staging import BadCell, with_tables
from noren.people.events import MemberJoined
from noren.timeline.bulk import record_selected
from noren.timeline.record import HISTORY

MEMBER_COLUMNS = {
    "line": "bigint NOT NULL",
    "member_number": "text NOT NULL",
    "family_name": "text NOT NULL",
    "given_name": "text",
    "family_kana": "text",
    "given_kana": "text",
    "email": "text",
    "phone": "text",
    "birth_date": "date",
    "language": "text",
    "joined_at": "timestamptz",
    "home_store": "text",
}
"""A staged member, every value in the one form that `people.rules` gives it. Null means "as it was"."""

_MEMBERS = """
SELECT t.line AS place, t.member_number, t.family_name, t.given_name, t.family_kana, t.given_kana, t.phone,
       CASE WHEN v.id IS NULL THEN t.email END AS email, t.birth_date, t.language, t.joined_at, s.id AS home_store_id
FROM {staged} t
LEFT JOIN stores_store s ON s.code = t.home_store
LEFT JOIN people_customer c ON c.member_number = t.member_number
LEFT JOIN people_identity v ON v.customer_id = c.id AND v.kind = 'email' AND v.verified_at IS NOT NULL
"""
_DEFAULTS = {
    "family_name": "''",
    "given_name": "''",
    "family_kana": "''",
    "given_kana": "''",
    "email": "''",
    "phone": "''",
    "birth_date": "NULL",
    "language": "%(language)s",
    "joined_at": "%(at)s",
    "home_store_id": "NULL",
}
_GIVEN = """
SELECT 'member_number' AS kind, member_number AS value, member_number FROM {staged}
UNION ALL SELECT 'email', email, member_number FROM {staged} WHERE email IS NOT NULL
UNION ALL SELECT 'phone', phone, member_number FROM {staged} WHERE phone IS NOT NULL
"""
_FORGET_IDENTITIES = """
DELETE FROM people_identity i USING ({given}) AS g, people_customer c
WHERE c.member_number = g.member_number AND i.customer_id = c.id AND i.kind = g.kind AND i.value <> g.value
  AND i.verified_at IS NULL
"""
# A mailbox or phone that a family shares names nobody: it stays on the members' records and is no identity.
_ADD_IDENTITIES = """
INSERT INTO people_identity (customer_id, kind, value)
SELECT c.id, own.kind, own.value
FROM (SELECT kind, value, min(member_number) AS member_number FROM ({given}) AS g
      GROUP BY kind, value HAVING count(*) = 1) AS own
JOIN people_customer c ON c.member_number = own.member_number
WHERE NOT EXISTS (SELECT 1 FROM people_identity i
                  WHERE i.customer_id = c.id AND i.kind = own.kind AND i.verified_at IS NOT NULL)
ORDER BY c.id, own.kind
ON CONFLICT (kind, value) DO NOTHING
"""
_JOINED = """
SELECT c.joined_channel AS channel, c.home_store_id AS store_id, c.id AS customer_id, c.uid AS subject_uid,
       c.joined_at AS at,
       jsonb_build_object('customer_uid', c.uid, 'member_number', c.member_number, 'was_guest', false) AS properties
FROM people_customer c WHERE c.member_number = ANY(%(added)s) ORDER BY c.id
"""
_TWICE = """
SELECT line, member_number FROM (
    SELECT line, member_number, row_number() OVER (PARTITION BY member_number ORDER BY line) AS n FROM {staged}
) AS t WHERE n > 1 ORDER BY line
"""
_UNKNOWN_HOMES = """
SELECT t.line, t.home_store FROM {staged} t
WHERE t.home_store IS NOT NULL AND NOT EXISTS (SELECT 1 FROM stores_store s WHERE s.code = t.home_store)
ORDER BY t.line
"""
_UNKNOWN = """
SELECT t.line, t.member FROM {staged} t
WHERE t.member IS NOT NULL AND NOT EXISTS (SELECT 1 FROM people_customer c WHERE c.member_number = t.member)
ORDER BY t.line
"""


def check_members(staged: str) -> Iterator[BadCell]:
    """Member numbers that stand twice in the file, and home stores that do not exist."""
    with connection.cursor() as cursor:
        cursor.execute(with_tables(_TWICE, staged=staged))
        for line, number in cursor.fetchall():
            yield BadCell(line, "member_number", number, "repeated")
        cursor.execute(with_tables(_UNKNOWN_HOMES, staged=staged))
        for line, code in cursor.fetchall():
            yield BadCell(line, "home_store", code, "unknown_store")


def unknown_members(staged: str) -> Iterator[BadCell]:
    """Rows of a table with the columns `line` and `member` whose member does not exist; null is nobody."""
    with connection.cursor() as cursor:
        cursor.execute(with_tables(_UNKNOWN, staged=staged))
        for line, number in cursor.fetchall():
            yield BadCell(line, "member", number, "unknown_member")


def publish_members(staged: str, *, language: str, at: datetime) -> Merged:
    """Add and change members from a table with `MEMBER_COLUMNS`, all or none; answer the numbers of these members.

    E-mail and phone become identities (unverified) where they name one person only, and leave those whom they named
    before. An e-mail that its owner proved stays. Safe to repeat.

    Args:
        language: of new members for whom the row names none; at: when they joined, likewise.

    Records "Member Joined" for new members, with the source `history`.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        source = with_tables(_MEMBERS, staged=staged)
        own = {"uid": NEW_UID, "joined_channel": "'till'"}
        merged = merge(
            Merge("people_customer", "member_number", _DEFAULTS, source, own), {"language": language, "at": at}
        )
        given = with_tables(_GIVEN, staged=staged)
        for change in (_FORGET_IDENTITIES, _ADD_IDENTITIES):
            cursor.execute(change.replace("{given}", given))
        record_selected(
            _JOINED,
            {"added": list(merged.added)},
            event_name=MemberJoined.event_name,
            source=HISTORY,
            received_at=at,
        )
    return merged
