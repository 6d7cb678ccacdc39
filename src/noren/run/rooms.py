"""What the rooms bring along by convention: a module of a known name in the package of an installed room."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


def modules_named(name: str) -> Iterator[tuple[str, ModuleType]]:
    """Room and module for every installed room that has one, such as `("stock", noren.stock.audit)`, bottom up."""
    for app in apps.get_app_configs():
        room = app.name.removeprefix("noren.")
        if room != app.name and find_spec(f"{app.name}.{name}") is not None:
            yield room, import_module(f"{app.name}.{name}")
