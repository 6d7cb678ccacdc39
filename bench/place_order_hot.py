"""Orders per second when all want the same variant in the same store: they queue on one row.

Two web workers, 16 connections. The floor is the same kind of rows in 15 bare statements.
"""

from functools import partial

from .harness import Benchmark
from .ordering import ordering

BENCHMARK = Benchmark(prepare=partial(ordering, lines=1, is_hot=True, floor="place_order_hot.sql"))
