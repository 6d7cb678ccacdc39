"""Secrets that ran out go, those of integrations and what still counts stay."""

from datetime import timedelta

import pytest

from noren.people.models import ApiToken, Claim, Tries
from noren.people.sweeping import sweep_people
from noren.people.tests.makers import JULY, make_register, make_staff, make_store
from noren.people.tokens import Scope, make_token

pytestmark = pytest.mark.django_db
LONG_AGO = JULY - timedelta(days=31)


def _token(name: str, **bound: int) -> None:
    make_token(name=name, scopes=frozenset({Scope.TILL}), at=LONG_AGO, valid_until=LONG_AGO, **bound)


def test_what_ran_out_a_month_ago_is_deleted() -> None:
    store = make_store()
    _token("till", staff_id=make_staff(store=store).pk, register_id=make_register(store).pk)
    _token("integration")
    Claim.objects.create(email="a@example.jp", code_digest="", asked_at=LONG_AGO, valid_until=LONG_AGO)
    Claim.objects.create(email="b@example.jp", code_digest="", asked_at=JULY, valid_until=JULY)
    Tries.objects.create(purpose="till code", subject="1001", tried_count=3, since=LONG_AGO)
    Tries.objects.create(purpose="till code", subject="1002", tried_count=3, since=JULY)

    assert sweep_people(at=JULY) == 3

    assert [token.name for token in ApiToken.objects.all()] == ["integration"]
    assert [claim.email for claim in Claim.objects.all()] == ["b@example.jp"]
    assert [tries.subject for tries in Tries.objects.all()] == ["1002"]
