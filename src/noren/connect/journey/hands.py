"""Several hands: deeds that do not depend on each other, done at the same time, each on a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connections

HANDS = 2


def together(*deeds: Callable[[], None]) -> None:
    """Do all; the first here, the others in threads. Returns when all are done, or raises what one of them raised."""
    errors: list[BaseException] = []

    def do(deed: Callable[[], None]) -> None:
        try:
            deed()
        except BaseException as error:  # raised again where somebody waits for it
            errors.append(error)
        finally:
            connections.close_all()

    # Daemons: when this process is told to stop, nobody waits for what is done again anyway.
    threads = [threading.Thread(target=do, args=(deed,), daemon=True) for deed in deeds[1:]]
    for thread in threads:
        thread.start()
    deeds[0]()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
