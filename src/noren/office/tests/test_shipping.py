"""Parcels in the office: the list, packing, sending, and what cannot be sent."""

import csv
import re
from typing import cast

import pytest
from django.http import StreamingHttpResponse

from noren.office.tests.signing_in import working
from noren.orders.end import cancel_order
from noren.orders.queries import get_order
from noren.orders.routing.models import Sourcing
from noren.orders.shipping.tests.desk import LATER, Parcels, parcels_of
from noren.payments.models import Refund
from noren.people.models import DeedRecord, Role
from tests.factories import all_differences

pytestmark = pytest.mark.django_db


def test_a_clerk_packs_and_sends_a_parcel_from_the_list() -> None:
    parcels = Parcels(has=(5, 0))
    placed = parcels.sell(2)
    (parcel,) = parcels_of(placed.uid)
    client = working(Role.CLERK, parcels.stores[0])
    path = f"/office/to-ship/{parcel.uid}/"

    listed = client.get("/office/to-ship/").content.decode()
    page = client.get(path).content.decode()
    slip = client.get(f"{path}slip/")
    client.post(f"{path}pack/")
    missing = client.post(f"{path}ship/", {"carrier": "yamato", "tracking_number": ""}, follow=True)
    sent = client.post(f"{path}ship/", {"carrier": "yamato", "tracking_number": "1234-5678-9012"})

    assert placed.number in listed
    assert "神南1-2-3" in page
    assert slip.content.startswith(b"%PDF")
    assert "8〜20" in missing.content.decode()
    assert sent.headers["Location"] == "/office/to-ship/"
    parcel.refresh_from_db()
    assert (parcel.status, parcel.tracking_number) == ("shipped", "123456789012")
    assert get_order(placed.uid).status == "completed"
    assert all_differences() == []


def test_what_cannot_be_sent_goes_to_another_store_or_is_parked_and_taken_off() -> None:
    parcels = Parcels(has=(0, 2))
    placed = parcels.sell(2)
    (parcel,) = parcels_of(placed.uid)
    client = working(Role.HEAD_OFFICE)
    line = parcel.lines.get().order_line

    client.post(f"/office/to-ship/{parcel.uid}/reject/", {"reason": "not_found", f"pieces-{line.uid}": "2"})

    parked = Sourcing.objects.get(line=line)
    assert "/office/sourcing/" in client.get("/office/to-ship/").content.decode()
    assert placed.number in client.get("/office/sourcing/").content.decode()
    client.post(f"/office/sourcing/{parked.uid}/", {"deed": "give_up", "reason": "品切れ"})
    assert get_order(placed.uid).status == "rejected"
    assert all_differences() == []


def test_a_clerk_of_another_store_sees_none_of_it() -> None:
    parcels = Parcels(has=(5, 0))
    placed = parcels.sell(1)
    (parcel,) = parcels_of(placed.uid)
    client = working(Role.CLERK, parcels.stores[1])

    assert placed.number not in client.get("/office/to-ship/").content.decode()
    assert client.get(f"/office/to-ship/{parcel.uid}/").status_code == 403
    assert client.post(f"/office/to-ship/{parcel.uid}/pack/").status_code == 403
    parcel.refresh_from_db()
    assert parcel.status == "to_pack"


def test_what_waits_stands_on_the_start_page_and_is_taken_away_as_a_file_that_is_logged() -> None:
    parcels = Parcels(has=(5, 0))
    placed = parcels.sell(2)
    client = working(Role.CLERK, parcels.stores[0])

    start = client.get("/office/").content.decode()
    answer = client.get("/office/to-ship/?format=csv")
    rows = list(csv.reader(b"".join(cast(StreamingHttpResponse, answer)).decode("utf-8-sig").splitlines()))

    assert re.search(r'href="/office/to-ship/"><span>[^<]*</span> <b class="num">1</b>', start)
    assert len(rows) == 2
    assert (rows[1][0], rows[1][4], rows[1][8], rows[1][10]) == (placed.number, "田中 一郎", parcels.coffee.sku, "2")
    assert DeedRecord.objects.filter(deed="ship", outcome="done").exists()


def test_cash_that_is_owed_is_not_asked_for_an_account() -> None:
    parcels = Parcels()
    placed = parcels.sell(2)
    cancel_order(placed.uid, by="staff", at=LATER)
    client = working(Role.HEAD_OFFICE)

    page = client.get(f"/office/money/refunds/{Refund.objects.get().uid}/").content.decode()

    assert "レジで現金" in page
    assert "先にお振り込み" not in page
    assert "090-1234-5678" in page
