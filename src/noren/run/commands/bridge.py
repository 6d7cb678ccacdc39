"""`noren bridge`: receipts on a real printer beside the till."""

import argparse

from noren.bridge import commands as bridge

from .arguments import Commands, add_command


def add_to(commands: Commands) -> None:
    """Describe the command; the bridge knows its own commands and options."""
    does = "print receipts on a real printer beside the till"
    parser = add_command(commands, "bridge", does=does, examples=bridge.EXAMPLES, run=run)
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="...", help="what to do, and its options")


def run(arguments: argparse.Namespace) -> int:
    """Hand the rest of the line to the bridge."""
    return bridge.main(arguments.words)
