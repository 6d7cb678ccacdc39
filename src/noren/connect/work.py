"""The worker's share: imports that wait, or whose process was killed, are run here, one at a time."""

import logging
import threading
from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, connections

from noren.connect.errors import ImportAtWork
from noren.connect.kinds import KINDS
from noren.connect.run import LOCK, run_import

log = logging.getLogger(__name__)

_WAITING = """
SELECT uid FROM connect_import i
WHERE status IN ('received', 'staged', 'checked', 'publishing') AND kind = ANY(%s) AND NOT EXISTS (
    SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND l.classid = %s AND l.objid::bigint = i.id AND d.datname = current_database()
)
ORDER BY id LIMIT 1
"""
_running: list[threading.Thread] = []


def step() -> int:
    """Begin the next import that nobody is at, in a thread of its own; answer 1 if there was one.

    An import takes minutes, and the mails of other people must not wait for it. Killed with its process, it is found
    again by the next worker.
    """
    if any(thread.is_alive() for thread in _running):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [list(KINDS), LOCK])
        row = cursor.fetchone()
    if row is None:
        return 0
    thread = threading.Thread(target=_run, args=(row[0],), name="import", daemon=True)
    _running[:] = [thread]
    thread.start()
    return 1


def wait() -> None:
    """Wait for the import that was begun here."""
    for thread in _running:
        thread.join()


def _run(uid: UUID) -> None:
    try:
        run_import(uid)
    except ImportAtWork:
        pass  # somebody was quicker
    except (OperationalError, InterfaceError) as error:
        log.warning(
            "import %s: the database does not answer (%s); it goes on later, up to three times a step",
            uid,
            str(error).strip(),
        )
    finally:
        connections.close_all()


STEPS: Mapping[str, Callable[[], int]] = {"imports": step}
