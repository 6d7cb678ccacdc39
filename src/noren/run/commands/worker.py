"""`noren worker`: the worker alone, for deployments with a supervisor of their own."""

import argparse

from ..deployment import opened
from .arguments import Commands, add_command

EXAMPLES = """\
  noren worker
  DATABASE_URL=postgresql://noren@db.example/noren noren worker   # a second one on another machine
"""


def add_to(commands: Commands) -> None:
    """Describe the command."""
    add_command(commands, "worker", does="run only the worker: events, mails, jobs", examples=EXAMPLES, run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C."""
    with opened():
        from ..worker import main  # noqa: PLC0415 - after Django's set-up

        main()
    return 0
