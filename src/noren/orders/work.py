"""What the worker does for this room again and again."""

from collections.abc import Callable

from django.utils import timezone

from noren.orders.end import expire_orders


def _expire_orders() -> int:
    return expire_orders(at=timezone.now())


STEPS: dict[str, Callable[[], int]] = {"expire pickups": _expire_orders}
