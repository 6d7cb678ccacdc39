"""`noren demo`: a shop with a year of sales in it, to look around in."""

import argparse
import os

from ..children import run_in_child
from ..deployment import opened
from ..supervisor import say
from .arguments import Commands, add_command, add_web_arguments
from .serve import bring_tables_up, prepare_to_serve, serve

EXAMPLES = """\
  noren demo
  noren demo --port 8080
  NOREN_HOME=/tmp/noren-demo noren demo    # apart from your own data
"""


PLACES = {
    "shop": "/",
    "till": "/till/",
    "office": "/office/",
    "API documentation": "/api/v1/docs",
    "outbox (mails of the demo)": "/outbox/",
}


def add_to(commands: Commands) -> None:
    """Describe the command."""
    does = "load sample data if there is none, then serve and say what to open"
    add_web_arguments(add_command(commands, "demo", does=does, examples=EXAMPLES, run=run))


def run(arguments: argparse.Namespace) -> int:
    """Load what is not there yet, then serve until SIGTERM or Ctrl-C."""
    os.environ.setdefault("NOREN_DEMO", "1")
    prepare_to_serve(arguments)
    with opened() as server:
        # In a child: what the loading imported and opened must not stay with the supervisor.
        if status := run_in_child(_load, name="noren demo"):
            return status
        serve(arguments, server, announce=lambda: _ended_well(run_in_child(_show, name="noren demo")))
    say("noren", "stopped")
    return 0


def _load() -> None:
    bring_tables_up()
    from noren.connect.demo.load import load_demo  # noqa: PLC0415 - after Django's set-up
    from noren.connect.demo.whose import holds_a_shop  # noqa: PLC0415 - after Django's set-up
    from noren.connect.progress import Bar  # noqa: PLC0415 - after Django's set-up

    if holds_a_shop():
        say("demo", f"{os.environ['NOREN_HOME']} holds a shop already, and the demo would put invented people into it.")
        say("demo", "Give it a home of its own: NOREN_HOME=/some/other/folder noren demo")
        raise SystemExit(2)
    bar = Bar()
    try:
        load_demo(bar)
    finally:
        bar.close()


def _show() -> None:
    from django.utils.translation import override  # noqa: PLC0415 - after Django's set-up

    from noren.connect.demo.sign_ins import sign_ins  # noqa: PLC0415 - after Django's set-up

    base = os.environ["NOREN_BASE_URL"]
    width = max(map(len, PLACES))
    places = [f"  {name:<{width}}  {base}{path}" for name, path in PLACES.items()]
    with override("en"):  # as everything that is said in the terminal; the demo's page speaks its reader's language
        ways_in = [f"  {line}" for line in sign_ins()]
    lines = ["", "Noren runs. Open:", *places, "", "Sign in:", *ways_in, ""]
    print("\n".join(lines), flush=True)


def _ended_well(status: int) -> None:
    if status:
        say("demo", "the list of sign-ins could not be read; see above")
