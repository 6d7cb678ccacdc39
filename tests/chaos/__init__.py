"""Everything at once, while everything breaks: tills, shoppers and counts against a real `noren serve` (`make chaos`).

`plan.py` is what is drawn from the seed before play: faults and deeds. `served.py` is the server with its own home,
`line.py` the network before it, which breaks as it is told; each till has a line, shoppers and counters share one.
`tills.py` are hands at real browsers, `shoppers.py` those who order and count, `drawers.py` those who close shifts,
`faults.py` the hand that breaks things. `records.py` is what people saw, where no program of the shop can reach it;
`checks.py` holds the books against it at the end, and `noren audit` proves the books in themselves.

That it bites was tried in a scratch copy, each time one guarantee taken out:
- `place_order` does not look for the uid of a till's sale, and no rule keeps it unique: what was sent again is refused
  (`uid_taken`) and set aside on the till (seed 13, 60 s).
- `sendBatch` in `frontend/till/src/state/waiting.ts` deletes envelopes before the answer: four sales with their
  receipts are told as not booked (seed 11, 45 s).
- `sendWaiting` there keeps what it sent over the calls, so that nothing is sent a second time: a till is told with the
  sales that still wait after 120 s (seed 12, 25 s).
"""
