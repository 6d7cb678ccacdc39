"""Shop: the shopper's face. Pages that find goods, show where they are, order them for pickup and follow them.

It owns no rules and no tables: every page reads queries of the rooms below, and every deed calls one of their verbs.
What it adds is words for a shopper and the place they look from, kept in the session. Pages work without JavaScript;
with it, figures follow by themselves.
"""
