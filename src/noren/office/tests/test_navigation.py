"""The bar at the side: who sees what in it, and what it costs a page."""

from unittest.mock import MagicMock

import pytest
from django.urls import base, get_resolver

from noren.office.tests.signing_in import working
from noren.people.models import Role
from tests.factories import make_store

pytestmark = pytest.mark.django_db


def test_the_addresses_of_the_bar_are_not_worked_out_for_each_page(monkeypatch: pytest.MonkeyPatch) -> None:
    head_office = working(Role.HEAD_OFFICE)
    head_office.get("/office/shortfalls/")
    monkeypatch.setattr(base, "get_resolver", counted := MagicMock(wraps=get_resolver))

    answer = head_office.get("/office/shortfalls/")

    places = [place for group in answer.context["office_navigation"].groups for place in group.places]
    assert len(places) > 30
    assert counted.call_count < 25


def test_what_is_of_all_stores_is_not_in_the_bar_of_one_store() -> None:
    manager = working(Role.MANAGER, make_store())

    groups = manager.get("/office/").context["office_navigation"].groups
    labels = {place.label for group in groups for place in group.places}

    assert {"ご注文", "返品"} <= labels
    assert "お支払い" not in labels
    assert "入出金の記録" not in labels
