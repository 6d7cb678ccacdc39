"""The description as people read it: operations by subject, with members, examples and refusals, ready for a page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from pydantic_core import to_json

from noren.api.problems import MEDIA_TYPE

Schema = Mapping[str, Any]

_DEEPEST = 6
_CODE = re.compile(r"`([^`]+)`")
_PLAIN = {"string": "text", "integer": 1, "number": 1.5, "boolean": True, "null": None}
_FORMATS = {
    "uuid": "0198f0a4-6c1e-7b7c-9d3e-2f6a1b0c4d5e",
    "date-time": "2026-07-04T01:00:00Z",
    "date": "2026-07-04",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter, or a member of a body: its type in words, whether it must be there, what it means."""

    name: str
    place: str
    type: str
    is_required: bool
    about: SafeString


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code that the operation may answer."""

    status: int
    code: str
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. Examples are JSON, empty when nothing is sent or answered."""

    id: str
    method: str
    path: str
    summary: str
    about: tuple[SafeString, ...]
    parameters: tuple[Member, ...]
    body: tuple[Member, ...]
    body_example: str
    status: int
    answer_example: str
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Operations of one subject."""

    tag: str
    operations: tuple[Operation, ...]


def sections_of(description: Schema) -> list[Section]:
    """The operations of an OpenAPI description by their tags, in its order."""
    shapes: Schema = description["components"]["schemas"]
    by_tag: dict[str, list[Operation]] = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            read = _operation(method, path, operation, shapes)
            by_tag.setdefault(operation["tags"][0], []).append(read)
    return [Section(tag, tuple(operations)) for tag, operations in by_tag.items()]


def prose(text: str) -> tuple[SafeString, ...]:
    """Paragraphs of a description as HTML; what stands in backticks is code."""
    return tuple(_marked(part.replace("\n", " ")) for part in text.strip().split("\n\n"))


def _marked(text: str) -> SafeString:
    return mark_safe(_CODE.sub(r'<span class="code">\1</span>', escape(text)))  # noqa: S308 - escaped before


def _operation(method: str, path: str, operation: Schema, shapes: Schema) -> Operation:
    body: Schema = operation.get("requestBody", {})
    content: Schema = body.get("content", {})
    sent: Schema = next(iter(content.values()), {"schema": {}})["schema"]
    status, answer = min((int(status), answer) for status, answer in operation["responses"].items())
    answered: Schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=prose(operation["description"]),
        parameters=tuple(_parameter(each) for each in operation["parameters"]),
        body=_members(sent, shapes),
        body_example=_json(sent, shapes) if "application/json" in content else "",
        status=status,
        answer_example=_json(answered, shapes),
        refusals=tuple(_refusals(operation)),
    )


def _parameter(parameter: Schema) -> Member:
    about = parameter.get("description") or _about(parameter["schema"])
    return Member(parameter["name"], parameter["in"], _type(parameter["schema"]), parameter["required"], _marked(about))


def _members(schema: Schema, shapes: Schema) -> tuple[Member, ...]:
    """The members of an object one below the other, those of what it holds with their path: `lines[].sku`."""
    return tuple(_walk(_resolve(schema, shapes), shapes, ""))


def _walk(schema: Schema, shapes: Schema, path: str) -> list[Member]:
    found: list[Member] = []
    for name, about in schema.get("properties", {}).items():
        inner = _resolve(about, shapes)
        items = _resolve(inner["items"], shapes) if "items" in inner else {}
        place = f"{path}{name}"
        is_required = name in schema.get("required", ())
        meaning = _marked(about.get("description") or _about(inner))
        found.append(Member(place, "body", _type(about), is_required, meaning))
        found += _walk(inner, shapes, f"{place}.") + _walk(items, shapes, f"{place}[].")
    return found


def _resolve(schema: Schema, shapes: Schema) -> Schema:
    """The schema itself, behind a reference and behind "or null"."""
    choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    if choices:
        return _resolve(choices[0], shapes)
    if "$ref" in schema:
        return _resolve(shapes[schema["$ref"].rpartition("/")[2]], shapes)
    return schema


def _about(schema: Schema) -> str:
    choices = [each.get("description", "") for each in schema.get("anyOf", ())]
    return schema.get("description") or next(filter(None, choices), "")


def _type(schema: Schema) -> str:
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return "object"
    if "enum" in schema or "const" in schema:
        return ", ".join(schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    kind = schema.get("format") or schema.get("type") or "any"
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{kind} {low} to {high}" if low is not None and high is not None else str(kind)


def _json(schema: Schema, shapes: Schema) -> str:
    return to_json(_example(schema, shapes, _DEEPEST), indent=2).decode() if schema else ""


def _example(schema: Schema, shapes: Schema, depth: int) -> object:
    """A value that fits: the schema's own example, or one made from its members."""
    inner = _resolve(schema, shapes)
    if "oneOf" in inner:
        return _example(inner["oneOf"][0], shapes, depth)
    if examples := schema.get("examples") or inner.get("examples"):
        return examples[0]
    if "const" in inner or "enum" in inner:
        return inner.get("const", inner.get("enum", [None])[0])
    if inner.get("type") == "array":
        return [_example(inner["items"], shapes, depth - 1)] if depth else []
    if "properties" in inner:
        return {name: _example(each, shapes, depth - 1) for name, each in inner["properties"].items() if depth}
    if "default" in inner:
        return inner["default"]
    return _FORMATS.get(inner.get("format", "")) or _PLAIN.get(inner.get("type", ""), {})


def _refusals(operation: Schema) -> list[Refusal]:
    return [
        Refusal(int(status), code, example["summary"])
        for status, answer in operation["responses"].items()
        for code, example in answer.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {}).items()
    ]
