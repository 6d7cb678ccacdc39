"""What the shop's tests share."""

import pytest
from django.core.cache import cache
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _quick_sign_in(settings: Settings) -> None:
    """Half a second of hashing each sign-in is not what is tested, and no test counts the tries of another."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
