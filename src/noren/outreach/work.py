"""What the worker does for this room again and again."""

from collections.abc import Callable

from noren.outreach import send

STEPS: dict[str, Callable[[], int]] = {"send mails": send.step}
