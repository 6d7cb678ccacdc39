"""Charts as geometry: where bars, lines and words of a drawing stand. Templates draw them; a table says the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 12, 16, 34


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: a tone (`one`, `two`, `three`) and a rectangle."""

    tone: str
    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the drawing and the value it stands for."""

    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words under a bar."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Stacked bars over a common axis."""

    width: int
    height: int
    left: int
    right: int
    bottom: float
    ticks: tuple[Tick, ...]
    parts: tuple[Part, ...]
    labels: tuple[Label, ...]
    label_y: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar to be drawn: its label and its values from the axis up, one a tone."""

    label: str
    values: Sequence[int]


TONES = ("one", "two", "three")


def bar_chart(
    bars: Sequence[Bar], *, say: Callable[[int], str], names: Sequence[str], tones: Sequence[str] = TONES
) -> BarChart:
    """The geometry of stacked bars.

    Args:
        say: how a value is said on the axis.
        names, tones: what each part means and how it is drawn, from the axis up.
    """
    floor = HEIGHT - _BOTTOM
    span = floor - _TOP
    top = _round_up(max((sum(bar.values) for bar in bars), default=0))
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(bars))
    width = min(44.0, step * 0.6)
    parts: list[Part] = []
    labels: list[Label] = []
    every = max(1, -(-len(bars) // 12))
    for place, bar in enumerate(bars):
        center = _LEFT + step * (place + 0.5)
        y = float(floor)
        for tone, name, value in zip(tones, names, bar.values, strict=False):
            height = span * value / top
            y -= height
            if value:
                words = f"{bar.label} {name} {say(value)}"
                parts.append(
                    Part(tone, round(center - width / 2, 1), round(y, 1), round(width, 1), round(height, 1), words)
                )
        if place % every == 0:
            labels.append(Label(round(center, 1), bar.label))
    ticks = tuple(Tick(round(floor - span * share / 4, 1), say(top * share // 4)) for share in range(5))
    return BarChart(WIDTH, HEIGHT, _LEFT, WIDTH - _RIGHT, floor, ticks, tuple(parts), tuple(labels), HEIGHT - 10)


def _round_up(value: int) -> int:
    """The next value that parts nicely in four: 4, 8, 20, 40, 80 … times a power of ten."""
    size = 1
    while True:
        for lead in (4, 8, 12, 20):
            if lead * size >= value:
                return lead * size
        size *= 10
