"""Everything that can be done with stock, orders, coupons, points and money, in random order, against a tiny model.

`model.py` is what should happen: plain dicts, no database; put together from `model_of_….py`, each of which builds
on those before it: stock, transfers, money, orders, routing. `world.py` is the shop that it happens in, and what the
database says of it. `play.py` does one deed in both and compares every figure. `rules_of_….py` are the deeds, a few
lines each. To add one:
1. A method of the model: change its figures, and `check(…, "code of the refusal")`, which undoes what was changed.
2. A rule beside its like, or in a module of its own whose class `test_soak.py` puts together with the others:
   `self.play(deed, model)`; the first does it, the second tells the model, with what the deed answered.
3. A figure of its own: into `Model.figures` and `World.figures` under the same name.
"""
