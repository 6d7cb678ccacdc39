"""The kernel: money, tax, ids, time, errors, idempotency, audits and race testing.

It knows no other room. Its one table is `kernel_idempotencyrecord`: a caller's key, what it asked and what it was
answered. Invariant: a record exists exactly when the deed it answers for was committed.
"""
