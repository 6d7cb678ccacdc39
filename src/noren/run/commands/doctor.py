"""`noren doctor`: what is configured, what is missing, and how to mend it."""

import argparse
from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from ..check_machine import check_machine
from ..deployment import opened
from ..errors import CannotStart
from ..finding import Finding
from ..home import find_home
from .arguments import Commands, add_command

EXAMPLES = """\
  noren doctor
  DATABASE_URL=postgresql://noren@db.example/noren noren doctor
"""


def add_to(commands: Commands) -> None:
    """Describe the command."""
    does = "say what is configured, what is missing and how to mend it"
    add_command(commands, "doctor", does=does, examples=EXAMPLES, run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Look at everything; the status is 1 when there is a problem."""
    problems = 0
    for finding in _findings():
        problems += finding.state == "problem"
        print("\n".join(finding.lines()), flush=True)
    print(f"\nproblems: {problems}")
    return 1 if problems else 0


def _findings() -> Iterator[Finding]:
    yield from check_machine(find_home())
    try:
        with opened():
            from ..check_deployment import check_deployment  # noqa: PLC0415 - after Django's set-up

            yield from check_deployment()
    except CannotStart as error:
        yield Finding("database", "problem", "does not start", str(error).replace("\n", "\n          "))
    except DatabaseError as error:
        yield Finding(
            "database", "problem", f"does not answer: {error}".strip(), "Look at DATABASE_URL and its server."
        )
    except ImproperlyConfigured as error:
        yield Finding("settings", "problem", str(error), "Look at the environment; the README lists the variables.")
