"""`noren manage`: Django's own commands, on Noren's database."""

import argparse

from ..deployment import opened
from .arguments import Commands, add_command

EXAMPLES = """\
  noren manage shell
  noren manage makemigrations stock
  noren manage createsuperuser
"""


def add_to(commands: Commands) -> None:
    """Describe the command."""
    parser = add_command(commands, "manage", does="run one of Django's commands", examples=EXAMPLES, run=run)
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="...", help="the command and its options")


def run(arguments: argparse.Namespace) -> int:
    """Hand the rest of the line to Django."""
    with opened():
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - after Django's set-up

        execute_from_command_line(["noren manage", *arguments.words])
    return 0
