"""Campaigns in bulk: staged rows become campaigns and their audiences."""

from django.db import connection, transaction

from noren.kernel.merging import Merge, merge
from noren.kernel.staging import with_tables

CAMPAIGN_COLUMNS = {
    "line": "bigint NOT NULL",
    "code": "text NOT NULL",
    "name": "text NOT NULL",
    "starts_at": "timestamptz NOT NULL",
    "ends_at": "timestamptz NOT NULL",
}
"""A staged campaign; `ends_at` is exclusive."""

AUDIENCE_COLUMNS = {"campaign": "text NOT NULL", "member": "text NOT NULL"}
"""A member whom a campaign addressed, by their code and number."""

_CAMPAIGNS = "SELECT line AS place, code, name, starts_at, ends_at FROM {staged}"
_AUDIENCE = """
INSERT INTO campaigns_audiencemember (campaign_id, customer_id)
SELECT a.id, c.id FROM {staged} t
JOIN campaigns_campaign a ON a.code = t.campaign JOIN people_customer c ON c.member_number = t.member
ORDER BY a.id, c.id
ON CONFLICT (campaign_id, customer_id) DO NOTHING
"""


def publish_campaigns(staged: str) -> int:
    """Add and change campaigns from a table with `CAMPAIGN_COLUMNS`; answer how many. Safe to repeat."""
    columns = {"name": "''", "starts_at": "NULL", "ends_at": "NULL"}
    with transaction.atomic(savepoint=False):
        plan = Merge("campaigns_campaign", "code", columns, with_tables(_CAMPAIGNS, staged=staged))
        return len(merge(plan).touched)


def publish_audience(staged: str) -> int:
    """Add members to audiences from a table with `AUDIENCE_COLUMNS`; answer how many are new. Safe to repeat."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(with_tables(_AUDIENCE, staged=staged))
        count: int = cursor.rowcount
    return count
