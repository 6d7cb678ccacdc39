"""`noren migrate`: bring the tables up to the code."""

import argparse

from ..deployment import opened
from .arguments import Commands, add_command

EXAMPLES = "  noren migrate\n"


def add_to(commands: Commands) -> None:
    """Describe the command."""
    add_command(commands, "migrate", does="bring the tables up to the code", examples=EXAMPLES, run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Apply what is pending, one process at a time."""
    with opened():
        from ..schema import migrate  # noqa: PLC0415 - after Django's set-up

        count = migrate()
    print(f"{count} migrations applied" if count else "nothing to do")
    return 0
