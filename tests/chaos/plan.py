"""The plan of a run: every fault and every deed, drawn from one seed before play begins. Pure.

The same seed and length give the same plan. What meets what is left to the machine: a deed that is under way when a
process dies may be another one the next time.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

TILLS, SHOPPERS, COUNTERS, VARIANTS = 3, 20, 2, 50
# The line that shoppers and counters share; those of the tills are numbered from 1.
SHOP_LINE = 0
# So long before the end no fault begins any more, so that each still meets a deed.
QUIET_END_S = 3.0


class Fault(StrEnum):
    """What goes wrong, as the table names it."""

    DROPPED = "the network of a till drops and comes back"
    CUT_BEFORE = "a request is cut before the server sees it"
    CUT_AFTER = "a request is cut after it was booked, before the answer"
    TWICE = "a request is sent twice at once"
    AGAIN = "a request is sent again, long after its answer"
    LATE = "a request is delayed until its sender has given up"
    OVERTAKEN = "a request is overtaken by the next one"
    SLOW_ANSWER = "an answer is delayed"
    PAGE_KILLED = "the page of a till is killed"
    BROWSER_KILLED = "the browser of a till is killed"
    WEB_PROCESS_KILLED = "a web process is killed"
    WEB_KILLED = "the web is killed"
    WORKER_KILLED = "the worker is killed"
    POSTMASTER_KILLED = "the database server is killed"
    KEEPER_KILLED = "the keeper of the database is killed"


OF_REQUESTS = frozenset(
    {Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.TWICE, Fault.AGAIN, Fault.LATE, Fault.OVERTAKEN, Fault.SLOW_ANSWER}
)
OF_TILLS = frozenset({Fault.DROPPED, Fault.PAGE_KILLED, Fault.BROWSER_KILLED})

# How often each happens in three minutes: at each till; on the line of shoppers and counters; to the server.
_AT_EACH_TILL = {
    Fault.DROPPED: 4,
    Fault.CUT_BEFORE: 2,
    Fault.CUT_AFTER: 3,
    Fault.TWICE: 3,
    Fault.AGAIN: 3,
    Fault.LATE: 1,
    Fault.OVERTAKEN: 2,
    Fault.SLOW_ANSWER: 1,
    Fault.PAGE_KILLED: 2,
    Fault.BROWSER_KILLED: 2,
}
_ON_SHOP_LINE = {
    Fault.CUT_BEFORE: 12,
    Fault.CUT_AFTER: 12,
    Fault.TWICE: 12,
    Fault.AGAIN: 10,
    Fault.LATE: 3,
    Fault.OVERTAKEN: 8,
    Fault.SLOW_ANSWER: 4,
}
_TO_SERVER = {
    Fault.WEB_PROCESS_KILLED: 8,
    Fault.WEB_KILLED: 2,
    Fault.WORKER_KILLED: 4,
    Fault.POSTMASTER_KILLED: 4,
    Fault.KEEPER_KILLED: 1,
}
_USUAL_S = 180.0


@dataclass(frozen=True, slots=True)
class PlannedFault:
    """A fault: when it begins, in seconds of play; the line or till it is of; how long it lasts, where it does."""

    at_s: float
    fault: Fault
    line: int
    lasts_s: float


@dataclass(frozen=True, slots=True)
class PlannedSale:
    """A customer at a till: which goods how often, with the coupon or not, with how much more cash than asked for."""

    goods: tuple[tuple[int, int], ...]
    has_coupon: bool
    cash_over_minor: int
    pause_s: float


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    """A shopper's order for pickup, perhaps canceled at once."""

    goods: tuple[tuple[int, int], ...]
    has_coupon: bool
    is_canceled: bool
    pause_s: float


