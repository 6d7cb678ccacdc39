"""The one door to a database for every command: DATABASE_URL, or the embedded server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from .embedded import EmbeddedServer, embedded
from .home import find_home

VARIABLE = "DATABASE_URL"


@contextmanager
def database() -> Iterator[str]:
    """Give the block a database and its URL, which also stands in the environment for settings and children.

    With DATABASE_URL set that database is used and left alone. A child that inherits the URL of the embedded server
    needs no lock of its own: it does not outlive its parent.

    Raises:
        CannotStart: the embedded server cannot be used; the message says how to mend it.
    """
    with embedded_or_named():
        yield os.environ[VARIABLE]


@contextmanager
def embedded_or_named() -> Iterator[EmbeddedServer | None]:
    """As `database`, but gives the embedded server to its supervisor, and None when DATABASE_URL names another."""
    if os.environ.get(VARIABLE):
        yield None
        return
    with embedded(find_home()) as server:
        os.environ[VARIABLE] = server.url
        try:
            yield server
        finally:
            del os.environ[VARIABLE]
