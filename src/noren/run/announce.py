"""Tell the operator where to look, once there is something to see."""

import http.client
from collections.abc import Callable

LOCAL = {"", "0.0.0.0", "::", "127.0.0.1", "::1"}  # noqa: S104 - compared, not bound
PATIENCE_S = 2.0


class Announcement:
    """Looks for the first page that the web answers, and then says its words, once."""

    def __init__(self, host: str, port: int, say: Callable[[], None]) -> None:
        self._host = reachable_host(host)
        self._port = port
        self._say = say
        self._is_made = False

    def tend(self) -> None:
        """Look, unless it is made already."""
        if not self._is_made and self._web_answers():
            self._is_made = True
            self._say()

    def _web_answers(self) -> bool:
        """Whether a page comes without a server's error; at once False while nobody listens."""
        page = http.client.HTTPConnection(self._host, self._port, timeout=PATIENCE_S)
        try:
            page.request("GET", "/")
            return page.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            page.close()


def reachable_host(host: str) -> str:
    """The name under which this machine reaches a web that listens on `host`, which may be every address."""
    return "localhost" if host in LOCAL else host
