"""The race itself: it happens each time, or says that it did not."""

from functools import partial

import pytest
from django.db import transaction

from noren.kernel.racing import RaceNotMet, race
from noren.stores.models import Store
from tests.factories import make_store

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def _rename(pk: int, name: str) -> str:
    with transaction.atomic():
        store = Store.objects.select_for_update(no_key=True).get(pk=pk)
        before = store.name
        Store.objects.filter(pk=pk).update(name=name)
    return before


def test_calls_queue_on_the_rows_and_each_sees_what_the_last_one_left() -> None:
    store = make_store(name="first")

    outcomes = race(partial(_rename, store.pk, "a"), partial(_rename, store.pk, "b"), queue_on=Store.objects.all())

    assert outcomes == ["first", "a"]


def test_a_call_that_never_comes_to_the_rows_is_no_race() -> None:
    make_store()

    with pytest.raises(RaceNotMet):
        race(lambda: "at once", lambda: "at once", queue_on=Store.objects.all(), patience_s=0.5)
