"""Quick keys: goods that a till sells by a tap, as they have no barcode or are wanted often.

Words: a *quick key* stands on a *page* of keys at a position, for one store or for all. A till shows those for all and
those of its store together: pages in the order of their first key, keys by position.
Invariants: goods stand once on a page; a store has no more keys than a till can show.
"""
