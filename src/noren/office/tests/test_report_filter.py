"""The store of the report is named by typing, as people type: by code, name or a part of one, in any width and kana."""

import pytest
from django.test import Client

from noren.office.tests.signing_in import signed_in
from noren.people.models import Account, Role
from noren.stores.models import Store
from tests.factories import make_staff, make_store

pytestmark = pytest.mark.django_db
REPORT = "/office/online-to-store/"


@pytest.fixture
def client() -> Client:
    """Head office, reading English."""
    client = signed_in(Account.objects.create_superuser("root@example.jp", "long enough to sign in"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def shibuya() -> Store:
    """A store among others with names alike."""
    make_store(code="S001", name="サンプル新宿東口店")
    make_store(code="S0021", name="サンプル新宿南口店")
    return make_store(code="S002", name="サンプル渋谷タワー店")


@pytest.mark.parametrize(
    "typed",
    [
        "S002",
        " s002 ",
        "Ｓ００２",
        "サンプル渋谷タワー店",
        "S002 サンプル渋谷タワー店",
        "渋谷",
        "ﾀﾜｰ",
        "たわー",
        "s002　さんぷる渋谷",
    ],
)
def test_a_store_is_found_by_what_people_type(client: Client, shibuya: Store, typed: str) -> None:
    answer = client.get(REPORT, {"days": "28", "typed": "1", "store": typed})

    asked = answer.context["asked"]
    assert not asked.form.errors
    assert asked.period.store_ids == (shibuya.pk,)
    assert asked.form["store"].value() == "S002 サンプル渋谷タワー店"
    assert "store=S002" in answer.context["csv_url"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("大阪", "Nothing has the code or name “大阪”. The figures are not narrowed to a store."),
        (
            "新宿",
            "“新宿” fits several: S001 サンプル新宿東口店, S0021 サンプル新宿南口店. Choose one. "
            "The figures are not narrowed to a store.",
        ),
        ("S00", "“S00” fits several: "),
        ("\0", ""),
    ],
)
def test_a_store_that_is_none_or_several_is_said_at_the_field(
    client: Client, shibuya: Store, typed: str, words: str
) -> None:
    answer = client.get(REPORT, {"days": "28", "typed": "1", "store": typed})

    asked = answer.context["asked"]
    assert asked.period.store_ids is None
    assert (asked.period.last - asked.period.first).days == 27
    assert " ".join(asked.form.errors.get("store", [""])).startswith(words)
    page = answer.content.decode()
    assert 'aria-describedby="id_store_error"' in page
    assert 'id="id_store_error"' in page


@pytest.mark.parametrize(
    ("store", "words"),
    [
        ("1", "“1” fits several: "),
        ("21", "“21” is only a part of S0021 サンプル新宿南口店. Enter the whole code or name. "),
        ("渋谷", "“渋谷” is only a part of S002 サンプル渋谷タワー店. Enter the whole code or name. "),
    ],
)
def test_an_address_with_a_part_of_a_code_or_name_shows_no_store_that_was_not_meant(
    client: Client, shibuya: Store, store: str, words: str
) -> None:
    answer = client.get(REPORT, {"days": "28", "store": store})

    asked = answer.context["asked"]
    assert asked.period.store_ids is None
    assert asked.form["store"].value() == store
    assert " ".join(asked.form.errors["store"]).startswith(words)
    assert "store=" not in answer.context["csv_url"]


@pytest.mark.parametrize("store", ["S002", "s002", "サンプル渋谷タワー店", "S002 サンプル渋谷タワー店"])
def test_an_address_with_a_whole_code_or_name_shows_that_store(client: Client, shibuya: Store, store: str) -> None:
    answer = client.get(REPORT, {"days": "28", "store": store})

    assert answer.context["asked"].period.store_ids == (shibuya.pk,)


def test_the_form_says_that_it_was_typed_and_its_links_do_not(client: Client, shibuya: Store) -> None:
    answer = client.get(REPORT, {"typed": "1", "store": "渋谷"})

    assert '<input type="hidden" name="typed" value="1">' in answer.content.decode()
    assert "store=S002" in answer.context["csv_url"]
    assert "typed=" not in answer.context["csv_url"]


def test_the_stores_are_suggested_with_code_and_name_and_only_to_those_who_see_their_reports(shibuya: Store) -> None:
    manager = signed_in(make_staff(role=Role.MANAGER, store=shibuya).account)

    answer = manager.get(REPORT)
    foreign = manager.get(REPORT, {"store": "S001"})

    assert answer.content.decode().count('<option value="S0') == 1
    assert '<option value="S002 サンプル渋谷タワー店">' in answer.content.decode()
    assert list(foreign.context["asked"].form.errors) == ["store"]
    assert foreign.context["report"].period.store_ids == (shibuya.pk,)
