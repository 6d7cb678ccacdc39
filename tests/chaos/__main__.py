"""`python -m tests.chaos`: a run against a `noren serve` of its own, and what is wrong afterwards."""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import django

from noren.run.embedded import EmbeddedServer
from tests.chaos.plan import draw_plan
from tests.chaos.served import SETTINGS, Served, served


def main() -> int:
    """Play once; the status is 1 when something is wrong, told with the seed and the ids."""
    arguments = _parser().parse_args()
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}, {arguments.seconds:.0f} s of play", flush=True)
    began = time.monotonic()
    with served() as server, _folder() as profiles:
        try:
            troubles = _play(server, seed, arguments.seconds, Path(profiles))
        except AssertionError as failure:
            troubles = [" ".join([str(failure), *getattr(failure, "__notes__", ())])]
        if troubles:
            print(server.log.read_text()[-20_000:])
    for trouble in troubles:
        print(trouble)
    ended = f"{len(troubles)} things are wrong" if troubles else "nothing is wrong"
    print(f"seed {seed}: {ended}; {time.monotonic() - began:.0f} s in all. Again: make chaos SEED={seed}")
    return 1 if troubles else 0


def _folder() -> tempfile.TemporaryDirectory[str]:
    """A browser that was just killed may still leave something behind."""
    return tempfile.TemporaryDirectory(prefix="noren-chaos-", ignore_cleanup_errors=True)


def _play(server: Served, seed: int, seconds: float, profiles: Path) -> list[str]:
    os.environ |= {
        **SETTINGS,
        "NOREN_HOME": str(server.home.root),
        "DATABASE_URL": EmbeddedServer(server.home).url,
        "DJANGO_SETTINGS_MODULE": "noren.settings",
    }
    django.setup()
    from tests.chaos.run import play  # noqa: PLC0415 - after Django's set-up

    return play(draw_plan(seed, seconds=seconds), server, profiles)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seed", type=int, help="plays the same plan of faults and deeds again")
    parser.add_argument("--seconds", type=float, default=180.0, help="of play (180)")
    return parser


if __name__ == "__main__":
    ended = main()
    sys.stdout.flush()
    # A thread that drives a browser may still hang in it: ending the interpreter under it would crash.
    os._exit(ended)
