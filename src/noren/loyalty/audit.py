"""The audit of points: balances and lots against the ledger."""

from collections.abc import Iterator

from django.db import connection

from noren.kernel.audit import Difference

_BALANCES = """
SELECT a.id, a.customer_id, a.balance, coalesce(e.points, 0), coalesce(l.remaining, 0)
FROM loyalty_pointsaccount a
LEFT JOIN (SELECT account_id, sum(points) AS points FROM loyalty_pointsentry GROUP BY account_id) e
    ON e.account_id = a.id
LEFT JOIN (SELECT account_id, sum(remaining) AS remaining FROM loyalty_pointslot GROUP BY account_id) l
    ON l.account_id = a.id
WHERE a.balance <> coalesce(e.points, 0) OR a.balance <> coalesce(l.remaining, 0)
"""
_LOTS = """
SELECT l.id, l.account_id, l.remaining, coalesce(e.points, 0)
FROM loyalty_pointslot l
LEFT JOIN (SELECT lot_id, sum(points) AS points FROM loyalty_pointsentry GROUP BY lot_id) e ON e.lot_id = l.id
WHERE l.remaining <> coalesce(e.points, 0)
"""
_DEBTS = """
SELECT account_id, sum(remaining) FILTER (WHERE remaining > 0), -sum(remaining) FILTER (WHERE remaining < 0)
FROM loyalty_pointslot GROUP BY account_id
HAVING bool_or(remaining > 0) AND bool_or(remaining < 0)
"""


def differences() -> Iterator[Difference]:
    """Each balance against its entries and its lots, each lot against its entries; debts that could be paid off."""
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES)
        for account_id, customer_id, balance, entries, remaining in cursor.fetchall():
            subject = f"points account {account_id} (customer {customer_id})"
            if balance != entries:
                yield Difference("loyalty", "balance_entries", subject, str(entries), str(balance))
            if balance != remaining:
                yield Difference("loyalty", "balance_lots", subject, str(remaining), str(balance))
        cursor.execute(_LOTS)
        for lot_id, account_id, remaining, entries in cursor.fetchall():
            subject = f"lot {lot_id} of points account {account_id}"
            yield Difference("loyalty", "lot_remaining", subject, str(entries), str(remaining))
        cursor.execute(_DEBTS)
        for account_id, has, owes in cursor.fetchall():
            subject = f"points account {account_id}, which owes {owes}"
            yield Difference("loyalty", "debt_not_settled", subject, "0", str(has))
