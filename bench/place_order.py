"""Orders per second: a ready three-line basket over HTTP by one of 5,000 members, with a coupon.

500 variants, 20 stores, two web workers, 16 connections. The floor is the same kind of rows in 15 bare statements.
"""

from functools import partial

from .harness import Benchmark
from .ordering import ordering

BENCHMARK = Benchmark(prepare=partial(ordering, lines=3, is_hot=False, floor="place_order.sql"))
