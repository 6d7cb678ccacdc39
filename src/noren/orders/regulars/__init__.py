"""Regulars: whom the tills of a store know by themselves, when there is no network.

Words: a *regular* of a store is a member who joined there, or bought or fetched something at one of its tills, within
the last 13 months. A store has at most `NOREN_TILL_MEMBERS` of them; who was seen longest ago is the first to go.
Invariants: a row is never deleted, but with its customer: `is_kept` says whether the tills have the member, so that
those of this store alone are told who is to go.
"""
