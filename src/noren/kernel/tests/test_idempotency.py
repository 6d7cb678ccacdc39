"""The same request under the same key is done once."""

from functools import partial

import pytest

from noren.kernel.idempotency import Answer, IdempotencyKeyReused, answer_once, fingerprint_of
from noren.kernel.models import IdempotencyRecord
from noren.kernel.racing import race
from noren.stores.models import Store
from tests.factories import NOON, make_store
from tests.refusing import refused


def _rename(store: Store, name: str) -> Answer:
    Store.objects.filter(pk=store.pk).update(name=name)
    return Answer(200, name)


def _ask(store: Store, name: str, *, key: str = "k", body: str = "") -> Answer:
    return answer_once(
        scope="token:1",
        key=key,
        fingerprint=fingerprint_of(body or name),
        at=NOON,
        answer=partial(_rename, store, name),
    )


@pytest.mark.django_db
def test_a_repeat_is_given_the_stored_answer() -> None:
    store = make_store()

    first, second = _ask(store, "一号店"), _ask(store, "一号店")

    assert (first.body, second.body) == ("一号店", "一号店")
    assert (first.repeated, second.repeated) == (False, True)
    assert IdempotencyRecord.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_for_another_request_is_refused() -> None:
    store = make_store()
    _ask(store, "一号店")

    with refused(IdempotencyKeyReused):
        _ask(store, "二号店")

    store.refresh_from_db()
    assert store.name == "一号店"


@pytest.mark.django_db
def test_a_refusal_is_not_stored() -> None:
    store = make_store()

    def refuse() -> Answer:
        raise IdempotencyKeyReused

    with refused(IdempotencyKeyReused):
        answer_once(scope="token:1", key="k", fingerprint="x", at=NOON, answer=refuse)

    assert _ask(store, "一号店").repeated is False


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_repeat_in_flight_waits_for_the_first_answer() -> None:
    store = make_store()

    outcomes = race(*[partial(_ask, store, "一号店")] * 2, queue_on=Store.objects.filter(pk=store.pk))

    assert sorted(outcome.repeated for outcome in outcomes if isinstance(outcome, Answer)) == [False, True]
    assert IdempotencyRecord.objects.count() == 1


def test_parts_of_a_fingerprint_do_not_run_together() -> None:
    assert fingerprint_of("ab", "c") != fingerprint_of("a", "bc")
