"""Routing: which stores serve goods that one store does not have, by ordered rules, and what becomes of them.

Words: a *rule* compares stores; a *rule set* is an ordered list of them, of which the first that does not tie decides.
A *sourcing* is pieces of an order line that the order's store does not have: they *come* by a transfer, or are *parked*
until somebody decides about them. A line's `awaited_quantity` is what its open sourcings still owe it.
"""
