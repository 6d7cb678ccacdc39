"""`noren web`: the web alone, for deployments with a supervisor of their own."""

import argparse

from ..database import database
from ..deployment import set_environment
from .arguments import Commands, add_command, add_web_arguments

EXAMPLES = """\
  noren web
  noren web --host 0.0.0.0 --port 8080 --workers 2 --threads 8
"""


def add_to(commands: Commands) -> None:
    """Describe the command."""
    add_web_arguments(add_command(commands, "web", does="run only the web", examples=EXAMPLES, run=run))


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C. Django is set up in each process of the web, not here."""
    set_environment()
    with database():
        from ..web import serve_web  # noqa: PLC0415 - loads Django, which reads the environment

        serve_web(host=arguments.host, port=arguments.port, workers=arguments.workers, threads=arguments.threads)
    return 0
