"""The benchmarks' command line."""

import argparse
import json
import sys

from .figures import BenchmarkFailed
from .harness import named_benchmarks, run_benchmark
from .workbench import workbench

_EXAMPLES = """examples:
  python -m bench list
  python -m bench run availability --json
  python -m bench run place_order --rounds 1 --seconds 3
"""


def main() -> int:
    """Run a command; the status is 1 when the product answered wrongly."""
    found = named_benchmarks()
    arguments = _parser(found).parse_args()
    if arguments.command == "list":
        for name, about in found.items():
            print(f"{name:20} {about}")
        return 0
    return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    name = arguments.name
    try:
        with workbench() as bench:
            line = run_benchmark(name, bench, rounds=arguments.rounds, seconds=arguments.seconds, say=_say)
    except BenchmarkFailed as error:
        _say(f"{name}: {error}")
        return 1
    if arguments.json:
        print(json.dumps(line))
    else:
        for figure, value in line.items():
            print(f"{figure:24} {value}")
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _parser(found: dict[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench", epilog=_EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="name the benchmarks")
    run = commands.add_parser("run", help="run one benchmark on a database of its own")
    run.add_argument("name", choices=list(found))
    run.add_argument("--json", action="store_true", help="one JSON object on the last line of the output")
    run.add_argument("--rounds", type=int, help="turns of floor and product")
    run.add_argument("--seconds", type=float, help="length of each turn")
    return parser


if __name__ == "__main__":
    sys.exit(main())
