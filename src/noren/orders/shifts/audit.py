"""The audit of shifts: what a closed one expected, counted and reported against the ledger, the moves and receipts."""

import json
from collections.abc import Iterator, Mapping

from django.db import connection

from noren.kernel.audit import Difference
from noren.orders.shifts.models import LateBatch
from noren.orders.shifts.reading import report_of_batch
from noren.orders.shifts.rules import Report, report_from

# What the ledger of money and the cash moves say of a shift itself, without its late batches.
# Change is cash, also what is given on a certificate.
_IN_CASH = """CASE WHEN e.tender NOT IN ('', 'cash') THEN -coalesce(e.change_minor, 0)
                           WHEN e.kind = 'capture' THEN e.amount_minor ELSE -e.amount_minor END"""
_DRAWER = f"""(
    SELECT s.id, s.opening_minor
           + coalesce((SELECT sum({_IN_CASH})
                       FROM payments_entry e WHERE e.shift_id = s.id AND e.late_batch_id IS NULL), 0)
           + coalesce((SELECT sum(m.delta_minor) FROM orders_drawerentry m
                       WHERE m.shift_id = s.id AND m.late_batch_id IS NULL), 0) AS minor
    FROM orders_shift s
)"""  # noqa: S608 - only our own constants are put in
_SUM_OF = "(SELECT coalesce(sum((c->>0)::bigint * (c->>1)::bigint), 0) FROM jsonb_array_elements({counts}) AS c)"


def _receipts(kinds: str) -> str:
    """What receipts of these kinds come to in a shift itself."""
    return f"""(
        SELECT coalesce(sum((r.document->>'total_minor')::bigint), 0) FROM orders_receipt r
        WHERE r.shift_id = s.id AND r.late_batch_id IS NULL AND r.kind IN ({kinds})
    )"""  # noqa: S608 - only our own constants are put in


