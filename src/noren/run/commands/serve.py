"""`noren serve`: database, web and worker under one supervisor."""

import argparse
import os
from collections.abc import Callable
from functools import partial

from ..announce import Announcement, reachable_host
from ..children import FORKS_WELL, replaced_by, run_in_child
from ..deployment import opened
from ..embedded import EmbeddedServer
from ..port import wait_for_port
from ..service import Service
from ..supervisor import DatabaseWatch, say, supervise
from .arguments import Commands, add_command, add_web_arguments, web_arguments

EXAMPLES = """\
  noren serve
  noren serve --host 0.0.0.0 --port 80 --workers 4
  DATABASE_URL=postgresql://noren@db.example/noren noren serve
"""


def add_to(commands: Commands) -> None:
    """Describe the command."""
    does = "run database, web and worker, and start again what dies"
    add_web_arguments(add_command(commands, "serve", does=does, examples=EXAMPLES, run=run))


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    prepare_to_serve(arguments)
    with opened() as server:
        if status := run_in_child(_prepare, name="noren migrate"):
            return status
        serve(arguments, server, announce=lambda: say("web", f"open {os.environ['NOREN_BASE_URL']}/"))
    say("noren", "stopped")
    return 0


def prepare_to_serve(arguments: argparse.Namespace) -> None:
    """Look at the port before anything is started, and name the address under which pages link to each other."""
    wait_for_port(arguments.host, arguments.port)
    os.environ.setdefault("NOREN_BASE_URL", f"http://{reachable_host(arguments.host)}:{arguments.port}")


def _prepare() -> None:
    bring_tables_up()
    from django.conf import settings  # noqa: PLC0415 - after Django's set-up

    from noren.connect.demo.whose import has_published_passwords  # noqa: PLC0415 - after Django's set-up

    if has_published_passwords() and not settings.DEMO:
        say("noren", "this is the demo's home: everybody knows its passwords. To look around in it, run `noren demo`;")
        say("noren", "for a shop, give it a home of its own: NOREN_HOME=/some/other/folder noren serve")
        raise SystemExit(2)


def bring_tables_up() -> None:
    """Apply pending migrations and say so."""
    from ..schema import migrate  # noqa: PLC0415 - after Django's set-up

    if count := migrate():
        say("database", f"{count} migrations applied")


def serve(arguments: argparse.Namespace, server: EmbeddedServer | None, *, announce: Callable[[], None]) -> None:
    """Run web and worker until asked to stop; call `announce` once the web answers."""
    say("database", f"runs in {server.home.pg}" if server else "is the one of DATABASE_URL")
    web, worker = _forked(arguments) if FORKS_WELL else _executed(arguments)
    services = [
        Service("web", web, stop_within_s=15, say=say),
        Service("worker", worker, stop_within_s=15, say=say),
    ]
    watches = [DatabaseWatch(server)] if server else []
    supervise(services, *watches, Announcement(arguments.host, arguments.port, announce))


def _forked(arguments: argparse.Namespace) -> tuple[Callable[[], object], Callable[[], object]]:
    from .. import web, worker  # noqa: PLC0415 - after Django's set-up
    from ..preload import load_before_forking, name_connections  # noqa: PLC0415 - after Django's set-up

    load_before_forking()
    serve_web = partial(
        web.serve_web,
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        threads=arguments.threads,
    )

    def named(name: str, run: Callable[[], object]) -> Callable[[], object]:
        def run_named() -> None:
            name_connections(f"noren {name}")
            run()

        return run_named

    return named("web", serve_web), named("worker", worker.main)


def _executed(arguments: argparse.Namespace) -> tuple[Callable[[], object], Callable[[], object]]:
    return replaced_by(["web", *web_arguments(arguments)]), replaced_by(["worker"])
