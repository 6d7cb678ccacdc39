"""Orders: baskets, orders from any channel, their fulfillment in a store, receipts, and past sales brought along.

Words: a *basket* is before the promise, an *order* after it; a *fulfillment* is the work of a store for it (a
*pickup*, a *delivery* home in *shipments*, or goods handed over the *counter*); an order is *completed* when the
goods are handed over, or the last parcel has left. A *return* is goods that come back, a *refund* the money given
back for them. A *sourcing* is pieces of a line that its store does not have (`routing`). A *late sale* was made by a
till without a network and came here afterwards (`late`). A *markdown* is what staff take off by hand (`markdowns`). A
*quick key* sells goods by a tap (`quick_keys`). A *held list* is put by at a till, before it is sold (`held`). A
*presence* is a till that has an order open (`together`). A *regular* is a member whom a store's tills know without a
network (`regulars`).
Tables: `orders_basket`, `orders_basketline`, `orders_order`, `orders_orderline`, `orders_orderchange`,
`orders_ordernote`, `orders_fulfillment`, `orders_delivery`, `orders_shipment`, `orders_shipmentline`,
`orders_receipt`, `orders_receiptcopy`, `orders_formalreceipt`, `orders_history`, `orders_return`,
`orders_returnline`, `orders_markdowngiven`, `orders_latesale`, `orders_latedifference`, `orders_sourcing`,
`orders_routingruleset`, `orders_routingrule`, `orders_shift`, `orders_shiftcheck`, `orders_drawerentry`,
`orders_aloneopening`, `orders_latebatch`, `orders_quickkey`, `orders_heldlist`, `orders_presence`, `orders_pickedline`,
`orders_regular`.
Invariants: totals are those of the quote over the lines as they stand; a basket becomes at most one order; an order
has one live fulfillment; a completed order is paid in full; no more comes back of a line than was sold, and what is
given back for all of an order is what was paid for it; a receipt's first print and first formal receipt are the
originals, each later one says that it is none; history moves no stock and earns no points; what a line waits for is
what its open sourcings owe it, and is allocated in no store until it arrives; a register has at most one open shift,
and what a closed one counted stays as it is (`shifts`).
Lock order: order, shift, late batch, stock levels by primary key, payment, points account, coupon uses (docs/adr/0002).
"""
