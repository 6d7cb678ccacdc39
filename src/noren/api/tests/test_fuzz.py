"""What a machine makes of the description: any input that fits it or just misses it, to every operation.

No answer may be a fault of ours, a status or body that is not described, or a welcome for what must be refused.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from pytest_django import DjangoDbBlocker
from schemathesis.checks import not_a_server_error
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from noren.api.application import api
from noren.people.models import ApiToken, Role
from noren.people.tokens import Scope, make_token
from noren.wsgi import application
from tests.depth import IS_THOROUGH
from tests.factories import NOON, make_member, make_register, make_staff, make_store, make_variant, stock_up

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
# An envelope that does not fit is refused by itself, in an answer that has an outcome for each (test_envelopes.py).
READS_ITEMS_ALONE = {"send_envelopes"}
EXAMPLES = 1
# Fifty inputs cover an operation's description. A run that is not thorough sends every tenth, draws no others, and
# takes every eighth operation: to think the inputs out takes longer than to send them.
ONE_OF = 1 if IS_THOROUGH else 10
OPERATIONS_ONE_OF = 8
MODES = list(HypothesisTestMode) if IS_THOROUGH else [HypothesisTestMode.COVERAGE]

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
# Signing out would take the token from the rest.
_PATHS = api.get_openapi_schema()["paths"]
_OPERATIONS = sorted({each["operationId"] for path in _PATHS.values() for each in path.values()} - {"sign_out"})


@pytest.fixture(scope="session")
def description(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> BaseSchema:
    """What `/api/v1/openapi.json` says."""
    with django_db_blocker.unblock():
        return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Keep the test's connection at the end of a request, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(_one_connection: None) -> str:
    """Everything there is to read and write, and a token that may do all of it."""
    store, variant = make_store(code="S001"), make_variant(sku="100042")
    stock_up(store, variant, 1_000)
    make_member(email="hanako@example.jp")
    register, staff = make_register(store), make_staff(role=Role.HEAD_OFFICE)
    secret = make_token(name="fuzz", scopes=frozenset(Scope), at=NOON, staff_id=staff.pk, register_id=register.pk)
    assert ApiToken.objects.count() == 1
    return secret


@pytest.mark.parametrize(
    "operation_id",
    [
        pytest.param(name, marks=pytest.mark.thorough if place % OPERATIONS_ONE_OF else [])
        for place, name in enumerate(_OPERATIONS)
    ],
)
def test_any_input_gets_an_answer_that_is_described(operation_id: str, description: BaseSchema, token: str) -> None:
    drawn = sent = 0
    checks = [each for each in CHECKS if each != negative_data_rejection or operation_id not in READS_ITEMS_ALONE]

    def check(case: Any) -> None:
        nonlocal drawn, sent
        drawn += 1
        if drawn % ONE_OF != 1 % ONE_OF:
            return
        sent += 1
        case.headers.update({"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"})
        case.call_and_validate(checks=checks)

    # Its own `parametrize` makes the inputs of every operation before the first test of all can run.
    operation = description.find_operation_by_id(operation_id)
    create_test(operation=operation, test_func=check, config=_config(description))()
    assert sent >= EXAMPLES


def _config(description: BaseSchema) -> HypothesisTestConfig:
    few = settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate] if IS_THOROUGH else [Phase.explicit],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    return HypothesisTestConfig(project=description.config, modes=MODES, settings=few)
