"""Payments: what is due for an order, and the ledger of money that moved.

Words: a payment is *due* until it is *captured*; it is *canceled* when the order was, or *refunded* after capture.
Tables: `payments_payment`, `payments_entry` (the ledger).
Invariants: captured and refunded figures are the sums of their entries; refunds never exceed what was captured;
an entry brings its own uid, so that a repeat moves no money. Money given back for goods whose sale nobody found has no
payment: it is *paid out*.
"""
