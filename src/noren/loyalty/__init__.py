"""Loyalty: points as a ledger of lots.

Words: points are *earned* into a *lot* with an expiry, *spent* from lots oldest first, *expired*, or *adjusted*; they
are *taken back* when they were not earned in the end, and what was spent of those is *owed*: a lot below zero.
Tables: `loyalty_pointsaccount`, `loyalty_pointslot`, `loyalty_pointsentry` (the ledger).
Invariants: a balance is the sum of its entries and of what its lots have left; an entry is never changed; one entry
per cause, kind and lot, so that a repeat earns nothing; nobody owes points and has some.
"""
