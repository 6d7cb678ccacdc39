"""What the worker does for this room again and again."""

from collections.abc import Callable

from django.utils import timezone

from noren.stock.holding import expire_holds


def _expire_holds() -> int:
    return expire_holds(at=timezone.now())


STEPS: dict[str, Callable[[], int]] = {"end holds": _expire_holds}
