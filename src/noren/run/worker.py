"""The worker: numbers events, lets listeners read them, sends what is due, and runs jobs.

One loop calls the steps in turn. A step does a bounded piece of work in transactions of its own and answers how much
it did; while nobody did anything the loop waits, longer and longer, until NOTIFY rings. Several workers may run: each
step takes its own locks or leases.
"""

import os
from collections.abc import Sequence

from django.db import reset_queries

from noren.timeline.wake import CHANNEL

from .bell import Bell
from .database import VARIABLE
from .jobs import JobsThread
from .signals import Signals, catch_signals
from .step import Step
from .steps import all_steps

SHORTEST_WAIT_S = 0.05
LONGEST_WAIT_S = 1.0


def main() -> None:
    """Work in this process until SIGTERM or SIGINT. Django is set up and DATABASE_URL set."""
    bell = Bell(os.environ[VARIABLE], channel=CHANNEL)
    jobs = JobsThread()
    with catch_signals() as signals:
        jobs.start()
        try:
            work_until_stopped(all_steps(), bell, signals)
        finally:
            bell.close()
            jobs.stop()


def work_until_stopped(steps: Sequence[Step], bell: Bell, signals: Signals) -> None:
    """Call the steps in turn until a signal asks to stop; a step that has begun is finished."""
    wait_s = SHORTEST_WAIT_S
    while not signals.asked_to_stop:
        done = 0
        for step in steps:
            done += 0 if signals.asked_to_stop else step.take_turn()
        reset_queries()
        found_something = done > 0 or bell.wait(signals, wait_s)
        wait_s = SHORTEST_WAIT_S if found_something else min(LONGEST_WAIT_S, wait_s * 2)
