"""One kind of standing work of the worker."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, connections

log = logging.getLogger(__name__)

FIRST_REST_S = 1.0
LONGEST_REST_S = 60.0


@dataclass(slots=True)
class Step:
    """One kind of work.

    Attributes:
        name: for the log.
        work: does a piece of it and answers how much was done.
        pause_s: not asked again so soon after it had nothing to do, while other steps are busy.
        rests_until: on the monotonic clock; after an error a step rests, and keeps nobody from theirs.
        rest_s: how long the next rest is.
    """

    name: str
    work: Callable[[], int]
    pause_s: float = 0.0
    rests_until: float = 0.0
    rest_s: float = FIRST_REST_S

    def take_turn(self) -> int:
        """Do a piece of work; answer how much was done, zero also after an error.

        An error is logged with its traceback and the step called again after a rest: what it read stays unread, so
        nothing is lost, and one bad event must not stop the mails of everybody else.
        """
        if time.monotonic() < self.rests_until:
            return 0
        try:
            done = self.work()
        except (OperationalError, InterfaceError) as error:
            connections.close_all()
            self._rest(FIRST_REST_S)
            log.warning("%s: the database does not answer (%s); trying again", self.name, str(error).partition("\n")[0])
        except Exception:
            connections.close_all()
            log.exception("%s: failed; trying again in %.0f s", self.name, self.rest_s)
            self._rest(self.rest_s)
            self.rest_s = min(LONGEST_REST_S, self.rest_s * 2)
        else:
            self.rest_s = FIRST_REST_S
            if not done:
                self._rest(self.pause_s)
            return done
        return 0

    def _rest(self, seconds: float) -> None:
        self.rests_until = time.monotonic() + seconds
