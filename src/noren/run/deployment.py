"""What a command needs before it can work: environment, database, Django, and the tables as the code expects them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django

from .database import embedded_or_named
from .embedded import EmbeddedServer
from .home import find_home, prepare, read_secret_key

SETTINGS = "DJANGO_SETTINGS_MODULE"


def set_environment() -> None:
    """Complete the environment that `noren.settings` reads, for this process and its children.

    Raises:
        HomeUnusable: NOREN_HOME cannot be created or written.
    """
    home = find_home()
    prepare(home)
    os.environ["NOREN_HOME"] = str(home.root)
    os.environ.setdefault(SETTINGS, "noren.settings")
    if not os.environ.get("NOREN_SECRET_KEY"):
        os.environ["NOREN_SECRET_KEY"] = read_secret_key(home)


@contextmanager
def opened() -> Iterator[EmbeddedServer | None]:
    """A database and Django, set up, for the block; gives the embedded server if there is one to watch.

    Raises:
        CannotStart: the message says how to mend it.
    """
    set_environment()
    with embedded_or_named() as server:
        django.setup()
        yield server
