"""`noren demo`: a shop with a year of sales in it, to look around in."""

import argparse
import os

from ..deployment import opened
from ..supervisor import say
from .arguments import Commands, add_command, add_web_arguments
from .serve import bring_tables_up, prepare_to_serve, serve

EXAMPLES = """\
  noren demo
  noren demo --port 8080
  NOREN_HOME=/tmp/noren-demo noren demo    # apart from your own data
"""


def add_to(commands: Commands) -> None:
    """Describe the command."""
    does = "load sample data if there is none, then serve and say what to open"
    add_web_arguments(add_command(commands, "demo", does=does, examples=EXAMPLES, run=run))


def run(arguments: argparse.Namespace) -> int:
    """Load what is not there yet, then serve until SIGTERM or Ctrl-C."""
    os.environ.setdefault("NOREN_DEMO", "1")
    prepare_to_serve(arguments)
    with opened() as server:
        bring_tables_up()
        from noren.connect.demo import load_demo, sign_ins  # noqa: PLC0415 - after Django's set-up
        from noren.connect.progress import Bar  # noqa: PLC0415 - after Django's set-up

        bar = Bar()
        try:
            load_demo(bar)
        finally:
            bar.close()
        lines = [str(each) for each in sign_ins()]
        serve(arguments, server, then=lambda: _show(os.environ["NOREN_BASE_URL"], lines))
    say("noren", "stopped")
    return 0


def _show(base: str, sign_ins: list[str]) -> None:
    places = {
        "shop": "/",
        "till": "/till/",
        "office": "/office/",
        "API documentation": "/api/v1/docs",
        "outbox (mails of the demo)": "/outbox/",
    }
    width = max(map(len, places))
    rows = [f"  {name:<{width}}  {base}{path}" for name, path in places.items()]
    print(
        "\n".join(["", "Noren runs. Open:", *rows, "", "Sign in:", *(f"  {line}" for line in sign_ins), ""]), flush=True
    )
