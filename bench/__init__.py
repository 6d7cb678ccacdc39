"""Benchmarks: what the product does per second, and how near that comes to a floor of hand-written SQL.

`python -m bench list` names them, `python -m bench run NAME --json` runs one and prints one JSON object on the last
line. A module of this package that defines `BENCHMARK` is a benchmark. Its floor stands in `bench/floors/`, is as fast
as we can make it, runs on the same tables and settings, and does not change when the product gains a feature.
"""
