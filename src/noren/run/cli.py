"""The `noren` command."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from .children import supervisor_pid
from .commands import audit, bridge, demo, doctor, importing, manage, migrate, serve, web, worker
from .errors import CannotStart
from .lifeline import die_with

COMMANDS = (demo, serve, web, worker, importing, audit, doctor, migrate, manage, bridge)
CANNOT_START = 2
INTERRUPTED = 128 + signal.SIGINT

EPILOG = """\
environment:
  NOREN_HOME      the folder of database, uploads, logs and secret key
  DATABASE_URL    a PostgreSQL of your own instead of the embedded one
  NOREN_PORT      the port of the web (8000)

`noren doctor` says what is configured, what is missing and how to mend it.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the status is 0, 1 for something found amiss, 2 when it could not start."""
    if supervisor := supervisor_pid():
        die_with(supervisor)
    signal.signal(signal.SIGTERM, _leave)
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except CannotStart as error:
        print(f"noren: {error}", file=sys.stderr)
        return CANNOT_START
    except BrokenPipeError:
        # The reader of our output has left, as `head` does; python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CANNOT_START
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="noren",
        description="One customer, one stock, one timeline for a retailer online and in its stores.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    return parser


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    """SIGTERM unwinds like an error does, so that the command lets go of the database in order."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
