"""What an operation promises beside its schemas: scope, key, and the code of every refusal, for OpenAPI.

Routes say it with `reads` and `writes`; `describe` turns it into OpenAPI when the description is asked for.
"""

import re
from collections.abc import Iterable
from typing import Any, TypedDict

from noren.api.callers import Bearer
from noren.api.errors import (
    BodyTooLarge,
    InputInvalid,
    JsonMalformed,
    KeyInvalid,
    KeyMissing,
    MediaTypeUnsupported,
    OutOfRange,
    RecordsBusy,
    ScopeMissing,
    ServerFault,
    TokenInvalid,
    UidTaken,
    Unavailable,
)
from noren.api.problems import MEDIA_TYPE, PAGES, TITLES, status_of
from noren.api.schemas.problems import Problem
from noren.kernel.errors import NorenError
from noren.kernel.idempotency import IdempotencyKeyReused
from noren.people.tokens import Scope

Refusals = Iterable[type[NorenError]]

_PLACE = re.compile(r"%\(\w+\)[sd]")
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x20-\x7e]+$"},
    "description": "The same on every repeat of this request; a new one for another. A repeat gets the stored answer.",
    "example": "0198f0a4-6c1e-7b7c-9d3e-2f6a1b0c4d5e",
}
_REPLAYED = {
    "Idempotency-Replayed": {
        "schema": {"type": "string", "enum": ["true"]},
        "description": "There when this is the stored answer of an earlier request.",
    }
}
_NEEDS_TILL = "Needs the token of a till, with the scope `till`: `POST /api/v1/till/sign-in` at a register gives one."
_RETRY = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait before a repeat."}}


class Promise(TypedDict):
    """Arguments of a router's decorator."""

    response: Any
    auth: Any
    openapi_extra: dict[str, Any]


def reads(model: Any, scope: Scope | None, *refusals: type[NorenError]) -> Promise:
    """An operation that writes nothing, or whose repeat changes nothing; `scope` None is open to all."""
    return _promise(model, scope, refusals, status=200, has_key=False)


def writes(
    model: Any, scope: Scope | None, *refusals: type[NorenError], status: int = 200, has_key: bool = True
) -> Promise:
    """An operation that does a deed; without `has_key` its repeat is harmless by its nature."""
    of_key = (KeyMissing, KeyInvalid, IdempotencyKeyReused) if has_key else ()
    of_books = (RecordsBusy, UidTaken, OutOfRange)
    return _promise(model, scope, (*refusals, *of_key, *of_books), status=status, has_key=has_key)


def files(media_type: str, scope: Scope | None, *refusals: type[NorenError]) -> Promise:
    """An operation that writes nothing and answers a file."""
    promise = _promise(None, scope, refusals, status=200, has_key=False)
    promise["openapi_extra"]["x-file"] = media_type
    return promise


def _promise(model: Any, scope: Scope | None, refusals: Refusals, *, status: int, has_key: bool) -> Promise:
    extra = {"x-scope": scope, "x-refusals": tuple(refusals), "x-key": has_key}
    return Promise(response={status: model}, auth=Bearer(scope) if scope else None, openapi_extra=extra)


def describe(schema: dict[str, Any]) -> None:
    """Put scopes, keys and refusals of all operations into the description."""
    for path in schema["paths"].values():
        for operation in path.values():
            _describe_operation(operation)
    components = schema["components"]["schemas"]
    problem = Problem.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    components |= problem.pop("$defs", {})
    components["Problem"] = problem


def _describe_operation(operation: dict[str, Any]) -> None:
    scope: Scope | None = operation.pop("x-scope", None)
    if media_type := operation.pop("x-file", None):
        file = {"schema": {"type": "string", "format": "binary"}}
        operation["responses"][200] = {"description": "The file.", "content": {media_type: file}}
    refusals: list[type[NorenError]] = [*operation.pop("x-refusals", ()), ServerFault, Unavailable]
    if scope is not None:
        refusals += [TokenInvalid, ScopeMissing]
        operation["security"] = [{Bearer.__name__: [str(scope)]}]
        about = operation.get("description", "").rstrip()
        needs = _NEEDS_TILL if scope is Scope.TILL else f"Needs the scope `{scope}`."
        operation["description"] = f"{about}\n\n{needs}".strip()
    if operation["parameters"] or "requestBody" in operation:
        refusals.append(InputInvalid)
    if "application/json" in operation.get("requestBody", {}).get("content", {}):
        refusals += [JsonMalformed, MediaTypeUnsupported, BodyTooLarge]
    if operation.pop("x-key", False):
        operation["parameters"] = [*operation["parameters"], _KEY]
        for response in operation["responses"].values():
            response["headers"] = _REPLAYED
    operation["responses"] |= _problem_responses(refusals)


def _problem_responses(refusals: Refusals) -> dict[int, dict[str, Any]]:
    by_status: dict[int, dict[str, type[NorenError]]] = {}
    for refusal in refusals:
        by_status.setdefault(status_of(refusal), {}).setdefault(refusal.code, refusal)
    return {status: _problem_response(status, by_status[status]) for status in sorted(by_status)}


def _problem_response(status: int, refusals: dict[str, type[NorenError]]) -> dict[str, Any]:
    response: dict[str, Any] = {
        "description": f"{TITLES[status]}: {', '.join(f'`{code}`' for code in refusals)}.",
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {code: _example(status, refusal) for code, refusal in refusals.items()},
            }
        },
    }
    if status in {409, 429, 503}:
        response["headers"] = _RETRY
    return response


def _example(status: int, refusal: type[NorenError]) -> dict[str, Any]:
    value = {
        "type": PAGES + refusal.code,
        "title": str(TITLES[status]),
        "status": status,
        "code": refusal.code,
        "detail": _PLACE.sub("…", str(refusal.words)),
        "field": None,
        "errors": [],
    }
    return {"summary": meaning_of(refusal), "value": value}


def meaning_of(refusal: type[NorenError]) -> str:
    """The first line of the class's docstring: what happened, for a developer."""
    return (refusal.__doc__ or "").strip().partition("\n")[0]


def codes_of(operation: dict[str, Any]) -> set[str]:
    """All problem codes that a described operation documents."""
    contents = [response.get("content", {}).get(MEDIA_TYPE, {}) for response in operation["responses"].values()]
    return {code for content in contents for code in content.get("examples", {})}
