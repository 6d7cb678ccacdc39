"""`noren serve`: database, web and worker under one supervisor."""

import argparse
import os
import sys
from collections.abc import Callable

from django.db import connections

from ..announce import reachable_host, when_web_answers
from ..deployment import opened
from ..embedded import EmbeddedServer
from ..port import wait_for_port
from ..service import Service
from ..supervisor import say, supervise
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
        bring_tables_up()
        serve(arguments, server, then=lambda: say("web", f"open {os.environ['NOREN_BASE_URL']}/"))
    say("noren", "stopped")
    return 0


def prepare_to_serve(arguments: argparse.Namespace) -> None:
    """Look at the port before anything is started, and name the address under which pages link to each other."""
    wait_for_port(arguments.host, arguments.port)
    os.environ.setdefault("NOREN_BASE_URL", f"http://{reachable_host(arguments.host)}:{arguments.port}")


def bring_tables_up() -> None:
    """Apply pending migrations and say so."""
    from ..schema import migrate  # noqa: PLC0415 - after Django's set-up

    if count := migrate():
        say("database", f"{count} migrations applied")
    connections.close_all()  # the supervisor needs none, and a dead one would only be in the way


def serve(arguments: argparse.Namespace, server: EmbeddedServer | None, *, then: Callable[[], None]) -> None:
    """Run web and worker until asked to stop; call `then` once the web answers."""
    say("database", f"runs in {server.home.pg}" if server else "is the one of DATABASE_URL")
    noren = [sys.executable, "-m", "noren.run.cli"]
    services = [
        Service("web", [*noren, "web", *web_arguments(arguments)], stop_within_s=15, say=say),
        Service("worker", [*noren, "worker"], stop_within_s=15, say=say),
    ]
    when_web_answers(reachable_host(arguments.host), arguments.port, then)
    supervise(services, server)
