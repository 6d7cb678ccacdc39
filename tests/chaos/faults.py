"""The hand that breaks things, at the moments that the plan says."""

import random
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress

import psutil

from tests.chaos.line import Line
from tests.chaos.plan import OF_REQUESTS, OF_TILLS, Fault, Plan, PlannedFault
from tests.chaos.served import Served
from tests.chaos.tills import Till

# What is to be killed may just be starting; then it is waited for.
IS_THERE_WITHIN_S = 4.0
POLL_S = 0.1


class Breaker:
    """Has each planned fault happen; counts those that did."""

    def __init__(self, plan: Plan, *, lines: Mapping[int, Line], tills: Sequence[Till], server: Served) -> None:
        self._plan, self._lines, self._tills, self._server = plan, lines, tills, server
        self._drawn = random.Random(plan.seed)
        self._killed: Counter[Fault] = Counter()

    def work(self, stop: threading.Event) -> None:
        """Go through the plan by the clock."""
        began = time.monotonic()
        for planned in self._plan.faults:
            if stop.wait(max(0.0, began + planned.at_s - time.monotonic())):
                return
            self._break(planned)

    def met(self) -> Counter[Fault]:
        """How often each fault really happened."""
        return sum((line.met for line in self._lines.values()), start=Counter(self._killed))

    def _break(self, planned: PlannedFault) -> None:
        line = self._lines[planned.line]
        if planned.fault in OF_REQUESTS:
            line.arm(planned)
        elif planned.fault == Fault.DROPPED:
            line.drop()
            back = threading.Timer(planned.lasts_s, line.restore)
            back.daemon = True
            back.start()
        elif self._kill(planned):
            self._killed[planned.fault] += 1

    def _kill(self, planned: PlannedFault) -> bool:
        deadline = time.monotonic() + IS_THERE_WITHIN_S
        while time.monotonic() < deadline:
            with suppress(psutil.Error):
                if self._is_killed(planned):
                    return True
            time.sleep(POLL_S)
        return False

    def _is_killed(self, planned: PlannedFault) -> bool:
        if planned.fault in OF_TILLS:
            return self._tills[planned.line - 1].kill(planned.fault)
        return self._server.kill(planned.fault, self._drawn)


def table(planned: Mapping[Fault, int], met: Mapping[Fault, int]) -> str:
    """How often each fault was planned and happened, as it is printed."""
    rows = [f"{'times':>5}  {'planned':>7}  fault"]
    rows += [f"{met.get(fault, 0):>5}  {planned.get(fault, 0):>7}  {fault}" for fault in Fault]
    rows.append(f"{sum(met.values()):>5}  {sum(planned.values()):>7}  in all")
    return "\n".join(rows)
