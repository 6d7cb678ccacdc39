"""The audit of all rooms: each recomputes its figures from its ledgers; here they are asked in turn."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from noren.kernel.audit import Difference

from .rooms import modules_named

MOST_SHOWN_PER_ROOM = 1_000


@dataclass(frozen=True, slots=True)
class RoomAudit:
    """How long a room's audit took and how many differences it named, at most MOST_SHOWN_PER_ROOM."""

    room: str
    seconds: float
    differences: int


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What was audited and what differs."""

    rooms: list[RoomAudit]
    differences: list[Difference]

    @property
    def is_clean(self) -> bool:
        """Nothing differs."""
        return not self.differences

    def summary(self) -> str:
        """One line for the operator."""
        seconds = sum(each.seconds for each in self.rooms)
        found = "no difference" if self.is_clean else f"{len(self.differences)} differences"
        return f"{found} in {len(self.rooms)} rooms, {seconds:.1f} s"


def audit_rooms(*, progress: Callable[[str], None]) -> AuditReport:
    """Ask every room that has an audit, all on one snapshot, so that sales that go on do not look like differences.

    Of a room with more than MOST_SHOWN_PER_ROOM differences only so many are named: one cause is behind them.
    """
    rooms: list[RoomAudit] = []
    differences: list[Difference] = []
    with transaction.atomic():
        _read_one_snapshot()
        for room, module in modules_named("audit"):
            if not hasattr(module, "differences"):
                continue  # the kernel's module of this name says what a difference is
            started = time.perf_counter()
            found = list(islice(module.differences(), MOST_SHOWN_PER_ROOM))
            rooms.append(RoomAudit(room, round(time.perf_counter() - started, 3), len(found)))
            differences += found
            progress(f"{room}: {len(found) or 'no'} differences, {rooms[-1].seconds:.1f} s")
    return AuditReport(rooms, differences)


def _read_one_snapshot() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL work_mem = '64MB'")
