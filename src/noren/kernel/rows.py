"""Rows written without the ORM's compiler, for paths that every order takes.

Django compiles each INSERT anew, which for a row of thirty columns takes longer than PostgreSQL takes to write it.
Here the statement is made once per model. Nothing else differs: the same columns, the same values. The model's own
constructor is slow too: it sends signals, and walks all fields to see which of them are given.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)
_ENCODER = DjangoJSONEncoder(ensure_ascii=False)
STORED_KEY = "(SELECT id FROM stored)"
"""The key of the row, for the statement that `insert_row` runs with it."""


def new_row(model: type[M], **values: object) -> M:
    """A row that is not stored yet, as the model's constructor makes it from the columns given; no signal is sent.

    Args:
        values: by column, so a foreign key as `order_id`.

    Raises:
        TypeError: the model has no such column.
    """
    defaults, computed = _defaults_of(model)
    if not defaults.keys() >= values.keys():
        raise TypeError(f"{model.__name__} has no {sorted(values.keys() - defaults.keys())}")
    row = model.__new__(model)
    row._state = ModelState()
    row.__dict__.update(defaults)
    row.__dict__.update(values)
    for name, default in computed.items():
        if name not in values:
            row.__dict__[name] = default()
    return row


@cache
def _defaults_of(model: type[models.Model]) -> tuple[Mapping[str, object], Mapping[str, Callable[[], object]]]:
    """What a column is that nobody gave: constants, for all columns, and what is made anew for each row."""
    fields = model._meta.concrete_fields
    computed = {field.attname: field.default for field in fields if field.has_default() and callable(field.default)}
    return {field.attname: None if field.attname in computed else field.get_default() for field in fields}, computed


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
