"""Tenders: what a till takes beside cash, by the kinds that the shop names, and how several of them pay one sale.

Words: a *tender kind* is a way of paying at a till, on a terminal of its own or by gift certificates; its *rest* is
what becomes of what is handed in beyond what is due; what the shop keeps of it is *kept*. Cash is a kind that is
always there, and no row.
Invariants: the tenders of a sale come to what is due, no more and no less; change is given by kinds that give it alone;
what a gift certificate is worth beyond that stands beside the amount and is no part of it; a kind is never deleted and
keeps its code and form, as the ledger names it.
"""
