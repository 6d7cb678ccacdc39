"""What the worker does for this room again and again."""

from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from noren.payments.sandbox.send import CODE, send_notices


def _send_sandbox_notices() -> int:
    return send_notices(at=timezone.now()) if CODE in settings.PAY_BY else 0


STEPS: dict[str, Callable[[], int]] = {"the sandbox's notices": _send_sandbox_notices}
