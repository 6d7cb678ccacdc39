"""Shifts: the time of a register from the count of its drawer when it opens to the count when it closes.

Words: a shift is *opened* with a count of coins and notes, or with what the last one left; *checked* in between (点検),
which changes nothing; and *closed* (精算). Cash that no sale moved is a *cash move*: in, out, or exchanged. What was
sold in a shift and is booked only after it was closed stands in a *late batch* beside it; what is done while none is
open, at a register that has had one, is *in no shift*. A till without a network opens a shift *alone*: its word comes
later, and where the register has another shift by then the count *joins* that one.
Invariants: a register has at most one open shift; money is booked with its sale and never when a shift closes; what a
closed shift expected, counted and reported is never written again; a deed at a register belongs to the shift of the
moment it was made in: to the shift itself while it is open, to a late batch of it from then on.
"""
