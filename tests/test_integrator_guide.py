"""The examples of docs/integrator.md: each is sent as it stands there, and answered as it says."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from noren.people.models import StaffMember
from noren.people.tokens import Scope, make_token
from tests.factories import make_coupon, make_register, make_staff, make_store, make_variant, stock_up

GUIDE = (Path(__file__).parents[1] / "docs" / "integrator.md").read_text(encoding="utf-8")
PRODUCTS = "商品コード,商品名,価格\n200001,煎茶 100g,1080\n".encode()
FAR = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Example:
    """One curl command of the guide, and the status and code it promises."""

    method: str = "GET"
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    query: list[tuple[str, str]] = field(default_factory=list)
    has_file: bool = False
    status: int = 0
    code: str = ""

    def send(self, token: str) -> tuple[int, str]:
        """Send it to the application; answer status and body."""
        path = self.url.removeprefix("$SHOP") + (f"?{urlencode(self.query)}" if self.query else "")
        headers = {name: value.replace("$TOKEN", token) for name, value in self.headers.items()}
        client = Client(raise_request_exception=False)
        if self.has_file:
            answer = client.post(path, {"file": SimpleUploadedFile("products.csv", PRODUCTS)}, headers=headers)
        else:
            media_type = headers.pop("Content-Type", "")
            answer = client.generic(self.method, path, self.body, content_type=media_type, headers=headers)
        return answer.status_code, answer.content.decode()


def _examples() -> Iterator[Example]:
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL):
        for command, promise in re.findall(r"(curl .*?)   # ([^\n]+)", block, re.DOTALL):
            example = _parse(shlex.split(command))
            status, _, example.code = promise.partition(" ")
            example.status = int(status)
            yield example


def _parse(words: list[str]) -> Example:
    example, rest = Example(), iter(words[1:])
    for word in rest:
        if word == "-X":
            example.method = next(rest)
        elif word == "-H":
            name, _, value = next(rest).partition(": ")
            example.headers[name] = value
        elif word == "-d":
            example.body = next(rest)
        elif word == "-F":
            example.has_file = next(rest).startswith("file=@")
        elif word == "--data-urlencode":
            name, _, value = next(rest).partition("=")
            example.query.append((name, value))
        elif word != "--get":
            example.url = word
    return example


@pytest.fixture
def token() -> str:
    """A shop as the guide's examples suppose it, and a token with every scope of an integrator."""
    store = make_store(code="S001")
    stock_up(store, make_variant(sku="100042", price_minor=1980), 5)
    make_coupon(code="AKI10", percent_bp=1_000, valid_until=FAR)
    make_register(store, code="01")
    staff = make_staff(store=store, password="noren-demo")
    StaffMember.objects.filter(pk=staff.pk).update(code="1001")
    return make_token(name="guide", scopes=frozenset(Scope) - {Scope.TILL}, at=timezone.now())


# Signing in counts its tries in a transaction of its own.
@pytest.mark.django_db(transaction=True)
def test_every_example_is_answered_as_the_guide_says(token: str) -> None:
    examples = list(_examples())

    answers = [(example, *example.send(token)) for example in examples]

    assert len(examples) > 10
    for example, status, body in answers:
        said = f"{example.method} {example.url}: {body[:300]}"
        assert status == example.status, said
        if example.code:
            assert json.loads(body)["code"] == example.code, said
            assert json.loads(body) == json.loads(re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)[0])


def test_every_scope_is_explained() -> None:
    assert [scope for scope in Scope if f"`{scope}`" not in GUIDE] == []