# Each query answers (shift id, number, expected, found) of shifts where the two differ.
_CHECKS = {
    "shift_expected": f"""
        SELECT s.id, s.number, d.minor, s.expected_minor FROM orders_shift s JOIN {_DRAWER} d ON d.id = s.id
        WHERE s.closed_at IS NOT NULL AND s.expected_minor <> d.minor
    """,  # noqa: S608 - only our own constants are put in
    "shift_opening": f"""
        SELECT s.id, s.number, {_SUM_OF.format(counts="s.opening_counts")}, s.opening_minor FROM orders_shift s
        WHERE jsonb_typeof(s.opening_counts) = 'array'
          AND s.opening_minor <> {_SUM_OF.format(counts="s.opening_counts")}
    """,  # noqa: S608 - only our own constants are put in
    "shift_counted": f"""
        SELECT s.id, s.number, {_SUM_OF.format(counts="s.closing_counts")}, s.counted_minor FROM orders_shift s
        WHERE s.closed_at IS NOT NULL AND s.counted_minor <> {_SUM_OF.format(counts="s.closing_counts")}
    """,  # noqa: S608 - only our own constants are put in
    "shift_found": """
        SELECT s.id, s.number, last.counted_minor, s.found_minor
        FROM orders_shift s
        LEFT JOIN orders_shift last ON last.register_id = s.register_id AND last.number = s.number - 1
        WHERE s.found_minor IS DISTINCT FROM last.counted_minor
    """,
    "shift_follows": """
        SELECT s.id, s.number, last.closed_at, s.opened_at
        FROM orders_shift s JOIN orders_shift last ON last.register_id = s.register_id AND last.number = s.number - 1
        WHERE last.closed_at IS NULL OR s.opened_at < last.closed_at
    """,
    "shift_sales": f"""
        SELECT s.id, s.number, {_receipts("'sale'")}, (s.report->'sales'->>'minor')::bigint FROM orders_shift s
        WHERE s.closed_at IS NOT NULL AND (s.report->'sales'->>'minor')::bigint <> {_receipts("'sale'")}
    """,  # noqa: S608 - only our own constants are put in
    "shift_taken_back": f"""
        SELECT s.id, s.number, {_receipts("'void', 'return', 'short'")},
               (s.report->'voids'->>'minor')::bigint + (s.report->'returns'->>'minor')::bigint
        FROM orders_shift s
        WHERE s.closed_at IS NOT NULL
          AND (s.report->'voids'->>'minor')::bigint + (s.report->'returns'->>'minor')::bigint
              <> {_receipts("'void', 'return', 'short'")}
    """,  # noqa: S608 - only our own constants are put in
    "shift_receipts": """
        SELECT s.id, s.number, r.found, (s.report->>'receipts')::int
        FROM orders_shift s
        CROSS JOIN LATERAL (SELECT count(*) AS found FROM orders_receipt
                            WHERE shift_id = s.id AND late_batch_id IS NULL) r
        WHERE s.closed_at IS NOT NULL AND (s.report->>'receipts')::int <> r.found
    """,
    "shift_rates": """
        SELECT s.id, s.number, (s.report->'sales'->>'minor')::bigint - (s.report->'voids'->>'minor')::bigint
               - (s.report->'returns'->>'minor')::bigint, t.gross
        FROM orders_shift s
        CROSS JOIN LATERAL (SELECT coalesce(sum((rate->>'gross_minor')::bigint), 0) AS gross
                            FROM jsonb_array_elements(s.report->'taxes') AS rate) t
        WHERE s.closed_at IS NOT NULL
          AND (s.report->'sales'->>'minor')::bigint - (s.report->'voids'->>'minor')::bigint
              - (s.report->'returns'->>'minor')::bigint <> t.gross
    """,
    # What was acknowledged holds no more and no less than it did then.
    "late_batch_cash": f"""
        SELECT b.shift_id, s.number, coalesce(e.minor, 0), l.minor
        FROM orders_latebatch b
        JOIN orders_shift s ON s.id = b.shift_id
        LEFT JOIN (SELECT late_batch_id,
                          sum({_IN_CASH}) AS minor
                   FROM payments_entry e GROUP BY late_batch_id) e ON e.late_batch_id = b.id
        CROSS JOIN LATERAL (SELECT (b.report->'cash'->>'taken_minor')::bigint
                                   - (b.report->'cash'->>'refunded_minor')::bigint
                                   - (b.report->'cash'->>'paid_out_minor')::bigint AS minor) l
        WHERE b.acknowledged_at IS NOT NULL AND coalesce(e.minor, 0) <> l.minor
    """,  # noqa: S608 - only our own constants are put in
    # What a closed shift should hold of each tender beside cash; what was counted and never moved expects nothing.
    "shift_tenders": """
        SELECT s.id, s.number, h.code || ' ' || coalesce(e.minor, 0), h.code || ' ' || h.minor
        FROM orders_shift s
        CROSS JOIN LATERAL (SELECT each->>'provider' AS code,
                                   (each->>'came_minor')::bigint - (each->>'back_minor')::bigint AS minor
                            FROM jsonb_array_elements(coalesce(s.report->'held', '[]'::jsonb)) AS each) h
        LEFT JOIN (SELECT shift_id, tender,
                          sum(CASE WHEN kind = 'capture' THEN coalesce(tendered_minor, amount_minor)
                              ELSE -amount_minor - kept_minor END) AS minor
                   FROM payments_entry WHERE shift_id IS NOT NULL AND late_batch_id IS NULL
                   GROUP BY shift_id, tender) e ON e.shift_id = s.id AND e.tender = h.code
        WHERE s.closed_at IS NOT NULL AND coalesce(e.minor, 0) <> h.minor
    """,
    "shift_tender_missing": """
        SELECT s.id, s.number, e.tender, 'not in the report'
        FROM orders_shift s
        JOIN payments_entry e ON e.shift_id = s.id AND e.late_batch_id IS NULL AND e.tender NOT IN ('', 'cash')
        WHERE s.closed_at IS NOT NULL
          AND NOT coalesce(s.report->'held', '[]'::jsonb) @> jsonb_build_array(jsonb_build_object('provider', e.tender))
    """,
    # A sale's receipt says of each tender what the ledger does.
    "receipt_tenders": """
        SELECT r.id, r.number, coalesce(e.minor, 0), coalesce(t.minor, 0)
        FROM (SELECT p.order_uid, e.tender, sum(e.amount_minor) AS minor FROM payments_entry e
              JOIN payments_payment p ON p.id = e.payment_id
              WHERE e.kind = 'capture' AND p.provider = 'at_till' GROUP BY p.order_uid, e.tender) e
        JOIN orders_order o ON o.uid = e.order_uid
        JOIN orders_receipt r ON r.order_id = o.id AND r.kind = 'sale'
        LEFT JOIN LATERAL (SELECT sum((each->>'amount_minor')::bigint) AS minor
                           FROM jsonb_array_elements(r.document->'tenders') AS each
                           WHERE each->>'provider' = e.tender) t ON true
        WHERE coalesce(t.minor, 0) <> e.minor
    """,
    # Cash and receipt of one deed are in the same shift, of the same register.
    "cash_of_other_shift": """
        SELECT e.id, e.shift_id, e.register_id, s.register_id
        FROM payments_entry e
        LEFT JOIN orders_shift s ON s.id = e.shift_id
        LEFT JOIN orders_latebatch b ON b.id = e.late_batch_id
        WHERE e.shift_id IS NOT NULL
          AND (s.id IS NULL OR s.register_id IS DISTINCT FROM e.register_id
               OR e.late_batch_id IS NOT NULL AND b.shift_id IS DISTINCT FROM e.shift_id)
    """,
    "receipt_of_other_shift": """
        SELECT r.id, r.shift_id, r.register_id, s.register_id
        FROM orders_receipt r
        JOIN orders_shift s ON s.id = r.shift_id
        LEFT JOIN orders_latebatch b ON b.id = r.late_batch_id
        WHERE s.register_id <> r.register_id OR r.late_batch_id IS NOT NULL AND b.shift_id <> r.shift_id
    """,
    "sale_in_two_shifts": """
        SELECT r.id, coalesce(r.shift_id, 0), r.shift_id, e.shift_id
        FROM orders_receipt r
        JOIN orders_order o ON o.id = r.order_id
        JOIN payments_payment p ON p.order_uid = o.uid
        JOIN payments_entry e ON e.payment_id = p.id AND e.kind = 'capture' AND e.register_id = r.register_id
        WHERE r.kind = 'sale'
          AND (e.shift_id, e.late_batch_id) IS DISTINCT FROM (r.shift_id, r.late_batch_id)
    """,
    # What is done while a shift goes on is in it, or in a late batch. A sale that was under way when the shift opened
    # may be in none: no request lasts a minute. Nor did anybody know of a shift that was opened without a network.
    "cash_in_no_shift": """
        SELECT s.id, s.number, 0, sum(e.amount_minor)
        FROM orders_shift s
        LEFT JOIN orders_aloneopening a ON a.shift_id = s.id AND NOT a.has_joined
        JOIN payments_entry e ON e.register_id = s.register_id AND e.shift_id IS NULL
             AND e.at > coalesce(a.heard_at, s.opened_at) + interval '1 minute' AND e.at < s.closed_at
        GROUP BY s.id, s.number
    """,
    # What a till counted without a network is what its shift began with, at that moment.
    "shift_alone": f"""
        SELECT s.id, s.number, a.counted_minor || ' at ' || a.made_at, s.opening_minor || ' at ' || s.opened_at
        FROM orders_aloneopening a JOIN orders_shift s ON s.id = a.shift_id
        WHERE NOT a.has_joined AND (s.uid, s.opened_at, s.opening_counts, s.opening_minor)
              IS DISTINCT FROM (a.uid, a.made_at, a.counts, a.counted_minor)
           OR a.counted_minor <> {_SUM_OF.format(counts="a.counts")}
    """,  # noqa: S608 - only our own constants are put in
    "move_of_other_shift": """
        SELECT s.id, s.number, m.shift_id, b.shift_id
        FROM orders_drawerentry m
        JOIN orders_shift s ON s.id = m.shift_id
        JOIN orders_latebatch b ON b.id = m.late_batch_id
        WHERE b.shift_id <> m.shift_id
    """,
    "told_shifts": """
        SELECT s.id, s.number, CASE WHEN s.closed_at IS NULL THEN '1, 0' ELSE '1, 1' END,
               coalesce(e.opened, 0) || ', ' || coalesce(e.closed, 0)
        FROM orders_shift s
        LEFT JOIN (SELECT subject_uid, count(*) FILTER (WHERE name = 'Shift Opened') AS opened,
                          count(*) FILTER (WHERE name = 'Shift Closed') AS closed
                   FROM timeline_event WHERE name IN ('Shift Opened', 'Shift Closed') GROUP BY subject_uid) e
            ON e.subject_uid = s.uid
        WHERE coalesce(e.opened, 0) <> 1
           OR coalesce(e.closed, 0) <> CASE WHEN s.closed_at IS NULL THEN 0 ELSE 1 END
    """,
}


