"""Words for values that do not fit the schema: pydantic's causes as stable codes and sentences for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from noren.api.schemas.problems import FieldProblem
from noren.pricing.basket import MAX_QUANTITY

_NUMBER = ("integer_invalid", _("This must be a whole number."))
_TEXT = ("text_invalid", _("This must be a text."))
_OBJECT = ("object_invalid", _("This must be an object."))
_UID = ("uid_invalid", _("This must be a UUID."))
_DATE = ("date_invalid", _("This must be a date or time in ISO 8601."))
_DECIMAL = ("number_invalid", _("This must be a number."))
_YES_NO = ("boolean_invalid", _("This must be true or false."))
_OTHER = ("value_invalid", _("This cannot be accepted."))
_QUANTITY = ("quantity_invalid", _("The quantity must be a whole number from %(low)s to %(high)s."))

_WORDS = {
    "missing": ("value_missing", _("This is required.")),
    "extra_forbidden": ("value_unknown", _("There is no such field.")),
    "int_type": _NUMBER,
    "int_from_float": _NUMBER,
    "int_parsing": _NUMBER,
    "int_parsing_size": _NUMBER,
    "float_type": _DECIMAL,
    "float_parsing": _DECIMAL,
    "finite_number": _DECIMAL,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "greater_than_equal": ("too_small", _("This must be at least %(ge)s.")),
    "less_than_equal": ("too_large", _("This must be at most %(le)s.")),
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "string_too_short": ("too_short", _("This must have at least %(min_length)s characters.")),
    "string_too_long": ("too_long", _("This must have at most %(max_length)s characters.")),
    "string_pattern_mismatch": ("characters_invalid", _("This has characters that cannot be accepted.")),
    "list_type": ("list_invalid", _("This must be a list.")),
    "too_short": ("too_few", _("At least %(min_length)s are needed.")),
    "too_long": ("too_many", _("At most %(max_length)s are possible.")),
    "uuid_type": _UID,
    "uuid_parsing": _UID,
    "uuid_version": _UID,
    "literal_error": ("choice_invalid", _("This must be one of: %(expected)s.")),
    "enum": ("choice_invalid", _("This must be one of: %(expected)s.")),
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _DATE,
    "datetime_parsing": _DATE,
    "datetime_from_date_parsing": _DATE,
    "timezone_aware": ("time_zone_missing", _("This needs a time zone, such as Z.")),
}


def field_problems(errors: Sequence[Mapping[str, Any]]) -> list[FieldProblem]:
    """Each value at fault with its path, its code and a sentence in the active language."""
    return [_field_problem(error) for error in errors]


def _field_problem(error: Mapping[str, Any]) -> FieldProblem:
    path = _path_of(error["loc"])
    if path.rpartition(".")[2] == "quantity" and error["type"] != "missing":
        code, words = _QUANTITY
        return FieldProblem(field=path, code=code, message=str(words) % {"low": 1, "high": MAX_QUANTITY})
    code, words = _WORDS.get(error["type"], _OTHER)
    return FieldProblem(field=path, code=code, message=str(words) % error.get("ctx", {}))


def _path_of(loc: Sequence[str | int]) -> str:
    """`("body", "wanted", "lines", 0, "quantity")` is `lines.0.quantity`; the whole body is `body`."""
    source, *steps = loc
    if source in {"body", "file", "form"}:
        steps = steps[1:] if source == "body" else steps
    return ".".join(map(str, steps)) or str(source)
