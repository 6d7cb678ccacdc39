"""The texts that are said: found in Python, in templates and in what the till shows."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

TEMPLATES = {".html", ".txt", ".mjml"}
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL_IN_CONTEXT = {"npgettext", "npgettext_lazy"}
KEYWORDS = dict.fromkeys(PLAIN | PLURAL | IN_CONTEXT | PLURAL_IN_CONTEXT)


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """What a translation is looked up by; `plural` and `context` are empty for most."""

    singular: str
    plural: str = ""
    context: str = ""


def texts_said(package: Path) -> dict[Text, list[str]]:
    """Every text of the package with the places that say it, as `folder/file.py:12`."""
    places: dict[Text, list[str]] = {}
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if {"migrations", "tests"} & set(inside.parts):
            continue
        if path.suffix == ".py":
            found = _in_python(path.read_bytes())
        elif path.suffix in TEMPLATES and "templates" in inside.parts:
            found = _in_template(path)
        else:
            continue
        for line, text in found:
            places.setdefault(text, []).append(f"{inside.as_posix()}:{line}")
    return places


def _in_template(path: Path) -> Iterator[tuple[int, Text]]:
    """Django turns a template into calls that look like Python; in brackets, where indentation means nothing."""
    source = "(" + templatize(path.read_text(encoding="utf-8"), origin=str(path)) + "\n)"
    return _in_python(source.encode())


def _in_python(source: bytes) -> Iterator[tuple[int, Text]]:
    for line, keyword, said, _comments in extract_python(io.BytesIO(source), KEYWORDS, (), {}):
        words = [said] if isinstance(said, str) else list(said or ())
        text = _text(keyword, words)
        if text is not None:
            yield line, text


def _text(keyword: str, words: Iterable[str | None]) -> Text | None:
    """The text of one call, or None when its words are not written out but computed."""
    first, second, third, *_ = [*words, None, None, None]
    if keyword in PLAIN and first:
        return Text(first)
    if keyword in PLURAL and first and second:
        return Text(first, plural=second)
    if keyword in IN_CONTEXT and first and second:
        return Text(second, context=first)
    if keyword in PLURAL_IN_CONTEXT and first and second and third:
        return Text(second, plural=third, context=first)
    return None
