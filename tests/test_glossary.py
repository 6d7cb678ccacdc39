"""GLOSSARY.md is the authority on words: tables and events are named as it says."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

import noren
from noren.timeline import words

GLOSSARY = (Path(__file__).parents[1] / "GLOSSARY.md").read_text(encoding="utf-8")
BEFORE_EVENTS, EVENTS = GLOSSARY.split("\n## Events\n")
MODELS: list[type[Model]] = [model for model in apps.get_models() if model.__module__.startswith("noren.")]


def _rows(text: str) -> list[list[str]]:
    """The cells of all table rows, without heads and rules."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [row for row in rows if row[0] not in {"word", "event", "name"} and not row[0].startswith("--")]


def _label(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def _events() -> dict[str, str]:
    """The room of every event class, by the event's name."""
    rooms: dict[str, str] = {}
    for room in pkgutil.iter_modules(noren.__path__):
        name = f"noren.{room.name}.events"
        if not room.ispkg or importlib.util.find_spec(name) is None:
            continue
        for _name, value in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            if value.__module__ == name and hasattr(value, "event_name"):
                rooms[value.event_name] = room.name
    return rooms


def _words(name: str) -> set[str]:
    """The words of a class or column name, each also without its plural s."""
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)}
    return words | {word.removesuffix("s") for word in words}


def test_every_model_stands_in_the_glossary() -> None:
    named = set(re.findall(r"`([a-z]+\.[A-Z]\w+)`", BEFORE_EVENTS)) - {"pricing.Quote"}

    assert {_label(model) for model in MODELS} == named


def test_every_event_stands_in_the_glossary_with_its_room() -> None:
    named = {event: room for event, _told, room in (row for row in _rows(EVENTS) if len(row) == 3)}

    assert _events() == named


def test_every_event_has_words_for_people() -> None:
    assert _events().keys() == words.EVENTS.keys()


@pytest.mark.parametrize("model", MODELS, ids=_label)
def test_no_model_uses_a_word_that_the_glossary_refuses(model: type[Model]) -> None:
    refused = {word.strip() for row in _rows(BEFORE_EVENTS) for word in row[3].split(",")} - {""}
    of_django = {field.name for base in model.__bases__ if hasattr(base, "_meta") for field in base._meta.fields}
    names = {model.__name__, *(field.name for field in model._meta.local_fields)} - of_django

    assert {name for name in names if _words(name) & refused} == set()
