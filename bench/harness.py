"""The frame of every benchmark: prepare once, then let floor and product take turns.

A benchmark is a module of this package with a constant `BENCHMARK`. Its `prepare` fills the workbench's database and
gives a `Contest`, whose two methods are then called in turn, so that a busy machine slows both alike.
"""

import ast
import importlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from .figures import Figures, ratio, summary
from .workbench import Workbench

FLOORS = Path(__file__).parent / "floors"


class Contest(Protocol):
    """A prepared benchmark: both sides can be run again and again."""

    def product(self, seconds: float) -> Figures:
        """Run the product for about `seconds`; a benchmark of fixed size runs through once."""

    def floor(self, seconds: float) -> Figures:
        """Run the floor for about `seconds` on the same tables."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A measurement, named after its module and told in the first line of that module.

    Attributes:
        prepare: enters with the workbench, gives the contest, and cleans up when it is left.
        ratio_of: the figure that is compared: `per_s`, `seconds` or `p95_ms`.
        warm_up_s: seconds that each side runs unmeasured first; 0 for runs of fixed size.
    """

    prepare: Callable[[Workbench], AbstractContextManager[Contest]]
    ratio_of: str = "per_s"
    rounds: int = 5
    seconds: float = 10.0
    warm_up_s: float = 2.0


def named_benchmarks() -> dict[str, str]:
    """What each benchmark measures, by name: the first line of each module here that defines `BENCHMARK`.

    Read without importing: a benchmark may use the product's models, which need a database to be named first.
    """
    named = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        module = ast.parse(path.read_text())
        targets = [target for node in module.body if isinstance(node, ast.Assign) for target in node.targets]
        if any(isinstance(target, ast.Name) and target.id == "BENCHMARK" for target in targets):
            named[path.stem] = (ast.get_docstring(module) or "").partition("\n")[0]
    return named


def load_benchmark(name: str) -> Benchmark:
    """Import a benchmark; Django must be set up."""
    benchmark = importlib.import_module(f"bench.{name}").BENCHMARK
    assert isinstance(benchmark, Benchmark)
    return benchmark


def run_benchmark(
    name: str, workbench: Workbench, *, rounds: int | None, seconds: float | None, say: Callable[[str], None]
) -> dict[str, str | float | int]:
    """Let floor and product take turns and give the medians, ready to be printed as JSON.

    Args:
        rounds, seconds: instead of the benchmark's own.

    Raises:
        BenchmarkFailed: the product answered wrongly.
    """
    benchmark = load_benchmark(name)
    rounds, seconds = rounds or benchmark.rounds, seconds or benchmark.seconds
    with benchmark.prepare(workbench) as contest:
        if benchmark.warm_up_s:
            say("warming up")
            contest.floor(min(seconds, benchmark.warm_up_s))
            contest.product(min(seconds, benchmark.warm_up_s))
        measured: list[tuple[Figures, Figures]] = []
        for turn in range(1, rounds + 1):
            floor = contest.floor(seconds)
            product = contest.product(seconds)
            measured.append((product, floor))
            say(f"round {turn} of {rounds}: {_told(product, floor, of=benchmark.ratio_of)}")
    return summary(name, measured, of=benchmark.ratio_of)


def best_clients(run: Callable[[int], Figures], *, counts: Sequence[int] = (4, 8, 16)) -> int:
    """The number of clients with which a floor does most per second; `run` measures one number for a short time."""
    return max(counts, key=lambda count: run(count).per_s or 0.0)


def _told(product: Figures, floor: Figures, *, of: str) -> str:
    ours = ", ".join(f"{name} {value:,.2f}" for name, value in product.measured().items())
    theirs = ", ".join(f"{name} {value:,.2f}" for name, value in floor.measured().items())
    return f"product {ours} | floor {theirs} | ratio {ratio(product, floor, of=of):.3f}"
