"""One run: the shop is made, everybody plays while things break, and the books are held against what was seen."""

import threading
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from django.db import connection

from noren.timeline.sequence import sequence
from tests.chaos.asking import Caller, Workers
from tests.chaos.checks import all_troubles
from tests.chaos.drawers import Drawer
from tests.chaos.faults import Breaker, table
from tests.chaos.line import Line
from tests.chaos.plan import COUNTERS, SHOP_LINE, SHOPPERS, TILLS, Plan, numbered
from tests.chaos.records import Records
from tests.chaos.served import BACK_WITHIN_S, Served
from tests.chaos.shoppers import count_stock, shop
from tests.chaos.tills import BOOKED_WITHIN_S, Till
from tests.chaos.world import World, make_world

READY_WITHIN_S = 180.0
_BEGAN = time.monotonic()


def say(what: str) -> None:
    """How far the run is."""
    print(f"{time.monotonic() - _BEGAN:5.0f} s  {what}", flush=True)


def play(plan: Plan, server: Served, profiles: Path) -> list[str]:
    """Play the plan against a server whose database this process is connected to; answers what is wrong."""
    world, records = make_world(), Records()
    connection.close()  # the server of the database will be killed
    with ExitStack() as stack:
        lines = {number: Line(server.port, on_refusal=records.refused) for number in range(TILLS + 1)}
        for line in lines.values():
            stack.callback(line.close)
        drawers = [Drawer(number, port=server.port, world=world, records=records) for number in range(1, TILLS + 1)]
        for drawer in drawers:
            drawer.sign_in()
        tills = [
            Till(number, port=lines[number].port, profile=profiles / f"till-{number}", world=world, records=records)
            for number in range(1, TILLS + 1)
        ]
        for till in tills:
            stack.callback(till.end)
        breaker = Breaker(plan, lines=lines, tills=tills, server=server)
        _play(plan, breaker, tills, drawers, lines, server, world, records)
        for drawer in drawers:
            drawer.close()
    say("all is booked")
    while sequence():
        pass
    _tell(plan, breaker, tills, records)
    troubles = all_troubles(records, world)
    connection.close()
    say("the books are looked at")
    troubles += filter(None, [server.audit()])
    say("the books are audited")
    return troubles


def _play(
    plan: Plan,
    breaker: Breaker,
    tills: list[Till],
    drawers: list[Drawer],
    lines: dict[int, Line],
    server: Served,
    world: World,
    records: Records,
) -> None:
    """Everybody plays until the time is over; then nothing breaks any more, and what is under way comes to its end."""
    workers, go = Workers(), threading.Event()
    for till, sales in zip(tills, plan.sales, strict=True):
        workers.start(f"till {till.number}", partial(till.work, sales, go))
    _wait_until_ready(tills, workers)
    caller = Caller(lines[SHOP_LINE].port, world.token)
    for number in range(SHOPPERS):
        workers.start(f"shopper {number}", partial(shop, caller, world, records, plan.orders[number]))
    for number in range(COUNTERS):
        workers.start(f"counter {number}", partial(count_stock, caller, world, records, plan.counts[number]))
    for drawer, at_s in zip(drawers, plan.shifts_turn_at_s, strict=True):
        workers.start("drawer", partial(drawer.turn_at, at_s))
    say("play begins")
    go.set()
    breaking = Workers()
    breaking.start("breaker", breaker.work)
    _while_playing(plan.seconds, workers)
    breaking.finish(within_s=30)
    say("play ends")
    for line in lines.values():
        line.calm()
    server.wait_until_it_answers(within_s=BACK_WITHIN_S)
    workers.finish(within_s=BOOKED_WITHIN_S + 2 * BACK_WITHIN_S)


def _while_playing(seconds: float, workers: Workers) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        workers.raise_failure()
        time.sleep(0.1)


def _wait_until_ready(tills: list[Till], workers: Workers) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not all(till.is_ready.is_set() for till in tills):
        workers.raise_failure()
        assert time.monotonic() < deadline, "the tills are not ready"
        time.sleep(0.1)


def _tell(plan: Plan, breaker: Breaker, tills: list[Till], records: Records) -> None:
    print(table(numbered(plan.faults), breaker.met()))
    sales, orders = records.sales.values(), records.orders.values()
    print(
        f"tills: {len(sales)} sales finished, {sum(sale.is_kept for sale in sales)} kept or handed out, "
        f"{sum(sale.is_made_here for sale in sales)} of them without an answer of the server; "
        f"{len(records.refusals)} refused to a customer who waited; opened {sum(till.starts for till in tills)} times"
    )
    print(
        f"shoppers: {sum(order.answer == 'placed' for order in orders)} orders placed, "
        f"{sum(order.answer == 'canceled' for order in orders)} canceled, "
        f"{sum(order.answer not in {'placed', 'canceled'} for order in orders)} refused; "
        f"{records.counts_closed} stocktakes"
    )
