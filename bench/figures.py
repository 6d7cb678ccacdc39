"""Figures of one measurement, medians over rounds, and the one line of JSON that others read."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

FASTER_IS_LESS = {"seconds", "p95_ms"}


class BenchmarkFailed(Exception):
    """The product answered wrongly while it was measured, or something the benchmark needs is missing."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run of the product or of the floor measured; None where a figure does not apply.

    Attributes:
        per_s: deeds per second.
        seconds: how long a run of fixed size took.
        p95_ms: milliseconds within which 95 % of the deeds were answered.
        peak_mib: highest resident memory of the command and its children, PostgreSQL apart, in MiB.
        client_cpu: share of the machine's CPU that the load client itself took, 0 to 1.
        extras: further figures of one benchmark, such as statements per order; under their own names in the JSON.
    """

    per_s: float | None = None
    seconds: float | None = None
    p95_ms: float | None = None
    peak_mib: float | None = None
    client_cpu: float | None = None
    extras: dict[str, float] = field(default_factory=dict)

    def measured(self) -> dict[str, float]:
        """The figures that apply, by name."""
        named = {
            "per_s": self.per_s,
            "seconds": self.seconds,
            "p95_ms": self.p95_ms,
            "peak_mib": self.peak_mib,
            "client_cpu": self.client_cpu,
        }
        return {name: value for name, value in named.items() if value is not None} | self.extras


def ratio(product: Figures, floor: Figures, *, of: str) -> float:
    """How near the product comes to the floor: 1 is as fast, 0.25 takes four times as long."""
    ours, theirs = product.measured()[of], floor.measured()[of]
    return theirs / ours if of in FASTER_IS_LESS else ours / theirs


def percentile_ms(latencies_s: Sequence[float], share: float = 0.95) -> float:
    """The latency in ms within which `share` of the answers came (nearest rank)."""
    ordered = sorted(latencies_s)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1_000


def summary(name: str, rounds: Sequence[tuple[Figures, Figures]], *, of: str) -> dict[str, str | float | int]:
    """The median of each figure over the rounds; the floor's carry `floor_` before their name."""
    line: dict[str, str | float | int] = {
        "name": name,
        "rounds": len(rounds),
        "ratio": round(statistics.median(ratio(product, floor, of=of) for product, floor in rounds), 4),
        "ratio_of": of,
    }
    for prefix, place in (("", 0), ("floor_", 1)):
        for figure in rounds[0][place].measured():
            values = [pair[place].measured()[figure] for pair in rounds]
            line[prefix + figure] = round(statistics.median(values), 3)
    return line
