"""Shared vectors: what every implementation of pricing must answer, as JSON files beside this one.

Python and the till's TypeScript read the same files. `core.json` holds cases whose figures were worked out by hand
in `core_*.py` and are compared with the engine before anything is written; `generated.json` holds many small
random baskets, of which only the engine knows the answer; `refusals.json` what is refused, and where; `rules.json`
the language of rules; `money.json` divisions and shares. `python -m noren.pricing.vectors` writes them anew.

Nobody foresees every basket: `--baskets 5000 --seed 1 --to FILE` draws wide ones with their answers (`wide.py`), and
`frontend/scripts/quote_baskets.mjs FILE` compares what the till answers. Tests do so with a new seed each time.

For an implementation in JavaScript: products inside `divide` and `share` reach 10^24, so they need BigInt; every
amount in and out fits a Number. Codes are compared by code point, lists of pairs keep their order.
"""
