"""Goods delivered home: the parcels that stores send for an order.

Words: a *delivery* is where and when a buyer wants an order; a *shipment* is the parcel of one store for it, which is
*packed* and *shipped*, or *canceled* when the store cannot serve it; pieces that no store has are *parked*.
Invariants: the live shipments of an order (all but the canceled ones) add up to its lines until it ends; what waits to
be packed or stands packed is allocated in its store, what is parked is allocated nowhere; an order is completed when
its last parcel has left and nothing of it is parked.
"""
