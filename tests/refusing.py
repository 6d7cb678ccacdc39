"""Refusals in tests: the deed rolls back as it does for a caller, and the test may go on and look."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from noren.kernel.errors import NorenError


@contextmanager
def refused(error: type[NorenError]) -> Iterator[pytest.ExceptionInfo[NorenError]]:
    """Expect a refusal. Verbs open no savepoint of their own, so the test's transaction gets one around them."""
    with pytest.raises(error) as info, transaction.atomic():
        yield info
