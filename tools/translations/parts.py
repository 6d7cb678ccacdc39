"""The part files: reading them, judging them against what is said, and putting them together."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from .texts import Text

# Words of Django, allauth or unfold that we say better than they do; our code does not say them itself.
LIBRARIES = "libraries"
# The same parts make the same files.
_HEADER = "# Made from src/noren/locale/parts by `make translations`; changes here are lost."
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One translation in one part."""

    part: str
    line: int
    text: Text
    words: str

    @property
    def at(self) -> str:
        """Where it stands, to click on."""
        return f"{self.part}:{self.line}"


def read_parts(folder: Path, language: str) -> list[Entry]:
    """All entries of all parts of a language, in order of file and line."""
    return [entry for path in sorted(folder.glob(f"*.{language}.po")) for entry in _read_part(path, language)]


def _read_part(path: Path, language: str) -> Iterable[Entry]:
    catalog = read_po(BytesIO(path.read_bytes()), locale=language, abort_invalid=True)
    for message in catalog:
        if message.id:
            yield Entry(path.name, message.lineno or 0, _text_of(message), _words_of(message))


def _text_of(message: Message) -> Text:
    if isinstance(message.id, str):
        return Text(message.id, context=message.context or "")
    singular, plural = message.id
    return Text(singular, plural=plural, context=message.context or "")


def _words_of(message: Message) -> str:
    """The translation; Japanese has one form for all numbers."""
    if message.string is None or message.fuzzy:
        return ""
    return message.string if isinstance(message.string, str) else str(message.string[0])


def find_faults(said: dict[Text, list[str]], entries: Collection[Entry]) -> list[str]:
    """What keeps the parts from being the translation of what is said, a line each."""
    known: dict[Text, Entry] = {}
    faults: list[str] = []
    for entry in entries:
        other = known.setdefault(entry.text, entry)
        if other.words != entry.words:
            faults.append(f"{entry.at}: {entry.text.singular!r} is translated otherwise in {other.at}")
        if entry.text not in said and not entry.part.startswith(LIBRARIES):
            faults.append(f"{entry.at}: nobody says {entry.text.singular!r} any more")
        faults += _misfits(entry)
    for text, places in said.items():
        if text not in known or not known[text].words:
            faults.append(f"{places[0]}: no translation of {text.singular!r}")
    return faults


def _misfits(entry: Entry) -> list[str]:
    """A placeholder that is not given breaks the page, as a bare % does; one left out hides what the reader needs."""
    said = entry.text.plural or entry.text.singular
    wanted, used = set(_PLACE.findall(said)), set(_PLACE.findall(entry.words))
    faults = []
    if entry.words and used != wanted:
        faults.append(f"{entry.at}: placeholders {sorted(used)} instead of {sorted(wanted)}")
    if _has_bare_percent(entry.words) and not _has_bare_percent(said):
        faults.append(f"{entry.at}: a bare % where the English has none: write ％")
    return faults


def _has_bare_percent(words: str) -> bool:
    return "%" in _PLACE.sub("", words).replace("%%", "")


def write_catalog(folder: Path, language: str, said: dict[Text, list[str]], entries: Collection[Entry]) -> int:
    """Write `django.po` and `django.mo` of a language; the number of texts in them."""
    catalog = Catalog(language, header_comment=_HEADER, creation_date=_NO_DATE, revision_date=_NO_DATE, fuzzy=False)
    for entry in entries:
        text = entry.text
        if not entry.words:
            continue
        name = (text.singular, text.plural) if text.plural else text.singular
        words = (entry.words,) if text.plural else entry.words
        places = [(place, int(line)) for place, _, line in (where.rpartition(":") for where in said.get(text, ()))]
        catalog.add(name, words, locations=places, context=text.context or None)
    target = folder / language / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    with (target / "django.po").open("wb") as po:
        write_po(po, catalog, sort_output=True, width=120)
    # Whole or not at all: a server that starts meanwhile reads the old file or the new one.
    draft = target / "django.mo.new"
    with draft.open("wb") as mo:
        write_mo(mo, catalog)
    draft.replace(target / "django.mo")
    return len(catalog)
