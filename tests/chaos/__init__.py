"""Everything at once, while everything breaks: tills, shoppers and counts against a real `noren serve` (`make chaos`).

`plan.py` is what is drawn from the seed before play: faults and deeds. `served.py` is the server with its own home,
`line.py` the network before it, which breaks as it is told; each till has a line, shoppers and counters share one.
`tills.py` are hands at real browsers, `shoppers.py` those who order and count, `drawers.py` those who close shifts,
`faults.py` the hand that breaks things. `records.py` is what people saw, where no program of the shop can reach it;
`checks.py` holds the books against it at the end, and `noren audit` proves the books in themselves.

MUTANTS
"""
