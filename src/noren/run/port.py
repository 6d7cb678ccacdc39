"""The port of the web: is it ours to listen on?"""

import errno
import socket
import time

from .errors import PortUnusable

PORT_WAIT_S = 3.0
POLL_S = 0.1


def wait_for_port(host: str, port: int, *, within_s: float = PORT_WAIT_S) -> None:
    """Return when nobody listens on the port; the processes of a killed web may take a moment to go.

    granian shares its port (SO_REUSEPORT), so that without this look two servers would take turns at answering.
    """
    deadline = time.monotonic() + within_s
    while not _is_free(host, port):
        if time.monotonic() >= deadline:
            raise PortUnusable(
                f"another program listens on {host} port {port}; stop it, or choose another with --port or NOREN_PORT"
            )
        time.sleep(POLL_S)


def _is_free(host: str, port: int) -> bool:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        raise PortUnusable(f"the web cannot listen on {host} port {port}: {error.strerror}") from error
    return True
