"""`noren audit`: do the running figures agree with their ledgers?"""

import argparse
import json
import sys
from dataclasses import asdict

from ..deployment import opened
from .arguments import Commands, add_command

EXAMPLES = """\
  noren audit
  noren audit --json > audit.json
"""


def add_to(commands: Commands) -> None:
    """Describe the command."""
    does = "prove that stock, points, coupons and payments agree with their ledgers"
    parser = add_command(commands, "audit", does=does, examples=EXAMPLES, run=run)
    parser.add_argument("--json", action="store_true", help="one JSON object on the standard output")


def run(arguments: argparse.Namespace) -> int:
    """Audit every room; the status is 1 when anything differs."""
    with opened():
        from ..audit import audit_rooms  # noqa: PLC0415 - after Django's set-up

        report = audit_rooms(progress=lambda line: print(line, file=sys.stderr, flush=True))
    if arguments.json:
        print(json.dumps({"clean": report.is_clean, **asdict(report)}, ensure_ascii=False))
    else:
        for each in report.differences:
            print(f"{each.room}.{each.check}: {each.subject}: expected {each.expected}, found {each.found}")
        print(report.summary())
    return 0 if report.is_clean else 1
