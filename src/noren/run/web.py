"""The web: granian with one process per core, which start again when they die and never outlive this one."""

import multiprocessing
import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from .children import FORKS_WELL
from .lifeline import die_with
from .port import wait_for_port
from .preload import TARGET, Application, import_application, load_before_forking

STOP_WITHIN_S = 10


def serve_web(*, host: str, port: int, workers: int, threads: int) -> None:
    """Serve until SIGTERM or SIGINT; requests that run are finished, for at most `STOP_WITHIN_S` seconds.

    Raises:
        PortUnusable: another program listens there, or we may not.
    """
    address = wait_for_port(host, port)
    if FORKS_WELL:
        multiprocessing.set_start_method("fork", force=True)
        load_before_forking()
    server = Granian(
        TARGET,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN_S,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=load_application)


def load_application(target: str) -> Application:
    """Called by granian in each of its processes: tie its life to its parent's, then import the application."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        die_with(parent.pid)
    return behind_proxies(import_application(target))


def behind_proxies(application: Application) -> Application:
    """Believe what the proxies in `NOREN_TRUSTED_PROXIES` (addresses or networks, with commas) say of who asked.

    From anybody else `X-Forwarded-For` and `X-Forwarded-Proto` are not believed.
    """
    proxies = os.environ.get("NOREN_TRUSTED_PROXIES", "")
    return wrap_wsgi_with_proxy_headers(application, proxies) if proxies else application
