"""Payments: what is due for an order, the ledger of money that moved, and what providers were asked and said.

Words: a payment is *due* until it is *captured*; it is *canceled* when the order was, or *refunded* after capture. An
*attempt* asks a *provider* for it; what the provider says is an *answer*, what it sends by itself a *notice*.
Tables: `payments_payment`, `payments_entry` (the ledger), `payments_attempt`, `payments_answer`, `payments_refund`,
`payments_notice`, `payments_tenderkind` (what tills take beside cash, see `tenders`), and the sandbox provider's own
book: `payments_sandboxcharge`, `payments_sandboxrefund`, `payments_sandboxnotice`, `payments_sandboxfault`.
Invariants: captured and refunded figures are the sums of their entries; refunds never exceed what was captured;
an entry brings its own uid, so that a repeat moves no money; a payment has one live attempt; a provider is asked
outside of transactions and under a key that was committed before; what is paid above what an order comes to has its
refund. Money given back for goods whose sale nobody found has no payment: it is *paid out*.
"""
