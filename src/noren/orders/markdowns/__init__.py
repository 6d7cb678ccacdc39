"""Markdowns: what a member of staff takes off by hand at a till, and why.

Words: a *markdown* is another price of a line's pieces, a part or an amount off a line, or off a whole sale (値引).
It is a discount on lines (`noren.pricing`), so that tax, points and returns follow by themselves; its row here says
who gave it, why, and who approved it.
Invariants: only a sale over the counter at a till has markdowns; each took something off, and never more than was left;
what the rows of a sale took off is what its lines say; one beyond the limits was approved by a second person, or was
given without a network and stands among the differences of its late sale.
"""
