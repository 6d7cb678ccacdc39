"""The audit of payments: running figures against the money ledger."""

from collections.abc import Iterator

from django.db import connection

from noren.kernel.audit import Difference

_FIGURES = """
SELECT p.id, p.order_uid, p.captured_minor, coalesce(e.captured, 0), p.refunded_minor, coalesce(e.refunded, 0)
FROM payments_payment p
LEFT JOIN (
    SELECT payment_id, sum(amount_minor) FILTER (WHERE kind = 'capture') AS captured,
           sum(amount_minor) FILTER (WHERE kind = 'refund') AS refunded
    FROM payments_entry GROUP BY payment_id
) e ON e.payment_id = p.id
WHERE p.captured_minor <> coalesce(e.captured, 0) OR p.refunded_minor <> coalesce(e.refunded, 0)
"""

# What an attempt took must be in the ledger under its uid, and what a refund gave back too: neither more nor less.
_LEDGER = {
    "attempt": """
        SELECT a.id, p.order_uid, CASE WHEN a.status = 'captured' THEN a.amount_minor ELSE 0 END,
               coalesce(e.amount_minor, 0)
        FROM payments_attempt a JOIN payments_payment p ON p.id = a.payment_id
        LEFT JOIN payments_entry e ON e.uid = a.uid AND e.kind = 'capture' AND e.payment_id = a.payment_id
        WHERE CASE WHEN a.status = 'captured' THEN a.amount_minor ELSE 0 END <> coalesce(e.amount_minor, 0)
    """,
    "refund": """
        SELECT r.id, p.order_uid, CASE WHEN r.status = 'done' THEN r.amount_minor ELSE 0 END,
               coalesce(e.amount_minor, 0)
        FROM payments_refund r JOIN payments_payment p ON p.id = r.payment_id
        LEFT JOIN payments_entry e ON e.uid = r.uid AND e.kind = 'refund' AND e.payment_id = r.payment_id
        WHERE CASE WHEN r.status = 'done' THEN r.amount_minor ELSE 0 END <> coalesce(e.amount_minor, 0)
    """,
}
# Each row that a till took otherwise than in cash alone says by what, and its kind stays for good.
_TENDERS = """
SELECT e.id, p.order_uid, e.tender FROM payments_entry e JOIN payments_payment p ON p.id = e.payment_id
LEFT JOIN payments_tenderkind k ON k.code = e.tender
WHERE CASE WHEN p.provider = 'at_till' THEN e.tender <> 'cash' AND k.id IS NULL
                AND NOT EXISTS (SELECT 1 FROM payments_refund r WHERE r.uid = e.uid)
           ELSE e.tender <> '' END
"""
# Nobody gets back more of an attempt than it took.
_REFUNDED = """
SELECT a.id, p.order_uid, a.amount_minor, sum(r.amount_minor) FROM payments_attempt a
JOIN payments_payment p ON p.id = a.payment_id JOIN payments_refund r ON r.attempt_id = a.id
GROUP BY a.id, p.order_uid HAVING a.status <> 'captured' OR sum(r.amount_minor) > a.amount_minor
"""


def differences() -> Iterator[Difference]:
    """What was taken and given back: per payment, per attempt and per refund."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES)
        for payment_id, order_uid, captured, taken, refunded, given in cursor.fetchall():
            subject = f"payment {payment_id} (order {order_uid})"
            if captured != taken:
                yield Difference("payments", "captured", subject, str(taken), str(captured))
            if refunded != given:
                yield Difference("payments", "refunded", subject, str(given), str(refunded))
        for check, sql in _LEDGER.items():
            cursor.execute(sql)
            for row_id, order_uid, expected, found in cursor.fetchall():
                yield Difference("payments", check, f"row {row_id} (order {order_uid})", str(expected), str(found))
        cursor.execute(_TENDERS)
        for entry_id, order_uid, tender in cursor.fetchall():
            subject = f"entry {entry_id} (order {order_uid})"
            yield Difference("payments", "tender", subject, "a tender of its payment", tender or "none")
        cursor.execute(_REFUNDED)
        for attempt_id, order_uid, most, given in cursor.fetchall():
            subject = f"attempt {attempt_id} (order {order_uid})"
            yield Difference("payments", "refunded_of_attempt", subject, f"at most {most}", str(given))
