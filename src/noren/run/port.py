"""The port of the web: is it ours to listen on?"""

import errno
import socket
import time

from .errors import PortUnusable

PORT_WAIT_S = 3.0
POLL_S = 0.1


def wait_for_port(host: str, port: int, *, within_s: float = PORT_WAIT_S) -> str:
    """Wait until nobody listens on the port, and answer the IP address of `host`, which granian wants.

    The processes of a killed web may take a moment to go. granian shares its port (SO_REUSEPORT), so that without
    this look two servers would take turns at answering.

    Raises:
        PortUnusable: another program listens there, or we may not.
    """
    deadline = time.monotonic() + within_s
    while (address := _address_if_free(host, port)) is None:
        if time.monotonic() >= deadline:
            raise PortUnusable(
                f"another program listens on {host} port {port}; stop it, or choose another with --port or NOREN_PORT"
            )
        time.sleep(POLL_S)
    return address


def _address_if_free(host: str, port: int) -> str | None:
    try:
        # IPv4 first: "localhost" is both, and whoever opens http://localhost/ tries the other as well.
        found = sorted(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), key=lambda each: each[0])
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return None
        raise PortUnusable(f"the web cannot listen on {host} port {port}: {error.strerror}") from error
    return str(address[0])
