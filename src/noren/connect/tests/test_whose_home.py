"""The demo keeps out of a home that holds a shop, and a shop out of the demo's."""

import pytest
from django.utils import timezone

from noren.connect.demo.people import EMAILS
from noren.connect.demo.whose import has_published_passwords, holds_a_shop
from noren.connect.journey import KIND
from noren.connect.models import Import
from noren.kernel.ids import uuid7
from noren.people.models import Account, Role
from tests.factories import make_member, make_store

pytestmark = pytest.mark.django_db


def test_nobody_has_an_empty_home() -> None:
    assert not holds_a_shop()
    assert not has_published_passwords()


def test_a_store_a_member_or_an_account_make_a_shop() -> None:
    make_store()
    assert holds_a_shop()


def test_somebody_who_made_an_account_has_a_shop() -> None:
    Account.objects.create_user("owner@example.jp", "mise-no-shujin-2026")
    assert holds_a_shop()


def test_what_the_sample_brought_is_no_shop() -> None:
    make_store()
    make_member()
    Import.objects.create(uid=uuid7(), kind=KIND, filename=KIND, digest="0" * 64, started_at=timezone.now())

    assert not holds_a_shop()


def test_the_demos_staff_are_known_until_they_may_not_sign_in() -> None:
    account = Account.objects.create_user(EMAILS[Role.HEAD_OFFICE], "noren-demo-2026")
    assert has_published_passwords()

    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert not has_published_passwords()
