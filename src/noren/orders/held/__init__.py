"""Held lists: goods rung up at a till and put by for a customer who comes back, shared by the tills of a store.

Words: a list is *held* by a register, *taken up* by one (its own or another), or *thrown away* with a reason. Its uid
is the uid that the sale will have: whatever goes wrong between tills, the books take one sale of it.
Invariants: a list is taken up by one register at a time; each change is made on the version it was read at, and makes
the next; it keeps ids of goods and the number of a member's card, no name and no address, until the end of the
business day and the hours that the shop set after it.
"""
