"""The worker's steps: what every room wants done again and again, in this order.

A room with listeners has them as `LISTENERS: Sequence[Listener]` in its `listeners.py`; a room with other standing
work has its steps by name as `STEPS: Mapping[str, Callable[[], int]]` in its `work.py`.
"""

from functools import partial

from noren.timeline.consume import consume
from noren.timeline.sequence import sequence

from .rooms import modules_named
from .step import Step

# What falls due by the clock is looked for five times a second at most, however fast events come in.
PAUSE_S = 0.2


def all_steps() -> list[Step]:
    """The sequencer first, so that one round carries an event from its recording to its effects."""
    steps = [Step("timeline", sequence)]
    for room, module in modules_named("listeners"):
        steps += [Step(f"{room}: {each.name}", partial(consume, each)) for each in module.LISTENERS]
    for room, module in modules_named("work"):
        steps += [Step(f"{room}: {name}", step, pause_s=PAUSE_S) for name, step in module.STEPS.items()]
    return steps
