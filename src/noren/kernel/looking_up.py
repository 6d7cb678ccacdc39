"""Looking records up in the office, so that an index answers wherever there is one.

Django's own way folds the case of every row (`UPPER(number) = UPPER(…)`) and joins all ways to be found into one
condition: no index helps with either, and each search reads its whole table. Here what was typed is folded instead, and
each way to be found is a query of its own.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db.models import EmailField, Field, Model, Q, QuerySet, UUIDField
from django.utils.text import smart_split, unescape_string_literal

from noren.kernel.text import storable

_LONGEST = 200
_MOST_WORDS = 8


def look_up(records: QuerySet[Any], fields: Sequence[str], typed: str) -> QuerySet[Any]:
    """The records that have every word in one of the fields: as the whole of it in `=field`, else as a part of a name.

    A whole value is found as it was typed, in plain width, and in upper or lower case; it may have spaces when it is
    all that was typed. Fields that cannot hold a word, such as a uid or an address of mail, are not asked for it.
    """
    text = storable(typed)[:_LONGEST].strip()
    for word in islice(_words(text), _MOST_WORDS):
        ways = {field: way for field in fields if (way := _way(records.model, field, word, text)) is not None}
        if not ways:
            return records.none()
        records = records.filter(_any_of(records.model, ways))
    return records


def _any_of(model: type[Model], ways: Mapping[str, Q]) -> Q:
    """The records that have the word as a whole, found by their indexes; where none has it, those with it in a name."""
    whole = {field: way for field, way in ways.items() if field.startswith("=")}
    parts = [way for field, way in ways.items() if field not in whole]
    if not parts and len(whole) == 1 and not any("__" in field for field in whole):
        return Q(*whole.values())
    everything = model._base_manager.order_by()
    keys = [everything.filter(way).values("pk") for way in whole.values()]
    if parts and not any(query.exists() for query in keys):
        return reduce(or_, parts)
    return Q(pk__in=keys[0].union(*keys[1:]) if len(keys) > 1 else keys[0])


def _words(text: str) -> Iterator[str]:
    """What was typed, parted at spaces of any width; quotes keep words together."""
    for word in smart_split(text):
        is_quoted = len(word) > 1 and word[0] in "\"'" and word[0] == word[-1]
        yield unescape_string_literal(word) if is_quoted else word


def _way(model: type[Model], field: str, word: str, text: str) -> Q | None:
    """The condition under which a record has the word, or the whole text, in the field; None when it cannot."""
    path = field.removeprefix("=")
    plain = unicodedata.normalize("NFKC", word)
    if not field.startswith("="):
        return Q(**{f"{path}__icontains": word}) | Q(**{f"{path}__icontains": plain})
    kind = field_at(model, path)
    if isinstance(kind, UUIDField):
        uid = _uid(plain)
        return None if uid is None else Q(**{path: uid})
    if isinstance(kind, EmailField) and "@" not in plain:
        return None
    spelled = {word, plain, plain.upper(), plain.lower(), text, unicodedata.normalize("NFKC", text)}
    return Q(**{f"{path}__in": sorted(spelled)})


def field_at(model: type[Model], path: str) -> "Field[Any, Any]":
    """The column at the end of a lookup.

    Raises:
        FieldDoesNotExist: the lookup leads nowhere.
    """
    *relations, last = path.split("__")
    for relation in relations:
        related = model._meta.get_field(relation).related_model
        if not isinstance(related, type):
            raise FieldDoesNotExist(path)
        model = related
    field = model._meta.get_field(last)
    assert isinstance(field, Field)
    return field


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
