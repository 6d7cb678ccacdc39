"""`noren import`: data from elsewhere."""

import argparse

from ..deployment import opened
from .arguments import Commands, add_command

EXAMPLES = """\
  noren import products products.csv --dry-run
  noren import sales sales-2026.parquet --errors bad-rows.csv
  noren import columns                   what each kind of file may hold
  noren import template stock > stock.csv
  noren import completejourney           a year of real sales, for trying things out
  noren import products --help           the options of one kind
"""


def add_to(commands: Commands) -> None:
    """Describe the command; `connect` knows the options of each kind."""
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
