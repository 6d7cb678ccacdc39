"""Rows written without the ORM's compiler, for paths that every order takes.

Django compiles each INSERT anew, which for a row of thirty columns takes longer than PostgreSQL takes to write it.
Here the statement is made once per model. Nothing else differs: the same columns, the same values.
"""

from collections.abc import Sequence
from functools import cache

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

_ENCODER = DjangoJSONEncoder(ensure_ascii=False)
STORED_KEY = "(SELECT id FROM stored)"
"""The key of the row, for the statement that `insert_row` runs with it."""


def insert_row(row: models.Model, *, then: str = "", values: Sequence[str] = ()) -> None:
    """Insert a row that is not stored yet, and set its primary key.

    Args:
        then: an INSERT of rows that hang on this one, done in the same statement; it names their parent by STORED_KEY.
        values: the parameters of `then`.
    """
    statement, names, jsons = _insert_of(type(row), then)
    given = [getattr(row, name) for name in names]
    for place in jsons:
        given[place] = _ENCODER.encode(given[place])
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, *values])
        (row.pk,) = cursor.fetchone()
    row._state.adding = False
    row._state.db = connection.alias


@cache
def _insert_of(model: type[models.Model], then: str) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
    """The statement, the attributes of its values, and which of these are JSON."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join("%s::jsonb" if isinstance(field, models.JSONField) else "%s" for field in fields)
    key = model._meta.pk
    assert key is not None
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places}) RETURNING {quote(str(key.column))}"  # noqa: S608 - names of our own columns
    )
    if then:
        statement = f"WITH stored AS ({statement}), hanging AS ({then}) SELECT {quote(str(key.column))} FROM stored"  # noqa: S608 - the same
    jsons = tuple(place for place, field in enumerate(fields) if isinstance(field, models.JSONField))
    return statement, tuple(field.attname for field in fields), jsons
