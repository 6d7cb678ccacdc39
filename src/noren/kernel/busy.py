"""What the database refuses because somebody else holds the rows: the same deed may succeed in a moment."""

from django.db import OperationalError

# lock_not_available, deadlock_detected, serialization_failure
_BUSY_STATES = {"55P03", "40P01", "40001"}


def is_busy(error: OperationalError) -> bool:
    """Whether it is worth trying again; else the database is not there, or something is wrong."""
    return getattr(error.__cause__, "sqlstate", None) in _BUSY_STATES
