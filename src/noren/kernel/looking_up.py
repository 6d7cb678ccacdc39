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
from django.db.models import EmailField, Field, Model, Q, QuerySet, UniqueConstraint, UUIDField
from django.utils.text import smart_split, unescape_string_literal

from noren.kernel.text import storable

_LONGEST = 200
_MOST_WORDS = 8


def look_up(records: QuerySet[Any], fields: Sequence[str], typed: str) -> QuerySet[Any]:
    """The records that have every word in one of the fields: as the whole of it in `=field`, else as a part of a name.

    One word that is the code of one of these records means that one, and no names with the word in them. A whole value
    is found as it was typed, in plain width, in upper and lower case and With Capitals; it may have spaces when it is
    all that was typed, and they may part a code into groups. Fields that cannot hold a word, such as a uid or an
    address of mail, are not asked for it.
    """
    text = storable(typed)[:_LONGEST].strip()
    words = list(islice(_words(text), _MOST_WORDS))
    fitting = records
    for word in words:
        ways = {field: way for field in fields if (way := _way(records.model, field, word, text)) is not None}
        if not ways:
            return records.none()
        fitting = fitting.filter(_any_of(records, ways, is_alone=len(words) == 1))
    return fitting


def _any_of(records: QuerySet[Any], ways: Mapping[str, Q], *, is_alone: bool) -> Q:
    """Those with the word in a name or as a whole; a word that stands alone and is a whole value means that value."""
    model = records.model
    parts = [way for field, way in ways.items() if not field.startswith("=")]
    if not parts:
        return _one_of(model, ways)
    # Names are read row by row, and so is a value of the record that no index has, in the same reading.
    indexed = {field: way for field, way in ways.items() if field.startswith("=") and _is_looked_up(model, field)}
    read = reduce(or_, [way for field, way in ways.items() if field not in indexed])
    if not any(records.filter(way).exists() for way in indexed.values()):
        return read
    whole = _one_of(model, indexed)
    return whole if is_alone else read | whole


def _one_of(model: type[Model], ways: Mapping[str, Q]) -> Q:
    """One of the whole values: a column of the record itself as it is, else the keys that each of the ways finds."""
    if len(ways) == 1 and not any("__" in field for field in ways):
        return Q(*ways.values())
    first, *others = (model._base_manager.order_by().filter(way).values("pk") for way in ways.values())
    return Q(pk__in=first.union(*others) if others else first)


def _is_looked_up(model: type[Model], field: str) -> bool:
    """Whether an index has the values of the field; of other records, which are fewer, they are looked up anyway."""
    if "__" in field:
        return True
    column = field_at(model, field.removeprefix("="))
    meta = column.model._meta
    together = [*meta.indexes, *(each for each in meta.constraints if isinstance(each, UniqueConstraint))]
    return (
        column.unique or getattr(column, "db_index", False) or any(column.name in each.fields[:1] for each in together)
    )


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
        return reduce(or_, (Q(**{f"{path}__{_contains(each)}": each}) for each in sorted({word, plain})))
    kind = field_at(model, path)
    if isinstance(kind, UUIDField):
        uid = _uid(plain)
        return None if uid is None else Q(**{path: uid})
    if isinstance(kind, EmailField) and "@" not in plain:
        return None
    # A code that is read out in groups, `K7Q2 9XM4`, is kept without the gaps.
    together = "".join(text.split())
    given = {each for typed in (word, text, together) for each in (typed, unicodedata.normalize("NFKC", typed))}
    spelled = given | {cased for each in given for cased in (each.upper(), each.lower(), each.title())}
    return Q(**{f"{path}__in": sorted(spelled)})


def _contains(word: str) -> str:
    """How a part is compared: kanji and kana have no case, and to fold it in a million names takes most of the time."""
    return "contains" if word.upper() == word.lower() else "icontains"


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
