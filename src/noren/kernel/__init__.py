"""The kernel: money, tax, ids, time, errors, idempotency, feeds of changes, audits and race testing.

It knows no other room. Tables: `kernel_idempotencyrecord`, a caller's key, what it asked and what it was answered;
`kernel_gone`, the keys of rows that followed tables no longer have, written by triggers alone. Invariants: a record
exists exactly when the deed it answers for was committed; what is deleted from a followed table stands in the gone.
"""
