"""A caller of the API for tests: sends JSON with a token and a key, and holds every refusal against the description."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.test import Client
from django.urls import resolve

from noren.api.application import api
from noren.api.documenting import codes_of
from noren.api.middleware import URLS
from noren.api.problems import MEDIA_TYPE
from noren.kernel.ids import uuid7
from noren.people.tokens import Scope, make_token
from tests.factories import NOON

ALL_BUT_TILL = frozenset(Scope) - {Scope.TILL}
_PLACE = re.compile(r"<[^>]+>")
_BRACES = re.compile(r"\{[^}]+\}")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the API answered."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> str:
        """The problem's code; empty when it is none."""
        return self.body["code"] if self.headers["Content-Type"] == MEDIA_TYPE else ""

    @property
    def fields(self) -> dict[str, str]:
        """The code of each value at fault, by its path."""
        return {error["field"]: error["code"] for error in self.body["errors"]}


class Caller:
    """Calls the API with one token."""

    def __init__(self, token: str = "", *, language: str = "en") -> None:
        self.token = token
        self.language = language
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **query: object) -> Reply:
        """Read."""
        return self._send("GET", path, query_params=query)

    def post(self, path: str, body: object = None, *, key: str | None = "", **headers: str) -> Reply:
        """Do a deed, under a new key unless one is given; None sends none."""
        if key is not None:
            headers["Idempotency-Key"] = key or str(uuid7())
        return self._send("POST", path, headers=headers, **_json(body))

    def patch(self, path: str, body: object = None) -> Reply:
        """Change a part, under a new key."""
        return self._send("PATCH", path, headers={"Idempotency-Key": str(uuid7())}, **_json(body))

    def put(self, path: str, body: object = None) -> Reply:
        """Set."""
        return self._send("PUT", path, **_json(body))

    def delete(self, path: str) -> Reply:
        """Take away."""
        return self._send("DELETE", path)

    def _send(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **sent: Any) -> Reply:
        own = {"Accept-Language": self.language, **(headers or {})}
        if self.token:
            own["Authorization"] = f"Bearer {self.token}"
        answer = self.client.generic(method, f"/api/v1{path}", headers=own, **sent)
        body = answer.json() if answer.content and "json" in answer.headers["Content-Type"] else None
        reply = Reply(answer.status_code, body, answer.headers)
        if reply.code:
            check_documented(method, f"/api/v1{path}", reply.code)
        return reply


def _json(body: object) -> dict[str, Any]:
    if body is None:
        return {}
    if isinstance(body, (bytes, str)):
        return {"data": body, "content_type": "application/json"}
    return {"data": json.dumps(body, default=str), "content_type": "application/json"}


def check_documented(method: str, path: str, code: str) -> None:
    """Every refusal that a test meets must be one that the operation promises."""
    if code in {"route_not_found", "method_not_allowed"}:
        return
    route = "/" + resolve(path.partition("?")[0], URLS).route
    documented = _documented_codes()[method.lower(), _PLACE.sub("{}", route)]
    assert code in documented, f"{method} {route} does not document {code}"


@cache
def _documented_codes() -> dict[tuple[str, str], set[str]]:
    paths = api.get_openapi_schema()["paths"]
    return {
        (method, _BRACES.sub("{}", path)): codes_of(operation)
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def integrator(*, scopes: frozenset[Scope] = ALL_BUT_TILL, customer_id: int | None = None) -> Caller:
    """A caller with a token of these scopes, acting for nobody in particular or for one customer."""
    return Caller(make_token(name="test", scopes=scopes, at=NOON, customer_id=customer_id))
