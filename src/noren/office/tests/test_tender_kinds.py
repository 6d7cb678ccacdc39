"""Ways of paying at tills in the office, and the money by them."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from noren.office.tests.signing_in import signed_in, working
from noren.orders.place import place_order
from noren.payments.models import TenderKind
from noren.people.models import Account, Role
from noren.timeline.models import Event
from tests.factories import Shop, by, cash, counter_sale, make_tender_kind, want

pytestmark = pytest.mark.django_db
TYPED = {
    "code": "town2026",
    "name": "町の商品券",
    "form": "voucher",
    "position": "10",
    "is_active": "on",
    "rest": "kept",
    "refund_by": "cash",
    "is_counted": "on",
    "most_alone_minor": "3000",
    "faces_minor": "５００ 1000",
}


@pytest.fixture
def head_office() -> Client:
    return signed_in(Account.objects.create_superuser("root@example.jp", "long enough to sign in"))


def test_head_office_names_a_way_of_paying_and_changes_it(head_office: Client) -> None:
    added = head_office.post(reverse("admin:payments_tenderkind_add"), TYPED)

    kind = TenderKind.objects.get()
    assert (added.status_code, kind.code, kind.faces_minor, kind.rest) == (302, "town2026", [500, 1_000], "kept")
    assert Event.objects.get(name="Tender Kind Saved").properties["name"] == "町の商品券"
    address = reverse("admin:payments_tenderkind_change", args=[kind.pk])
    head_office.post(address, {**TYPED, "name": "町の券", "faces_minor": ""})
    kind.refresh_from_db()
    assert (kind.name, kind.faces_minor) == ("町の券", [])


@pytest.mark.parametrize(
    "wrong",
    [{"code": "cash"}, {"code": "Karte"}, {"form": "card"}, {"faces_minor": "many"}, {"needs_reference": "on"}],
)
def test_what_cannot_stand_is_refused_at_its_field(head_office: Client, wrong: dict[str, str]) -> None:
    answer = head_office.post(reverse("admin:payments_tenderkind_add"), {**TYPED, **wrong})

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert TenderKind.objects.count() == 0


def test_a_manager_of_one_store_sees_the_ways_of_paying_and_changes_none() -> None:
    shop, kind = Shop(), make_tender_kind()
    manager = working(Role.MANAGER, shop.store)

    assert manager.get(reverse("admin:payments_tenderkind_changelist")).status_code == 200
    assert manager.post(reverse("admin:payments_tenderkind_add"), TYPED).status_code == 403
    manager.post(reverse("admin:payments_tenderkind_change", args=[kind.pk]), {**TYPED, "code": "card"})
    assert list(TenderKind.objects.values_list("name", flat=True)) == ["クレジットカード"]


def test_money_is_seen_by_day_and_way_of_paying_and_taken_as_a_file() -> None:
    shop, card = Shop(), make_tender_kind()
    wanted = counter_sale(shop.register, shop.staff, want(shop.coffee, 1), tendered_minor=0)
    place_order(replace(wanted, tenders=(by(card, 700), cash(300))), at=timezone.now())
    manager = working(Role.MANAGER, shop.store)

    seen = manager.get(reverse("admin:money_by_tender")).content.decode()
    file = b"".join(manager.get(reverse("admin:money_by_tender"), {"csv": "1"}).streaming_content).decode()  # type: ignore[attr-defined]

    assert "クレジットカード" in seen
    assert "¥700" in seen
    assert [line.split(",")[3:7] for line in file.splitlines()[1:]] == [
        ["クレジットカード", "700", "0", "700"],
        ["現金", "300", "0", "300"],
    ]
    assert working(Role.CLERK, shop.store).get(reverse("admin:money_by_tender")).status_code in {302, 403}
