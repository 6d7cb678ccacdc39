"""The API as one object: its description, its reader of bodies, and what becomes of exceptions."""

import json
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

from noren.api.docs import Docs
from noren.api.documenting import describe
from noren.api.errors import MediaTypeUnsupported
from noren.api.problems import answer_problem
from noren.api.routes import ROUTERS

VERSION = "1.0.0"
DESCRIPTION = """
Every operation calls the same function that the shop, the till and the office call.

Money is in integer minor units of the one currency, ids are UUIDs; what a device makes itself (an order, a line, a
payment) brings its own. Times are ISO 8601: all that are told are in UTC, such as `2026-07-04T01:00:00Z`; send them in
any time zone, but with it.

A token goes into `Authorization: Bearer …`. Somebody of the head office makes one: Office, Settings, API tokens, Add;
its secret is shown once. It carries scopes: `catalog:read` for stores, categories and products; `stock:read` for where
a variant is available, what is short and what is low; `stock:write` for deliveries, stocktakes and what is set aside;
`transfers:write` and `transfers:read` for transfers between stores; `orders:write` and `orders:read` for baskets,
coupons and orders; `returns:write` to take goods of orders back, which pays out money; `customers:write` and
`customers:read` for members; `imports:write` for files. One that is bound to a customer acts for that customer alone.
The scope `till` is not given there: signing in at a register (`POST /api/v1/till/sign-in`) makes a token that is bound
to a staff member at that register.

Repeats are harmless: a write carries an `Idempotency-Key`, and the same request under the same key is done once and
answered alike. The same key with another request is refused (422). Refusals are not stored: mend the request and use
the same key again. A key is remembered for 30 days.

Refusals are problem details (RFC 9457) with a stable `code`, a sentence in the language of `Accept-Language` (`ja`
or `en`) and the path of each value at fault. `busy` (409) and `unavailable` (503) may succeed when repeated.
"""


class JsonParser(Parser):
    """Reads JSON and nothing that is declared as something else."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as Python values.

        Raises:
            MediaTypeUnsupported: the Content-Type is not JSON.
            ValueError: it is not valid JSON; NaN and Infinity are none.
        """
        media_type = (request.content_type or "").lower()
        if media_type != "application/json" and not media_type.endswith("+json"):
            raise MediaTypeUnsupported(wanted="application/json")
        return json.loads(request.body, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


class JsonRenderer(BaseRenderer):
    """Writes JSON as pydantic does: instants keep their microseconds, so that one read can be asked about again."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The bytes of an answer."""
        return to_json(data)


class NorenAPI(NinjaAPI):
    """Ninja's API with problems for exceptions and a description that is made once."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's name: short in generated clients, and unique by a test."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **_kwargs: object) -> OpenAPISchema:
        """The description, in English, made at the first question."""
        return self._description

    @cached_property
    def _description(self) -> OpenAPISchema:
        with translation.override("en"):
            schema = super().get_openapi_schema(path_prefix="/api/v1/")
            describe(schema)
            # Lazy texts become plain ones, whatever language is asked for later.
            schema.update(json.loads(json.dumps(schema, default=str)))
        return schema


api = NorenAPI(
    title="Noren",
    version=VERSION,
    description=DESCRIPTION,
    docs=Docs(),
    parser=JsonParser(),
    renderer=JsonRenderer(),
    urls_namespace="api",
)


def _refuse(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Ninja's own handlers are replaced, so that every exception of an operation becomes a problem."""
    return answer_problem(request, error if isinstance(error, Exception) else error())


for _kind in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(_kind, _refuse)
for _prefix, _router in ROUTERS:
    api.add_router(_prefix, _router)
