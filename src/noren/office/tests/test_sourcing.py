"""Goods from other stores in the office: said, listed, decided; the rules that choose, and their preview."""

import pytest

from noren.office.tests.signing_in import signed_in, working
from noren.office.tests.test_stock_work import text
from noren.orders.models import OrderLine
from noren.orders.place import place_order
from noren.orders.routing.models import RoutingRuleSet, RuleKind, Sourcing
from noren.orders.routing.rule_sets import active_set
from noren.people.models import Role
from noren.stock.models import Level, Shortfall, Transfer
from tests.factories import (
    NOON,
    all_differences,
    counter_sale,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)

pytestmark = pytest.mark.django_db


class Pair:
    """An order of two at one store, another store with as many as said, and people signed in, reading English."""

    def __init__(self, *, elsewhere: int = 3) -> None:
        self.here, self.other = make_store(name="代々木店"), make_store(name="池袋店")
        self.beans = make_variant(price_minor=1_000, sku="100042")
        self.level = stock_up(self.here, self.beans, 2)
        if elsewhere:
            stock_up(self.other, self.beans, elsewhere)
        self.placed = place_order(pickup(self.here, want(self.beans, 2)), at=NOON)
        self.line = OrderLine.objects.get()
        self.staff = make_staff(role=Role.MANAGER, store=self.here)
        self.manager, self.clerk = signed_in(self.staff.account), working(Role.CLERK, self.here)
        for client in (self.manager, self.clerk):
            client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def reject(self, **typed: object) -> str:
        """The form of a line that cannot be served, filled in and followed."""
        url = f"/office/orders/{self.placed.uid}/cannot-serve/"
        form = self.clerk.get(url).context["form"]
        values = {"uid": form["uid"].value(), "line": str(self.line.uid), "quantity": 1, "reason": "not_found", **typed}
        return text(self.clerk.post(url, values, follow=True))


def test_a_line_that_cannot_be_served_is_said_in_the_office_and_seen_in_the_list() -> None:
    pair = Pair()

    page = pair.reject()

    number = Transfer.objects.get().number
    assert "comes from 池袋店" in page
    listed = text(pair.clerk.get("/office/sourcing/"))
    for words in (pair.placed.number, "池袋店", str(Transfer.objects.get()), "Nothing is parked"):
        assert words in listed, words
    assert len(number) == 8
    order = text(pair.manager.get(f"/office/orders/order/{pair.placed.uid}/change/"))
    assert "Comes from another store" in order
    assert "A line cannot be served" in order
    assert all_differences() == []


def test_a_form_that_says_too_little_or_too_much_changes_nothing() -> None:
    pair = Pair()

    assert "reason" in pair.reject(reason="other", words="")
    assert "cannot reject 3" in pair.reject(quantity=3)
    assert "This field is required." in pair.reject(line="")

    assert not Sourcing.objects.exists()
    pair.level.refresh_from_db()
    assert (pair.level.on_hand, pair.level.allocated) == (2, 2)


def test_parked_goods_are_taken_noted_routed_again_and_taken_off() -> None:
    pair = Pair(elsewhere=0)
    pair.reject(quantity=2)
    row = Sourcing.objects.get()
    url = f"/office/sourcing/{row.uid}/"
    assert 'no store can serve</span> <b class="num to-do__hot">1<' in text(pair.clerk.get("/office/"))

    pair.manager.post(url, {"deed": "take"})
    pair.manager.post(url, {"deed": "note", "note": "本部に確認中"})
    refused = text(pair.clerk.post(url, {"deed": "again"}, follow=True))

    assert "It stays parked." in refused
    assert "本部に確認中" in refused
    assert "Take it over" in refused
    assert pair.clerk.post(url, {"deed": "found", "reason": "あった"}).status_code == 403
    stock_up(pair.other, pair.beans, 1)
    assert "池袋店" in text(pair.clerk.post(url, {"deed": "again"}, follow=True))
    pair.clerk.post(url, {"deed": "give_up", "reason": "入荷の予定がありません"})
    pair.line.refresh_from_db()
    assert (pair.line.quantity, pair.line.awaited_quantity) == (1, 1)
    assert "入荷の予定がありません" in text(pair.clerk.get("/office/sourcing/?ended=1"))
    assert all_differences() == []


