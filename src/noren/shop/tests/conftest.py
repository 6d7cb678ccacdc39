"""What the shop's tests share."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _own_tries() -> None:
    """No test counts the tries of another."""
    cache.clear()
