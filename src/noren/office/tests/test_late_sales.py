"""Sales made without a network in the office: listed with what they come to, seen by somebody who may, once."""

import csv
import io
from datetime import timedelta
from typing import Any, cast

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from noren.office.tests.signing_in import signed_in, working
from noren.office.tests.test_stock_work import text
from noren.orders.late.models import LateSale
from noren.orders.late.tests.devices import late_sale
from noren.orders.place import place_order
from noren.people.models import DeedRecord, Role
from tests.factories import NOON, Shop, make_member, make_staff

pytestmark = pytest.mark.django_db
LIST = "/office/late-sales/"


class Desk:
    """Two stores, each with a sale at another price, the first with one more that is as it would have been."""

    def __init__(self) -> None:
        self.here, self.there = Shop(), Shop()
        at = NOON + timedelta(hours=1)
        for shop, price in ((self.here, 900), (self.there, 800)):
            sale = late_sale(
                shop.register, shop.staff, (shop.coffee, 1, price), provisional_number=f"01-{shop.store.code}"
            )
            place_order(sale, at=at)
        place_order(late_sale(self.here.register, self.here.staff, (self.here.coffee, 1)), at=at)
        self.staff = make_staff(role=Role.MANAGER, store=self.here.store)
        self.manager = self.english(signed_in(self.staff.account))
        self.office = self.english(working(Role.HEAD_OFFICE))

    @staticmethod
    def english(client: Client) -> Client:
        """The same browser in English."""
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    def sale(self, shop: Shop) -> LateSale:
        """The one that differs."""
        return LateSale.objects.get(order__store=shop.store, difference_count__gt=0)


def test_a_manager_sees_what_differs_in_their_store_and_what_it_comes_to() -> None:
    desk = Desk()

    page = text(desk.manager.get(LIST))

    assert desk.sale(desk.here).provisional_number in page
    assert desk.sale(desk.there).provisional_number not in page
    assert "a different price" in page
    assert "−¥100" in page


def test_the_list_is_narrowed_by_store_cause_and_state() -> None:
    desk = Desk()
    here, there = (desk.sale(shop).provisional_number for shop in (desk.here, desk.there))

    of_store = text(desk.office.get(f"{LIST}?store={desk.there.store.pk}"))
    of_cause = text(desk.office.get(f"{LIST}?cause=clock"))
    of_all = text(desk.office.get(f"{LIST}?state=all"))

    assert there in of_store
    assert here not in of_store
    assert here not in of_cause
    assert "01-000001" in of_all


def test_the_page_of_a_sale_says_what_happened_and_what_to_do_and_notes_who_saw_it_first() -> None:
    desk = Desk()
    sale = desk.sale(desk.here)

    page = text(desk.manager.get(f"{LIST}{sale.uid}/"))
    first = text(desk.manager.post(f"{LIST}{sale.uid}/", {"note": "レジに価格を読み込んだ"}, follow=True))
    desk.office.post(f"{LIST}{sale.uid}/", {"note": "second"})

    sale.refresh_from_db()
    assert "keeps that price" in page
    assert "Seen by" in first
    assert (sale.seen_by, sale.seen_note) == (desk.staff, "レジに価格を読み込んだ")
    assert DeedRecord.objects.filter(deed="see_late_sales", outcome="done").count() == 2


def test_several_are_seen_at_once_and_one_of_another_store_is_not() -> None:
    desk = Desk()
    uids = [str(desk.sale(shop).uid) for shop in (desk.here, desk.there)]

    page = text(desk.manager.post(f"{LIST}several/", {"sale": [*uids, "rubbish"], "note": "確認"}, follow=True))

    assert "1 done" in page
    assert "1 not done" in page
    assert desk.sale(desk.here).seen_by == desk.staff
    assert desk.sale(desk.there).seen_at is None


def test_who_may_not_see_them_gets_neither_list_nor_sale() -> None:
    desk = Desk()
    clerk, manager = working(Role.CLERK, desk.here.store), desk.manager
    other = desk.sale(desk.there)

    assert clerk.get(LIST).status_code == 403
    assert manager.get(f"{LIST}{other.uid}/").status_code == 403
    assert manager.post(f"{LIST}{other.uid}/").status_code == 403
    assert manager.get(f"{LIST}0198f0a4-6c1e-7b7c-9d3e-2f6a1b0c4d5e/").status_code == 404
    other.refresh_from_db()
    assert other.seen_at is None


def test_a_csv_file_has_a_row_for_each_difference() -> None:
    desk = Desk()

    answer = cast(StreamingHttpResponse, desk.office.get(f"{LIST}?state=all&format=csv"))
    body = b"".join(cast(Any, answer.streaming_content)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))

    assert sorted((row["Cause"], row["Amount"]) for row in rows) == [
        ("", ""),
        ("a different price", "-100"),
        ("a different price", "-200"),
    ]


def test_the_start_page_says_how_many_wait_and_a_timeline_shows_the_moment_it_was_made() -> None:
    desk, member = Desk(), make_member()
    made_at = timezone.now() - timedelta(days=2)
    sale = late_sale(desk.here.register, desk.here.staff, (desk.here.coffee, 1), customer=member, made_at=made_at)
    place_order(sale, at=timezone.now())

    start, timeline = text(desk.manager.get("/office/")), text(desk.manager.get(f"/office/customers/{member.uid}/"))

    assert "Sales made without a network that differ" in start
    assert "(made without a network)" in timeline
    assert timezone.localtime(made_at).strftime("%H:%M") in timeline
