"""What stands behind the question mark of an operation that reads parameters there; any other one is refused."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.params import models


class _KnownOnly(models.QueryModel):
    """A misspelled parameter is not silently ignored, and neither is one that only another operation has."""

    @classmethod
    def get_request_data(
        cls, request: HttpRequest, api: NinjaAPI, path_params: dict[str, Any]
    ) -> dict[str, Any] | None:
        known: dict[str, object] = getattr(cls, "__ninja_flatten_map__", {})
        unknown = [name for name in request.GET if name not in known]
        if unknown:
            raise ValidationError([{"type": "extra_forbidden", "loc": ("query", name)} for name in unknown])
        return super().get_request_data(request, api, path_params)


class Query(models.Query):  # type: ignore[misc]
    """A parameter of the query; use as `ninja.Query`."""

    _model = _KnownOnly

    def __init__(self, default: object = ..., **about: Any) -> None:
        super().__init__(default, **about)
