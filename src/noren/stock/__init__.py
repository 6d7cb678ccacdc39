"""Stock: how much of a variant is in a store, what of it is promised, and every movement.

Words: *on hand* is in the building; *allocated* is promised to an order; *held* is kept for somebody for a time;
*safety* is never promised online; *aside* is in the building and not for sale, being damaged or looked at; *short* is
what was promised and can no longer be kept; *available* is `on_hand - allocated - held - safety - aside`.
*On the way* are pieces of a transfer that left one store and are in none yet.
A *shortfall* is a level that is short of promised pieces, until it is so no more; a *delivery* is goods of a supplier
against a note; a *stocktake* is made of *entries*, each with what the ledger said when it was counted, and when it is
closed of *lines*; a *reorder point* says how few pieces may be available before more should be ordered.
Tables: `stock_level`, `stock_movement` (the ledger), `stock_hold`, `stock_transfer`, `stock_transferline`,
`stock_transferarrival`, `stock_shortfall`, `stock_delivery`, `stock_deliveryline`, `stock_count`,
`stock_count_categories`, `stock_count_variants`, `stock_countentry`, `stock_countline`, `stock_reorderpoint`.
Invariants: a level's figures are the sums of its movements; `allocated + held` is on hand and not aside, but for
`short` pieces of it; a movement is never changed; a transferred piece is in one store, on the way, or named as lost; an
online promise is made only from what is available under the level's lock; a level has one open shortfall exactly while
it is short; a delivery and a stocktake are booked once.
"""
