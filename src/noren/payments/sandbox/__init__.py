"""The sandbox: a payment provider of our own, to try everything out without money.

It plays the other side of the wire: it keeps a book of its own (`payments_sandboxcharge`, `payments_sandboxrefund`),
knows our payments only by the key that we send, has a page where the buyer agrees, and sends signed notices. It can be
told to be slow, down, to answer twice or out of order, to lose an answer after the work is done, and to decline
(`payments_sandboxfault`). What it does is committed by itself, never inside a transaction of ours.
"""
