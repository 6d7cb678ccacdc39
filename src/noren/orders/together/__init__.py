"""Tills together at one order: who of the stores' tills has it open now and for what, and what of it they picked.

Words: a till is *present* at an order while its screen says so every few seconds; what it is *doing* there is picking
(`pickup`), the hand-over, a change or a return; pieces are *picked* when somebody ticked them off.
Invariants: presence binds nobody, it only tells: what may be done is decided by the deeds themselves, under their own
locks. A register is present at an order once, and is forgotten after 45 seconds without a word. Pieces picked of a line
are never more than its store has to hand over, and count only while the order is to be picked.
"""
