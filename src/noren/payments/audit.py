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


def differences() -> Iterator[Difference]:
    """What was taken and given back, per payment."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES)
        for payment_id, order_uid, captured, taken, refunded, given in cursor.fetchall():
            subject = f"payment {payment_id} (order {order_uid})"
            if captured != taken:
                yield Difference("payments", "captured", subject, str(taken), str(captured))
            if refunded != given:
                yield Difference("payments", "refunded", subject, str(given), str(refunded))
