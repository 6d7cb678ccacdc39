"""What the worker does for this room again and again."""

from collections.abc import Callable

from django.utils import timezone

from noren.loyalty.earn import expire_points


def _expire_points() -> int:
    return expire_points(at=timezone.now())


STEPS: dict[str, Callable[[], int]] = {"expire points": _expire_points}
