"""Stock: how much of a variant is in a store, what of it is promised, and every movement.

Words: *on hand* is in the building; *allocated* is promised to an order; *held* is kept for somebody for a time;
*safety* is never promised online; *aside* is in the building and not for sale, being damaged or looked at; *short* is
what was promised and can no longer be kept; *available* is `on_hand - allocated - held - safety - aside`.
*On the way* are pieces of a transfer that left one store and are in none yet.
Tables: `stock_level`, `stock_movement` (the ledger), `stock_hold`, `stock_transfer`, `stock_transferline`,
`stock_transferarrival`.
Invariants: a level's figures are the sums of its movements; `allocated + held` is on hand and not aside, but for
`short` pieces of it; a movement is never changed; a transferred piece is in one store, on the way, or named as lost; an
online promise is made only from what is available under the level's lock.
"""
