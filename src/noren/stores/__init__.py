"""Stores: where goods are, when they are open, and the registers in them.

Words: a *store* is a location that sells; *opening hours* are minutes of its local day; a *register* is a till.
Tables: `stores_store`, `stores_openinghours`, `stores_specialday`, `stores_register`.
Invariants: opening comes before closing (closing may pass midnight, up to 36 h); one row per store and weekday.
"""