@dataclass(frozen=True, slots=True)
class PlannedCount:
    """A stocktake of some goods: how many pieces more or less than the books each is found with."""

    found: tuple[tuple[int, int], ...]
    pause_s: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that was drawn. Lists of deeds are longer than can be done; a run ends by the clock.

    `shifts_turn_at_s`: by till, when its shift is closed and the next one begun.
    """

    seed: int
    seconds: float
    faults: tuple[PlannedFault, ...]
    sales: tuple[tuple[PlannedSale, ...], ...]
    orders: tuple[tuple[PlannedOrder, ...], ...]
    counts: tuple[tuple[PlannedCount, ...], ...]
    shifts_turn_at_s: tuple[float, ...]


def draw_plan(seed: int, *, seconds: float = _USUAL_S) -> Plan:
    """Draw a run of so many seconds of play; in three minutes about 150 faults, in less as many fewer."""
    drawn = random.Random(seed)
    faults = _faults(drawn, seconds)
    most_deeds = int(seconds) + 1
    return Plan(
        seed=seed,
        seconds=seconds,
        faults=tuple(sorted(faults, key=lambda fault: fault.at_s)),
        sales=tuple(tuple(_sale(drawn) for _ in range(most_deeds)) for _ in range(TILLS)),
        orders=tuple(tuple(_order(drawn) for _ in range(most_deeds)) for _ in range(SHOPPERS)),
        counts=tuple(tuple(_count(drawn) for _ in range(most_deeds)) for _ in range(COUNTERS)),
        shifts_turn_at_s=tuple(drawn.uniform(0.3, 0.8) * seconds for _ in range(TILLS)),
    )


def _faults(drawn: random.Random, seconds: float) -> list[PlannedFault]:
    faults = []
    for line in range(TILLS + 1):
        for fault, times in (_ON_SHOP_LINE if line == SHOP_LINE else _AT_EACH_TILL).items():
            faults += _spread(drawn, fault, line=line, times=times, seconds=seconds)
    for fault, times in _TO_SERVER.items():
        faults += _spread(drawn, fault, line=SHOP_LINE, times=times, seconds=seconds)
    return faults


def _spread(drawn: random.Random, fault: Fault, *, line: int, times: int, seconds: float) -> list[PlannedFault]:
    """One in each equal part of the play, at a moment drawn in it; at least one, however short the play is."""
    times = max(1, round(times * seconds / _USUAL_S))
    part_s = max(0.0, seconds - QUIET_END_S) / times
    return [
        PlannedFault((place + drawn.random()) * part_s, fault, line, _lasts_s(drawn, fault)) for place in range(times)
    ]


def _lasts_s(drawn: random.Random, fault: Fault) -> float:
    """How long; a till gives up after 4 or 10 s, and a shopper of ours after 8 s."""
    ranges = {Fault.DROPPED: (3, 15), Fault.AGAIN: (2, 20), Fault.LATE: (9, 12), Fault.SLOW_ANSWER: (1, 5)}
    least, most = ranges.get(fault, (0, 0))
    return drawn.uniform(least, most)


def _goods(drawn: random.Random, *, most_kinds: int) -> tuple[tuple[int, int], ...]:
    """Different variants; the first ones far more often, so that they run out."""
    places = {min(int(drawn.expovariate(1 / 12)), VARIANTS - 1) for _ in range(drawn.randint(1, most_kinds))}
    return tuple((place, drawn.choice((1, 1, 1, 2, 3))) for place in sorted(places))


def _sale(drawn: random.Random) -> PlannedSale:
    return PlannedSale(
        goods=_goods(drawn, most_kinds=3),
        has_coupon=drawn.random() < 0.25,
        cash_over_minor=drawn.choice((0, 0, 20, 500)),
        pause_s=drawn.uniform(0, 0.5),
    )


def _order(drawn: random.Random) -> PlannedOrder:
    return PlannedOrder(
        goods=_goods(drawn, most_kinds=4),
        has_coupon=drawn.random() < 0.05,
        is_canceled=drawn.random() < 0.2,
        pause_s=drawn.uniform(0.5, 4),
    )


def _count(drawn: random.Random) -> PlannedCount:
    places = sorted(drawn.sample(range(VARIANTS), 5))
    found: Sequence[tuple[int, int]] = [(place, drawn.choice((-2, -1, 0, 0, 0, 1, 2))) for place in places]
    return PlannedCount(tuple(found), drawn.uniform(1, 4))


def numbered(faults: Sequence[PlannedFault]) -> dict[Fault, int]:
    """How often each is planned; those that are not, with 0."""
    times = Counter(planned.fault for planned in faults)
    return {fault: times[fault] for fault in Fault}