def test_goods_of_other_stores_are_not_seen_or_decided() -> None:
    pair = Pair(elsewhere=0)
    pair.reject()
    row = Sourcing.objects.get()
    stranger = working(Role.MANAGER, pair.other)

    assert pair.placed.number not in text(stranger.get("/office/sourcing/"))
    for deed in ("take", "again", "give_up"):
        assert stranger.post(f"/office/sourcing/{row.uid}/", {"deed": deed, "reason": "x"}).status_code == 403
    assert stranger.get(f"/office/orders/{pair.placed.uid}/cannot-serve/").status_code == 403
    row.refresh_from_db()
    assert (row.status, row.owner) == ("parked", None)


def test_a_shortfall_is_routed_by_one_button() -> None:
    pair = Pair()
    seller = make_staff(store=pair.here)
    place_order(counter_sale(make_register(pair.here), seller, want(pair.beans), tendered_minor=1_000), at=NOON)
    short = Shortfall.objects.get(ended_at=None)
    assert "Route again" in text(pair.manager.get("/office/shortfalls/"))

    page = text(pair.manager.post(f"/office/shortfalls/{short.uid}/route/", follow=True))

    assert "池袋店" in page
    pair.level.refresh_from_db()
    assert (pair.level.on_hand, pair.level.allocated, pair.level.short) == (1, 1, 0)
    assert all_differences() == []


def test_rules_are_drafted_previewed_and_put_in_force_by_head_office_alone() -> None:
    pair = Pair()
    far = make_store(name="札幌店", code="SPK")
    stock_up(far, pair.beans, 50)
    far.latitude, far.longitude = 43.06, 141.35
    far.save(update_fields=["latitude", "longitude"])
    owner = working(Role.HEAD_OFFICE)
    owner.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    before = list(Level.objects.order_by("pk").values())
    kinds = [RuleKind.MOST_STOCK, RuleKind.NEAREST, RuleKind.FEWEST_PARCELS, RuleKind.OPEN, RuleKind.WALK_INS]
    typed: dict[str, object] = {f"place_{kind}": place for place, kind in enumerate(kinds, start=1)}
    typed |= {f"on_{kind}": "on" for kind in kinds[:2]} | {"parameter_nearest": 1000, "parameter_walk_ins": 2}

    assert pair.manager.get("/office/routing/").status_code == 403
    page = text(owner.post("/office/routing/", {**typed, "deed": "save", "name": "在庫優先"}, follow=True))

    assert "Of 1 cases 1 would go otherwise. Parcels: 1 by the rules in force, 1 by the draft." in page
    assert "池袋店 × 2" in page
    assert "札幌店 × 2" in page
    assert list(Level.objects.order_by("pk").values()) == before
    assert not Sourcing.objects.exists()
    assert active_set().version == 0

    version = RoutingRuleSet.objects.get().version
    twice = {**typed, "place_nearest": 1, "deed": "save"}
    assert "its own place" in text(owner.post("/office/routing/", twice, follow=True))
    text(owner.post("/office/routing/", {"deed": "switch_on", "version": version}, follow=True))

    assert [rule.kind for rule in active_set().in_order()] == [RuleKind.MOST_STOCK, RuleKind.NEAREST]
    pair.reject()
    assert Transfer.objects.get().from_store == far
    why = Sourcing.objects.get().why
    assert (why[0]["store"], why[0]["decided_by"]) == ("SPK", "most_stock")
    assert "Why this store" in text(pair.clerk.get("/office/sourcing/"))
