"""Transfers: pieces that go from one store to another, in a box with a list.

Words: a transfer is *drafted*, made *ready* (its pieces are held at the source), *sent* (they leave the source), and
*received* in one or several *arrivals*; a *difference* is what came more or less than was sent, and is always named.
*On the way* is `sent - received - lost - returned`; the pieces are then in no store's figures, only here.
"""