def differences() -> Iterator[Difference]:
    """Every shift against the money, moves, receipts and events that belong to it."""
    with connection.cursor() as cursor:
        for check, sql in _CHECKS.items():
            cursor.execute(sql)
            for row_id, number, expected, found in cursor.fetchall():
                yield Difference("orders", check, f"shift {row_id} (no. {number})", str(expected), str(found))
    yield from _late_reports()


def _late_reports() -> Iterator[Difference]:
    """What was acknowledged, figure by figure: it holds no more and no less than it did then."""
    for batch in LateBatch.objects.filter(acknowledged_at__isnull=False).select_related("shift").order_by("pk"):
        kept = _figures(report_from(batch.report)) if batch.report else {}
        now = _figures(report_of_batch(batch.shift_id, batch.pk))
        for name in sorted({*kept, *now}):
            told, worked_out = (json.dumps(figures.get(name), sort_keys=True) for figures in (kept, now))
            if told != worked_out:
                subject = f"late batch {batch.number} of shift {batch.shift_id} (no. {batch.shift.number}), {name}"
                yield Difference("orders", "late_batch_report", subject, worked_out, told)


def _figures(report: Report) -> Mapping[str, object]:
    """What a report says of money and pieces; how kinds were called and ordered then is no figure."""
    return report.as_data() | {
        "tenders": {each.provider: (each.taken_minor, each.given_back_minor) for each in report.tenders},
        "held": {each.provider: (each.came_minor, each.back_minor, each.pieces) for each in report.held},
    }
