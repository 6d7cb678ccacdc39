"""The web: granian with one process per core, which start again when they die and never outlive this one."""

import gc
import multiprocessing
import sys
from collections.abc import Callable
from importlib import import_module

from django.db import connections
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from .lifeline import die_with
from .port import wait_for_port

TARGET = "noren.wsgi:application"
STOP_WITHIN_S = 10

Application = Callable[..., object]


def serve_web(*, host: str, port: int, workers: int, threads: int) -> None:
    """Serve until SIGTERM or SIGINT; requests that run are finished, for at most `STOP_WITHIN_S` seconds.

    Raises:
        PortUnusable: another program listens there, or we may not.
    """
    address = wait_for_port(host, port)
    if sys.platform == "linux":
        _load_before_forking()
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


def _load_before_forking() -> None:
    """Import the application here, once: its processes share the memory, and one that died is back at once."""
    multiprocessing.set_start_method("fork", force=True)
    _import_target(TARGET)
    get_resolver().url_patterns  # noqa: B018 - the views are imported when the paths are first asked for
    connections.close_all()
    gc.collect()
    gc.freeze()


def load_application(target: str) -> Application:
    """Called by granian in each of its processes: tie its life to its parent's, then import the application."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        die_with(parent.pid)
    return _import_target(target)


def _import_target(target: str) -> Application:
    module, _, name = target.partition(":")
    application: Application = getattr(import_module(module), name)
    return application
