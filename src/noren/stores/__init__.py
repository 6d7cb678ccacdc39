"""Stores: where goods are, when they are open, and the registers in them.

Words: a *store* is a location that sells; *opening hours* are minutes of its local day; a *register* is a till's
place; a *device* is the machine that stands there (`devices`).
Tables: `stores_store`, `stores_openinghours`, `stores_specialday`, `stores_register`, `stores_device`,
`stores_enrolment`.
Invariants: opening comes before closing (closing may pass midnight, up to 36 h); one row per store and weekday; a
register has at most one device that was not replaced, and a link enrolls one device.
"""
