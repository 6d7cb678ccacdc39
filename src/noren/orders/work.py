"""What the worker does for this room again and again."""

from collections.abc import Callable

from django.utils import timezone

from noren.orders.end import expire_orders
from noren.orders.refunding import send_refunds
from noren.orders.unpaid import end_unpaid_orders, look_after_attempts, look_into_notices


def _expire_orders() -> int:
    return expire_orders(at=timezone.now())


def _look_into_notices() -> int:
    return look_into_notices(at=timezone.now())


def _look_after_attempts() -> int:
    return look_after_attempts(at=timezone.now())


def _end_unpaid_orders() -> int:
    return end_unpaid_orders(at=timezone.now())


def _send_refunds() -> int:
    return send_refunds(at=timezone.now())


STEPS: dict[str, Callable[[], int]] = {
    "expire pickups": _expire_orders,
    "look into notices": _look_into_notices,
    "look after payments": _look_after_attempts,
    "end what is not paid": _end_unpaid_orders,
    "send refunds": _send_refunds,
}
