"""How the commands describe themselves."""

import argparse
import os
from collections.abc import Callable
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Run: TypeAlias = Callable[[argparse.Namespace], int]


def add_command(commands: Commands, name: str, *, does: str, examples: str, run: Run) -> argparse.ArgumentParser:
    """A command with its one line, its examples, and what it runs."""
    parser = commands.add_parser(
        name,
        help=does,
        description=does[0].upper() + does[1:] + ".",
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_web_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the web listens and with how many processes and threads."""
    host, port = os.environ.get("NOREN_LISTEN", "127.0.0.1"), os.environ.get("NOREN_PORT", "8000")
    parser.add_argument("--host", default=host, help=f"address to listen on (NOREN_LISTEN, {host})")
    parser.add_argument("--port", type=_port, default=port, help=f"port to listen on (NOREN_PORT, {port})")
    workers = os.environ.get("NOREN_WEB_WORKERS", str(min(4, os.cpu_count() or 1)))
    parser.add_argument("--workers", type=_count, default=workers, help=f"web processes (NOREN_WEB_WORKERS, {workers})")
    threads = os.environ.get("NOREN_WEB_THREADS", "4")
    parser.add_argument(
        "--threads", type=_count, default=threads, help=f"threads of each (NOREN_WEB_THREADS, {threads})"
    )


def web_arguments(arguments: argparse.Namespace) -> list[str]:
    """The same, as words of a command line."""
    names = ("host", "port", "workers", "threads")
    return [f"--{name}={getattr(arguments, name)}" for name in names]


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65_535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text}")
    return number


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 256:
        raise argparse.ArgumentTypeError(f"a number from 1 to 256, not {text}")
    return number
