"""The application, imported once before processes are forked: they start at once and share its memory."""

import gc
from collections.abc import Callable
from importlib import import_module

from django.db import connections
from django.urls import get_resolver

TARGET = "noren.wsgi:application"

Application = Callable[..., object]


def import_application(target: str = TARGET) -> Application:
    """The WSGI application; imported at the first call."""
    module, _, name = target.partition(":")
    application: Application = getattr(import_module(module), name)
    return application


def load_before_forking() -> None:
    """Import the application and its views, leave no connection open, and keep the memory shared.

    Without the freeze the first collection in each child would write to, and so copy, what is shared.
    """
    import_application()
    get_resolver().url_patterns  # noqa: B018 - the views are imported when the paths are first asked for
    connections.close_all()
    gc.collect()
    gc.freeze()


def name_connections(name: str) -> None:
    """Have the database show which process a connection belongs to (`application_name`)."""
    connections.close_all()
    connections.settings["default"]["OPTIONS"]["application_name"] = name
