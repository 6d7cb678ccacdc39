"""`noren import`: data from elsewhere."""

import argparse

from ..deployment import opened
from .arguments import Commands, add_command

EXAMPLES = """\
  noren import --help
  noren import completejourney
  noren import products products.csv --dry-run
"""


def add_to(commands: Commands) -> None:
    """Describe the command; `connect` knows its own options, also for --help."""
    parser = add_command(
        commands, "import", does="read products, stores, stock, members or sales", examples=EXAMPLES, run=run
    )
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="...", help="what to read, and its options")


def run(arguments: argparse.Namespace) -> int:
    """Hand the rest of the line to the room that reads."""
    with opened():
        from noren.connect.commands import main  # noqa: PLC0415 - after Django's set-up

        from ..schema import migrate  # noqa: PLC0415 - after Django's set-up

        migrate()
        return int(main(arguments.words))
