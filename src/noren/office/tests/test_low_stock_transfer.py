"""From low stock to a draft of a transfer: what other stores could spare, one click, and what is refused."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from noren.kernel.ids import uuid7
from noren.office.tests.signing_in import working
from noren.office.tests.test_stock_work import text
from noren.people.models import Role
from noren.stock.models import Transfer
from noren.stock.reorder import set_reorder_default, set_reorder_points
from noren.stock.spare import stores_that_could_spare
from noren.stores.models import Store
from tests.factories import make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db
LOW = "/office/low-stock/"


class Three:
    """A store in which beans and cups are low (point 5), one that has much of both, and one that has few beans."""

    def __init__(self) -> None:
        self.here, self.much, self.few = (
            make_store(name="代々木店"),
            make_store(name="池袋店"),
            make_store(name="渋谷店"),
        )
        self.beans, self.cups = make_variant(sku="100042"), make_variant(sku="200001")
        for goods, pieces in ((self.beans, 2), (self.cups, 5)):
            stock_up(self.here, goods, pieces)
            stock_up(self.much, goods, 20)
        stock_up(self.few, self.beans, 3)
        set_reorder_default(self.here.pk, 5)
        set_reorder_points(self.much.pk, {self.beans.pk: 18})
        self.manager = in_english(working(Role.MANAGER, self.here))

    def asked(self, page: str) -> dict[str, str]:
        """What stands in the fields of pieces, by SKU."""
        return dict(re.findall(r'name="pieces_(\w+)" value="(\d*)"', page))

    def form(self, **typed: object) -> dict[str, object]:
        """The form with beans and cups ticked."""
        return {
            "do": "draft",
            "uid": str(uuid7()),
            "store": self.here.pk,
            "from": self.much.pk,
            "sku": ["100042", "200001"],
            "pieces_100042": "2",
            "pieces_200001": "4",
            **typed,
        }


def in_english(client: Client) -> Client:
    """The same browser, reading English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_the_store_that_could_spare_most_is_proposed_with_no_more_than_it_could_spare() -> None:
    three = Three()

    page = text(three.manager.get(f"{LOW}?store={three.here.pk}"))
    other = text(three.manager.get(f"{LOW}?store={three.here.pk}&from={three.few.pk}"))

    assert "池袋店 – could spare 2 of these goods" in page
    assert "渋谷店 – could spare 1 of these goods" in page
    assert three.asked(page) == {"100042": "2", "200001": "1"}
    assert "spare 2<" in page
    assert three.asked(other) == {"100042": "3", "200001": ""}
    assert other.count(" checked") == 1


def test_ticked_rows_become_a_draft_that_staff_may_still_change_and_a_second_press_makes_no_second() -> None:
    three = Three()
    form = three.form()

    first, again = (three.manager.post(f"{LOW}?store={three.here.pk}", form) for _press in range(2))

    transfer = Transfer.objects.get()
    assert first.headers["Location"] == again.headers["Location"] == f"/office/transfers/{transfer.uid}/"
    assert (transfer.status, transfer.from_store, transfer.to_store) == ("draft", three.much, three.here)
    assert {(line.variant.sku, line.wanted) for line in transfer.lines.all()} == {("100042", 2), ("200001", 4)}
    assert three.manager.get(f"/office/transfers/{transfer.uid}/change/").status_code == 200
    page = text(three.manager.get(f"{LOW}?store={three.here.pk}"))
    assert "+2 not sent" in page
    assert three.asked(page) == {"100042": "2", "200001": ""}


def test_what_is_missing_or_no_number_is_said_and_kept_and_makes_nothing() -> None:
    three = Three()
    url = f"{LOW}?store={three.here.pk}"

    nothing = three.manager.post(url, three.form(sku=[]))
    wrong = three.manager.post(url, three.form(pieces_100042="zwei"))
    nowhere = three.manager.post(url, three.form(**{"from": "0"}))

    assert "Tick at least one row." in text(nothing)
    assert "1 to 1,000,000" in text(wrong)
    assert 'value="zwei"' in text(wrong)
    assert "Choose the store that is to send it." in text(nowhere)
    assert [answer.status_code for answer in (nothing, wrong, nowhere)] == [422, 422, 422]
    assert not Transfer.objects.exists()


def test_clerks_and_managers_of_other_stores_make_no_draft() -> None:
    three = Three()
    clerk, stranger = in_english(working(Role.CLERK, three.here)), working(Role.MANAGER, three.few)

    assert "Make a draft" not in text(clerk.get(f"{LOW}?store={three.here.pk}"))
    for client in (clerk, stranger):
        assert client.post(f"{LOW}?store={three.here.pk}", three.form()).status_code == 403
    assert not Transfer.objects.exists()


def test_stores_that_send_nothing_or_are_closed_are_not_asked() -> None:
    three = Three()
    Store.objects.filter(pk=three.much.pk).update(sends_transfers=False)
    Store.objects.filter(pk=three.few.pk).update(is_active=False)

    found = stores_that_could_spare({three.beans.pk: 4}, for_store_id=three.here.pk, at=timezone.now())

    assert found == []
    assert "No other store has any" in text(three.manager.get(f"{LOW}?store={three.here.pk}"))
