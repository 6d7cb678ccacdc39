"""Forms of records: what is typed reaches the verb, and what the verb refuses stands at its field with nothing lost."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from noren.campaigns.models import Campaign
from noren.catalog.models import Category, Picture, Product, Variant
from noren.coupons.models import Coupon, Grant
from noren.kernel.form_fields import CodesField, parse_hours
from noren.office.tests.signing_in import signed_in, working
from noren.orders.place import place_order
from noren.people.models import Account, ApiToken, Role, StaffMember
from noren.people.tokens import find_token
from noren.stock.models import Level, Movement
from noren.stores.models import Register, Store
from noren.timeline.models import Event
from tests.factories import NOON, make_coupon, make_member, make_staff, make_store, make_variant, pickup, stock_up, want

pytestmark = pytest.mark.django_db
STORE = {
    "code": "S100",
    "name": "代々木店",
    "is_active": "on",
    "is_pickup_enabled": "on",
    "pickup_lead_minutes": "45",
    "sends_transfers": "on",
    "transfer_days": "3",
    "time_zone": "Asia/Tokyo",
    "closing_hour": "5",
    "day_0": "10:00-21:00",
    "day_6": "１１：００〜１８：００",
    "special_days": "2026-12-31 10:00–17:00\n2027-01-01",
}
COUPON = {
    "code": "tea10",
    "name": "お茶 10% 引き",
    "kind": "code",
    "benefit": "percent",
    "percent": "12.5",
    "minimum_minor": "1000",
    "categories": "tea\n coffee",
    "valid_from": "2026-07-01T00:00",
    "valid_until": "2026-08-01T00:00",
    "channels": ["web"],
    "is_use_returned": "on",
    "is_active": "on",
}


@pytest.fixture
def client() -> Client:
    """Head office, reading English."""
    client = signed_in(Account.objects.create_superuser("root@example.jp", "long enough to sign in"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_a_store_is_opened_with_its_week_and_its_special_days(client: Client) -> None:
    answer = client.post("/office/stores/store/add/", STORE)

    assert answer.status_code == 302
    store = Store.objects.get(code="S100")
    assert store.pickup_lead_minutes == 45
    assert (store.sends_transfers, store.transfer_days) == (True, 3)
    hours = {each.weekday: (each.opens_minute, each.closes_minute) for each in store.opening_hours.all()}
    assert hours == {0: (600, 1260), 6: (660, 1080)}
    days = {day.date: (day.opens_minute, day.closes_minute) for day in store.special_days.all()}
    assert days == {date(2026, 12, 31): (600, 1020), date(2027, 1, 1): (None, None)}
    assert set(Event.objects.values_list("name", flat=True)) == {"Store Saved", "Opening Hours Set", "Special Day Set"}


def test_a_store_is_changed_under_its_code_and_unchanged_hours_are_not_told_again(client: Client) -> None:
    client.post("/office/stores/store/add/", STORE)
    store = Store.objects.get(code="S100")
    Event.objects.all().delete()

    answer = client.post(
        f"/office/stores/store/{store.pk}/change/",
        STORE | {"code": "OTHER", "name": "代々木公園店", "special_days": "2027-01-01"},
    )

    assert answer.status_code == 302
    store.refresh_from_db()
    assert (store.code, store.name, store.special_days.count()) == ("S100", "代々木公園店", 1)
    assert list(Event.objects.order_by("pk").values_list("name", flat=True)) == ["Store Saved", "Special Day Set"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day_0": "morning"}, "Write hours as 10:00–21:00"),
        ({"day_0": "21:00-10:00"}, "Opening hours must begin on their day"),
        ({"special_days": "2026-13-01"}, "Line 1: write a day as"),
        ({"issuer_number": "123"}, "the registration number is a T and 13 digits."),
        ({"latitude": "35.6"}, "coordinates come in pairs."),
        ({"time_zone": "Asia/Shibuya"}, "there is no such time zone."),
    ],
)
def test_what_cannot_stand_is_said_and_nothing_typed_is_lost(client: Client, typed: dict[str, str], words: str) -> None:
    answer = client.post("/office/stores/store/add/", STORE | typed)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert 'value="代々木店"' in page
    assert not Store.objects.exists()
    assert not Event.objects.exists()


def test_a_register_is_put_into_a_store_and_retired(client: Client) -> None:
    store = make_store()

    client.post("/office/stores/register/add/", {"store": store.pk, "code": "2", "name": "レジ2", "is_active": "on"})
    register = Register.objects.get()
    client.post(f"/office/stores/register/{register.pk}/change/", {"name": "レジ2（奥）"})

    register.refresh_from_db()
    assert (register.store, register.code, register.name, register.is_active) == (store, "2", "レジ2（奥）", False)


def test_a_product_is_made_with_its_picture_variant_and_price(client: Client) -> None:
    category = Category.objects.create(code="tea", name="お茶")
    page = {"code": "matcha", "name": "抹茶", "category": category.pk, "tax_class": "food", "is_active": "on"}

    client.post("/office/catalog/product/add/", page | {"picture": a_picture(), "alt": "緑の缶"})
    variant = {"product_code": "matcha", "sku": "M-40", "gtin": "4901234567894", "price_minor": "1480"}
    client.post("/office/catalog/variant/add/", variant | {"is_active": "on"})

    product = Product.objects.get(code="matcha")
    assert (product.name, product.category, product.tax_class) == ("抹茶", category, "food")
    assert Picture.objects.get().alt == "緑の缶"
    assert Variant.objects.get().price_minor == 1480
    shown = client.get(f"/office/catalog/product/{product.pk}/change/").content.decode()
    assert "M-40" in shown
    assert ".webp" in shown


def test_a_refused_picture_leaves_the_product_as_it_was(client: Client) -> None:
    variant = make_variant(name="抹茶")
    product = variant.product
    typed = {"name": "別の名前", "category": product.category_id, "tax_class": "reduced", "is_active": "on"}
    fake = SimpleUploadedFile("a.png", b"not a picture", content_type="image/png")

    answer = client.post(f"/office/catalog/product/{product.pk}/change/", typed | {"picture": fake, "alt": ""})

    assert answer.status_code == 200
    product.refresh_from_db()
    assert product.name == "抹茶"
    assert not Picture.objects.exists()


def test_a_picture_is_removed_with_its_verb(client: Client) -> None:
    product = make_variant().product
    typed = {"name": "抹茶", "category": product.category_id, "tax_class": "reduced", "is_active": "on", "alt": ""}
    client.post(f"/office/catalog/product/{product.pk}/change/", typed | {"picture": a_picture()})
    picture = Picture.objects.get()

    answer = client.post(f"/office/catalog/picture/{picture.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 302
    assert not Picture.objects.exists()
    assert Event.objects.filter(name="Picture Removed").exists()


def test_a_gtin_of_other_goods_is_refused_at_its_field(client: Client) -> None:
    taken, other = make_variant(), make_variant()
    Variant.objects.filter(pk=taken.pk).update(gtin="4901234567894")

    answer = client.post(
        f"/office/catalog/variant/{other.pk}/change/",
        {"name": "", "gtin": "4901234567894", "price_minor": "1", "is_active": "on"},
    )

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors.keys() == {"gtin"}
    other.refresh_from_db()
    assert other.gtin is None


def test_a_coupon_is_asked_for_in_words_and_kept_in_the_language_of_rules(client: Client) -> None:
    store = make_store(code="S1")
    _some_categories()

    answer = client.post("/office/coupons/coupon/add/", COUPON | {"stores": ["S1"]})

    assert answer.status_code == 302
    coupon = Coupon.objects.get()
    assert coupon.rule == {
        "v": 1,
        "benefit": {"kind": "percent", "percent_bp": 1250, "up_to_minor": None},
        "minimum_minor": 1000,
        "goods": {"categories": ["coffee", "tea"]},
        "priority": 0,
        "stacks": False,
    }
    assert (coupon.code, coupon.channels, coupon.store_codes) == ("TEA10", ["web"], [store.code])
    assert coupon.valid_from == datetime(2026, 6, 30, 15, tzinfo=UTC)
    shown = client.get(f"/office/coupons/coupon/{coupon.pk}/change/").content.decode()
    assert 'value="12.5"' in shown
    assert "coffee, tea" in shown
    assert "12.5% off, from ¥1,000" in client.get("/office/coupons/coupon/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"percent": ""}, "percent"),
        ({"percent": "101"}, "percent"),
        ({"benefit": "amount", "amount_minor": ""}, "amount_minor"),
        ({"valid_until": "2026-06-01T00:00"}, "valid_until"),
        ({"code": "  "}, "code"),
        ({"kind": "everybody"}, "kind"),
        ({"categories": "x" * 101}, "categories"),
        ({"categories": "tea, tee"}, "categories"),
        ({"products": "P1"}, "products"),
        ({"skus": "SKU1"}, "skus"),
        ({"stores": ["S9"]}, "stores"),
    ],
)
def test_a_coupon_that_cannot_stand_is_refused_at_its_field(client: Client, typed: dict[str, str], field: str) -> None:
    _some_categories()

    answer = client.post("/office/coupons/coupon/add/", COUPON | typed)

    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert not Coupon.objects.exists()


def test_codes_that_do_not_exist_are_named_in_the_language_of_the_page(client: Client) -> None:
    for language, words in (
        ("en", "there is no category with the code coffee, tea."),
        ("ja", "次のコードのカテゴリーはありません：coffee, tea"),
    ):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        assert words in client.post("/office/coupons/coupon/add/", COUPON).content.decode()


def _some_categories() -> None:
    for code in ("tea", "coffee"):
        Category.objects.create(code=code, name=code)


def test_a_limit_below_what_is_used_is_refused(client: Client) -> None:
    _some_categories()
    coupon = make_coupon(code="TEA10", redemption_limit=5)
    Coupon.objects.filter(pk=coupon.pk).update(redeemed_count=0)

    answer = client.post(f"/office/coupons/coupon/{coupon.pk}/change/", COUPON | {"redemption_limit": "3"})

    assert answer.status_code == 302
    coupon.refresh_from_db()
    assert (coupon.code, coupon.redemption_limit, coupon.name) == ("TEA10", 3, "お茶 10% 引き")


def test_the_list_of_coupons_shows_how_often_each_was_used_with_or_without_a_limit(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_coupon(code="LIMITED", redemption_limit=50)
    make_coupon(code="FREE")
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 9)
    for codes in (("FREE",), ("FREE",), ("FREE", "LIMITED")):
        place_order(pickup(store, want(variant), coupon_codes=codes), at=NOON)

    with CaptureQueriesContext(connection) as read:
        shown = client.get("/office/coupons/coupon/").content.decode()

    assert ">1 / 50<" in shown
    assert ">3 / no limit<" in shown
    assert len([query for query in read if "coupons_redemption" in query["sql"]]) == 1
    monkeypatch.setattr("noren.coupons.queries.MOST_USES_COUNTED", 2)
    monkeypatch.setattr("noren.coupons.admin.MOST_USES_COUNTED", 2)
    assert ">2+ / no limit<" in client.get("/office/coupons/coupon/").content.decode()


def test_a_member_coupon_is_given_to_a_member_as_the_member_says_it(client: Client) -> None:
    coupon, member = make_coupon(kind="member"), make_member(email="haruka@example.jp")

    client.post("/office/coupons/grant/add/", {"coupon": coupon.pk, "member": "HARUKA@example.jp"})
    answer = client.post("/office/coupons/grant/add/", {"coupon": coupon.pk, "member": "nobody@example.jp"})

    assert Grant.objects.get().customer == member
    assert "There is no member “nobody@example.jp”." in answer.content.decode()


def test_stock_is_corrected_to_what_was_found_with_a_reason(client: Client) -> None:
    level = stock_up(make_store(), make_variant(), 5)
    page = f"/office/stock/level/{level.pk}/change/"

    without_reason = client.post(page, {"found": "3", "reason": "", "set_aside": "0"})
    client.post(page, {"found": "3", "reason": "broken", "set_aside": "1"})

    assert "Say why the figure is corrected." in without_reason.content.decode()
    level = Level.objects.get()
    assert (level.on_hand, level.safety) == (3, 1)
    assert list(Movement.objects.order_by("pk").values_list("kind", "reason"))[1:] == [
        ("counted", "broken"),
        ("safety_set", "broken"),
    ]


def test_a_staff_member_is_employed_with_roles_and_signs_in(client: Client) -> None:
    store = make_store()
    typed = {"code": "0042", "name": "山口", "email": "yamaguchi@example.jp", "password": "correct horse battery"}

    client.post(
        "/office/people/staffmember/add/",
        typed | {"may_sign_in": "on", "everywhere": ["marketer"], "manager_in": [store.pk]},
    )

    staff = StaffMember.objects.get(code="0042")
    assert set(staff.roles.values_list("role", "store")) == {("marketer", None), ("manager", store.pk)}
    assert signed_in(staff.account).get("/office/").status_code == 200


def test_a_new_staff_member_under_a_code_that_somebody_has_is_refused(client: Client) -> None:
    known = make_staff(role=Role.CLERK, store=make_store())
    typed = {"code": known.code, "name": "田中", "email": "tanaka@example.jp", "password": "correct horse battery"}

    answer = client.post("/office/people/staffmember/add/", typed | {"may_sign_in": "on"})

    assert "code" in answer.context["adminform"].form.errors
    known.refresh_from_db()
    assert known.name == "山口"


def test_a_tokens_secret_is_said_once_and_dies_with_its_revocation(client: Client) -> None:
    answer = client.post("/office/people/apitoken/add/", {"name": "倉庫", "scopes": ["stock:read"], "valid_until": ""})

    token = ApiToken.objects.get()
    secret = answer.content.decode().split('id="secret">')[1].split("<")[0]
    assert find_token(secret, at=NOON) is not None
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in client.get(f"/office/people/apitoken/{token.pk}/change/").content.decode()
    client.post(f"/office/people/apitoken/{token.pk}/delete/", {"post": "yes"})
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert find_token(secret, at=NOON) is None


def test_a_campaign_is_planned(client: Client) -> None:
    typed = {"code": "summer", "name": "夏", "starts_at": "2026-07-01T00:00", "ends_at": "2026-08-01T00:00"}

    assert client.post("/office/campaigns/campaign/add/", typed).status_code == 302

    assert Campaign.objects.get().ends_at == datetime(2026, 7, 31, 15, tzinfo=UTC)


def test_a_marketer_makes_coupons_and_no_products() -> None:
    client = working(Role.MARKETER)
    _some_categories()

    assert client.post("/office/coupons/coupon/add/", COUPON).status_code == 302
    assert client.post("/office/catalog/product/add/", {}).status_code == 403


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("9:00-17:30", (540, 1050)), ("18:00–26:00", (1080, 1560)), ("9:00", None), ("9:61-10:00", None), ("", None)],
)
def test_hours_are_read_as_people_write_them(text: str, minutes: tuple[int, int] | None) -> None:
    assert parse_hours(text) == minutes


def test_codes_are_read_however_they_are_parted() -> None:
    assert CodesField(required=False).clean("a, b\n c、d a") == ("a", "b", "c", "d")


def a_picture() -> SimpleUploadedFile:
    """A small PNG."""
    out = BytesIO()
    Image.new("RGB", (400, 300), "green").save(out, "PNG")
    return SimpleUploadedFile("matcha.png", out.getvalue(), content_type="image/png")
