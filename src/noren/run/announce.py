"""Tell the operator where to look, once there is something to see."""

import http.client
import threading
import time
from collections.abc import Callable

GIVE_UP_S = 120.0
POLL_S = 0.1


def when_web_answers(host: str, port: int, then: Callable[[], None]) -> None:
    """Call `then` from a thread as soon as a page is answered without a server error; never, if none ever is."""
    threading.Thread(target=_wait_and_call, args=(host, port, then), daemon=True).start()


def reachable_host(host: str) -> str:
    """The name under which this machine reaches a web that listens on `host`, which may be every address."""
    return "localhost" if host in {"", "0.0.0.0", "::", "127.0.0.1", "::1"} else host  # noqa: S104 - compared, not bound


def _wait_and_call(host: str, port: int, then: Callable[[], None]) -> None:
    deadline = time.monotonic() + GIVE_UP_S
    while time.monotonic() < deadline:
        if _answers(host, port):
            then()
            return
        time.sleep(POLL_S)


def _answers(host: str, port: int) -> bool:
    page = http.client.HTTPConnection(host, port, timeout=10)
    try:
        page.request("GET", "/")
        return page.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        page.close()
