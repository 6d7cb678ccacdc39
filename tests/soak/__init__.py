"""Everything that can be done with stock, orders, coupons, points and money, in random order, against a small model.

`model.py` is what should happen with baskets, sales, pickups, returns, transfers and stocktakes: plain figures, no
database, to be read in one go. `world.py` is the shop that it happens in, and what the database says of it. `play.py`
does one deed in both and compares every figure. `rules_of_….py` are the deeds, a few lines each. Together they are the
first machine. The second plays all of that and more: `more_….py` extend the model, each the one before it (stock,
counts, transfers, money, orders, routing, bringing, shifts, parcels, deliveries, changes of deliveries),
`more_world.py` the shop, and `more_rules_of_….py` are the deeds of that.
To add a deed:
1. A method of the model: change its figures, and `assert …, "code of the refusal"`, which undoes what was changed.
2. A rule beside its like, or in a module of its own whose class `test_soak.py` puts together with the others:
   `self.play(deed, model)`; the first does it, the second tells the model, with what the deed answered.
3. A figure of its own: into `World.figures`, and into the model under the same name; what is stored there is known
   already, `Model.figures` adds what follows from it. Of records, the fields that the database tells are compared.
"""
