"""Late sales: a till sold without a network by what it knew, and sends its envelopes when it can.

Words: such a sale is *made* at the till and *booked* here later; a *difference* is what would have been otherwise by
our rules when it was booked, one row per cause. Nothing of it is refused because the world went on: the goods are gone
and the money is in the drawer. Differences are written once; that a manager has *seen* a sale stands on the sale.
"""
