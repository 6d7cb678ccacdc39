"""The office's own pages: today, a customer's timeline, the report, imports, and deeds on orders and mails."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from noren.connect.models import Import
from noren.connect.run import run_import
from noren.connect.store import drop_file
from noren.kernel.ids import uuid7
from noren.office.tests.signing_in import signed_in, working
from noren.orders.end import cancel_order
from noren.orders.hand_over import hand_over
from noren.orders.models import Order
from noren.orders.pick import mark_ready
from noren.orders.place import place_order
from noren.orders.wanted import PlacedOrder
from noren.outreach.models import Message
from noren.outreach.send import send_due
from noren.outreach.tests.test_order_mails import follow
from noren.people.models import Account, Customer, Role
from noren.stores.models import Store
from tests.factories import (
    NOON,
    at_counter,
    counter_sale,
    make_coupon,
    make_member,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)

pytestmark = pytest.mark.django_db
JULY = "first=2026-07-01&last=2026-07-31"
STORES_CSV = "店舗コード,店舗名\nS900,吉祥寺店\n"


@pytest.fixture
def client() -> Client:
    """Head office, reading English."""
    client = signed_in(Account.objects.create_superuser("root@example.jp", "long enough to sign in"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def bought_everywhere(member: Customer) -> PlacedOrder:
    """A member who ordered online with a coupon, collected with extra goods, and bought at the counter."""
    store, coffee = make_store(), make_variant(price_minor=1_000)
    stock_up(store, coffee, 100)
    register, staff = make_register(store), make_staff(store=store)
    make_coupon(code="COFFEE20", name="コーヒーの日")
    placed = place_order(pickup(store, want(coffee), customer=member, coupon_codes=("COFFEE20",)), at=NOON)
    later = NOON + timedelta(hours=1)
    mark_ready(placed.uid, staff_uid=staff.uid, at=later)
    hand_over(placed.uid, at_counter(register, staff, tendered_minor=9_000, extra_lines=(want(coffee),)), at=later)
    wanted = counter_sale(register, staff, want(coffee), tendered_minor=1_000, customer=member)
    place_order(wanted, at=later + timedelta(minutes=10))
    return placed


def text(answer: Any) -> str:
    """The page or file as text."""
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def rows(answer: Any) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(text(answer).removeprefix("\ufeff"))))


def test_the_start_page_shows_late_pickups_and_the_days_work(client: Client) -> None:
    store, variant, now = make_store(name="代々木店"), make_variant(), timezone.now()
    stock_up(store, variant, 10)
    placed = place_order(pickup(store, want(variant)), at=now - timedelta(days=2))

    page = text(client.get("/office/"))

    assert placed.number in page
    assert "代々木店" in page
    assert "late" in page


def test_a_levels_page_tells_every_movement_with_its_cause_and_whom_pieces_are_kept_for(client: Client) -> None:
    store, beans = make_store(name="吉祥寺店"), make_variant(price_minor=1_000)
    level = stock_up(store, beans, 9)
    kept = place_order(pickup(store, want(beans, 3)), at=NOON)
    sold = counter_sale(make_register(store), make_staff(store=store), want(beans, 8), tendered_minor=9_000)
    number = place_order(sold, at=NOON).number

    page = text(client.get(f"/office/levels/{level.pk}/"))

    assert f'<a href="/office/orders/order/{kept.uid}/change/">Order {kept.number}</a>' in page
    assert f"Order {number}" in page
    assert "2 pieces are promised and not there" in page
    assert "closing time" in page
    assert "short <b" in page
    assert 'on hand <b class="num">−8</b>' in page
    assert f"/office/levels/{level.pk}/" in text(client.get(f"/office/stock/level/{level.pk}/change/"))


def test_a_level_of_another_store_is_not_there_for_staff_bound_to_theirs() -> None:
    mine, other = make_store(code="S1"), make_store(code="S2")
    level = stock_up(other, make_variant(), 1)
    own = stock_up(mine, make_variant(), 1)
    manager = working(Role.MANAGER, mine)

    assert manager.get(f"/office/levels/{own.pk}/").status_code == 200
    assert manager.get(f"/office/levels/{level.pk}/").status_code == 404
    assert manager.get("/office/levels/999999/").status_code == 404
    assert Client().get(f"/office/levels/{own.pk}/").status_code == 302


def test_a_customers_timeline_tells_every_channel_in_words_with_amounts_stores_and_links(client: Client) -> None:
    member = make_member()
    placed = bought_everywhere(member)
    follow()
    send_due(at=NOON + timedelta(hours=2))

    page = text(client.get(f"/office/customers/{member.uid}/"))

    for words in (
        "Ordered for pickup", "Coupon used", "コーヒーの日 (COFFEE20)", "-¥200", "Ready for pickup",
        "Picked up and paid", "goods added at the counter: ¥800", "Points earned", "Bought in the store", "¥1,000",
        "Mail sent", "渋谷店", "online shop", "store counter",
    ):  # fmt: skip
        assert words in page, words
    assert f"/office/orders/order/{placed.uid}/change/" in page
    assert page.index("Bought in the store") < page.index("Ordered for pickup")


def test_a_customers_timeline_is_told_in_japanese_too(client: Client) -> None:
    member = make_member()
    bought_everywhere(member)

    page = text(client.get(f"/office/customers/{member.uid}/", headers={"accept-language": "ja"}))

    for words in ("店舗受取を注文", "クーポンを利用", "受け取り・お支払い", "店頭で購入"):
        assert words in page, words


def test_a_long_timeline_goes_on_page_by_page_and_loses_nothing_of_one_instant(client: Client) -> None:
    member, store, coffee = make_member(), make_store(), make_variant(price_minor=100)
    stock_up(store, coffee, 100)
    register, staff = make_register(store), make_staff(store=store)
    for day in range(30):
        wanted = counter_sale(register, staff, want(coffee), tendered_minor=100, customer=member)
        place_order(wanted, at=NOON + timedelta(days=day))
    numbers = set(Order.objects.values_list("number", flat=True))

    url, seen, pages = f"/office/customers/{member.uid}/", "", 0
    while url:
        page = text(client.get(url))
        seen, pages = seen + page, pages + 1
        url = _next(page, f"/office/customers/{member.uid}/")

    told = client.get(f"/office/customers/{member.uid}/").context["orders"].orders
    assert told == 30
    assert pages == -(-30 // 50) + (1 if seen.count("timeline__item") > 50 else 0)
    assert seen.count("Bought in the store") == len(numbers)


def _next(page: str, path: str) -> str:
    if 'rel="next"' not in page:
        return ""
    return path + page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")


def test_an_unknown_customer_is_not_found_and_a_made_up_position_is_ignored(client: Client) -> None:
    member = make_member()

    assert client.get(f"/office/customers/{uuid7()}/").status_code == 404
    for position in ("before=yesterday&id=1", "before=2026-07-04T00:00:00&id=1", "before=&id=x"):
        assert client.get(f"/office/customers/{member.uid}/?{position}").status_code == 200


def test_the_report_shows_what_began_online_and_each_figure_opens_its_orders(client: Client) -> None:
    placed = bought_everywhere(make_member())

    page = client.get(f"/office/online-to-store/?{JULY}")

    assert [kpi.value for kpi in page.context["kpis"]][:3] == ["1", "¥1,600", "100%"]
    (row,) = [row for row in page.context["matrix"] if row.begun == "online shop"]
    (cell,) = [cell for cell in row.cells if cell]
    assert (cell.orders, cell.amount_minor, cell.is_hit) == (1, 1_600, True)
    behind = client.get(cell.url)
    assert [order.uid for order in behind.context["orders"]] == [placed.uid]
    for kpi in page.context["kpis"]:
        assert client.get(kpi.url).status_code == 200
    assert client.get(page.context["coupon_url"] + "&coupon=COFFEE20").context["orders"][0].uid == placed.uid


def test_the_report_compares_with_the_period_before_or_says_what_that_was(client: Client) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 100)
    register, staff = make_register(store), make_staff(store=store)

    def note(first: str, last: str) -> tuple[str, str]:
        kpi = client.get(f"/office/online-to-store/?first={first}&last={last}").context["kpis"][0]
        return kpi.change, kpi.note

    def collect(at: datetime) -> None:
        placed = place_order(pickup(store, want(variant)), at=at)
        mark_ready(placed.uid, staff_uid=staff.uid, at=at)
        hand_over(placed.uid, at_counter(register, staff, tendered_minor=9_000), at=at)

    collect(NOON)
    days = [str((NOON + timedelta(days=day)).date()) for day in (0, 1, 2)]
    assert note(days[0], days[0]) == ("", "none in the period before")
    collect(NOON + timedelta(days=1))
    assert note(days[1], days[1]) == ("+0%", "than the period before")
    for _ in range(11):
        collect(NOON + timedelta(days=2))
    assert note(days[2], days[2]) == ("", "1 in the period before")


def test_the_report_is_a_csv_that_spreadsheets_open(client: Client) -> None:
    bought_everywhere(make_member())

    answer = client.get(f"/office/online-to-store/?{JULY}&format=csv")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="online-to-store_2026-07-01_2026-07-31.csv"'
    table = rows(answer)
    assert ["online shop", "completed in a store", "1", "1600"] in table
    assert any(row[:4] == ["COFFEE20", "コーヒーの日", "0", "1"] for row in table)
    orders = rows(client.get(f"/office/online-to-store/orders/?{JULY}&figure=brought&format=csv"))
    assert (orders[0][0], len(orders)) == ("Number", 2)


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", 56),
        ("days=28", 28),
        ("first=2026-07-01&last=2026-07-02", 2),
        ("first=2026-07-02&last=2026-07-01", 56),
        ("first=1900-01-01&last=2026-07-01", 56),
        ("first=today&last=x&store=abc&source=nowhere", 56),
    ],
)
def test_a_period_that_cannot_be_is_answered_with_the_usual_one(client: Client, query: str, days: int) -> None:
    answer = client.get(f"/office/online-to-store/?{query}")

    assert answer.status_code == 200
    period = answer.context["report"].period
    assert (period.last - period.first).days + 1 == days


def test_made_up_figures_open_no_errors(client: Client) -> None:
    for query in (
        "figure=nothing",
        "figure=cell&outcome=x",
        "figure=pickup&statuses=x",
        "figure=coupon",
        "p=-1",
        "p=9999",
    ):
        assert client.get(f"/office/online-to-store/orders/?{query}").status_code == 200, query


def test_a_file_comes_in_as_a_dry_run_first_and_then_for_good(client: Client) -> None:
    dry = upload(client, STORES_CSV, is_dry_run=True)
    run_import(dry)
    page = text(client.get(f"/office/imports/{dry}/"))
    assert "The file can be imported; 1 row would change something." in page

    real = upload(client, STORES_CSV, is_dry_run=False)
    run_import(real)

    assert client.get(f"/office/imports/{real}/").context["import"].changed_count == 1
    assert "stores.csv" in text(client.get("/office/imports/"))


def test_a_checked_file_is_imported_with_one_button(client: Client) -> None:
    dry = upload(client, STORES_CSV, is_dry_run=True)
    run_import(dry)
    button = f'action="/office/imports/{dry}/import/"'
    assert button in text(client.get(f"/office/imports/{dry}/"))

    answer = client.post(f"/office/imports/{dry}/import/")
    twice = client.post(f"/office/imports/{dry}/import/")

    real = Import.objects.get(is_dry_run=False)
    assert answer.headers["Location"] == f"/office/imports/{real.uid}/"
    assert twice.headers["Location"] == f"/office/imports/{real.uid}/?again"
    run_import(real.uid)
    assert Store.objects.filter(code="S900").exists()
    assert "/import/" not in text(client.get(f"/office/imports/{real.uid}/"))


def test_a_checked_file_that_is_gone_leads_to_the_form_of_its_kind(client: Client) -> None:
    dry = upload(client, STORES_CSV, is_dry_run=True)
    run_import(dry)
    drop_file(dry)

    page = text(client.get(f"/office/imports/{dry}/"))
    answer = client.post(f"/office/imports/{dry}/import/", follow=True)

    assert "Import this file now" not in page
    assert "/office/imports/?kind=stores" in page
    assert "is not kept here any more" in text(answer)
    assert answer.context["form"].initial == {"kind": "stores", "is_dry_run": False}
    assert Import.objects.count() == 1


def test_a_checked_file_is_imported_only_by_a_form_of_who_may_bring_files(client: Client) -> None:
    dry = upload(client, STORES_CSV, is_dry_run=True)
    run_import(dry)
    address = f"/office/imports/{dry}/import/"
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    clerk = signed_in(make_staff(store=make_store()).account)

    assert client.get(address).status_code == 405
    assert strict.post(address).status_code == 403
    assert clerk.post(address).status_code == 403
    assert client.post(f"/office/imports/{uuid7()}/import/").status_code == 404
    assert Import.objects.count() == 1


def test_new_categories_are_named_on_the_page_and_in_the_list(client: Client) -> None:
    goods = b"sku,name,price,category\nA1,A,100,Braed\n"
    typed = {"kind": "products", "file": SimpleUploadedFile("goods.csv", goods), "is_dry_run": "on"}
    dry = client.post("/office/imports/", typed).headers["Location"]
    run_import(Import.objects.get().uid)

    page, listed = text(client.get(dry)), text(client.get("/office/imports/"))

    assert "This would make 1 new category" in page
    assert "Braed" in page
    assert "1 new category" in listed


def test_the_help_says_what_a_tax_class_and_a_category_may_be(client: Client) -> None:
    page = text(client.get("/office/imports/"))

    assert "standard (標準, 10), reduced (軽減, 8)" in page
    assert "one that does not exist is made" in page


def test_bad_rows_are_listed_with_line_column_value_and_reason(client: Client) -> None:
    uid = upload(client, "店舗コード,店舗名,緯度,経度\nS900,吉祥寺店,north,139.7\n", is_dry_run=False)
    run_import(uid)

    page = text(client.get(f"/office/imports/{uid}/"))
    listed = rows(client.get(f"/office/imports/{uid}/errors.csv"))

    assert "nothing of this file was imported" in page
    assert "north" in page
    assert (listed[1][0], listed[1][2]) == ("2", "north")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 a workbook", "This is a spreadsheet file."),
        ("店舗コード,店舗名,色\nS1,A,B\n".encode(), "色"),
        ("店舗コード\nS1\n".encode("cp932"), "These columns are missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(client: Client, content: bytes, words: str) -> None:
    typed = {"kind": "stores", "file": SimpleUploadedFile("stores.csv", content), "is_dry_run": "on"}

    answer = client.post("/office/imports/", typed)

    assert answer.status_code == 422
    assert words in text(answer)
    assert not Import.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_read(client: Client) -> None:
    class Unread(io.BytesIO):
        """A body nobody may look at."""

        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

    answer = client.generic(
        "POST",
        "/office/imports/",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(300 * 1024 * 1024), "wsgi.input": Unread()},  # type: ignore[arg-type]
    )

    assert answer.status_code == 422
    assert "at most 250 MB" in text(answer)


def test_uploads_need_the_forms_own_token() -> None:
    account = Account.objects.create_superuser("root@example.jp", "long enough to sign in")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(account).cookies

    answer = strict.post("/office/imports/", {"kind": "stores", "file": SimpleUploadedFile("s.csv", b"a")})

    assert answer.status_code == 403
    assert not Import.objects.exists()


def test_an_empty_file_of_each_kind_can_be_fetched_in_ones_language(client: Client) -> None:
    english = text(client.get("/office/imports/template/stores.csv"))
    japanese = text(client.get("/office/imports/template/stores.csv", headers={"accept-language": "ja"}))

    assert english.startswith("\ufeffcode,name")
    assert japanese.startswith("\ufeff")
    assert english != japanese
    assert client.get("/office/imports/template/secrets.csv").status_code == 404


def test_an_order_is_cancelled_with_a_reason_that_the_customer_reads(client: Client) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    placed = place_order(pickup(store, want(variant), language="en"), at=NOON)
    page = f"/office/orders/{placed.uid}/cancel/"

    without_reason = client.post(page, {"reason": " "})
    client.post(page, {"reason": "You asked us by phone"})
    follow()

    assert without_reason.status_code == 200
    assert Order.objects.get().status == "canceled"
    assert "Reason: You asked us by phone" in Message.objects.get(template="order_cancelled").text
    again = client.post(page, {"reason": "once more"}, follow=True)
    assert again.status_code == 200


def test_a_mail_that_is_no_longer_true_is_not_sent_again_and_that_is_said(client: Client) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    placed = place_order(pickup(store, want(variant)), at=NOON)
    follow()
    cancel_order(placed.uid, by="customer", at=NOON)
    message = Message.objects.get()

    answer = client.post(f"/office/mails/{message.uid}/send-again/")

    assert answer.status_code == 200
    assert "this mail would no longer be true" in text(answer)
    assert Message.objects.count() == 1


def test_the_page_of_an_order_tells_its_story_with_payments_and_mails(client: Client) -> None:
    placed = bought_everywhere(make_member())
    follow()

    page = text(client.get(f"/office/orders/order/{placed.uid}/change/"))

    for words in ("Picked up and paid", "Coupon used", "taken", "¥9,000", "8%: ¥1,600 (of which tax ¥118)"):
        assert words in page, words
    assert placed.number in page


def upload(client: Client, content: str, *, is_dry_run: bool) -> UUID:
    """Bring in a file of stores; answer the uid of its import."""
    typed: dict[str, object] = {"kind": "stores", "file": SimpleUploadedFile("stores.csv", content.encode())}
    answer = client.post("/office/imports/", typed | ({"is_dry_run": "on"} if is_dry_run else {}))
    assert answer.status_code == 302, text(answer)
    return UUID(answer.url.rstrip("/").rpartition("/")[2])  # type: ignore[attr-defined]


def test_the_usual_period_ends_today(client: Client) -> None:
    period = client.get("/office/online-to-store/").context["report"].period

    assert (period.first, period.last) == (timezone.localdate() - timedelta(days=55), timezone.localdate())


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("first=0001-01-01", "first"),
        ("first=0001-01-01&last=2000-01-02", "first"),
        ("last=0001-01-01", "last"),
        ("last=9999-12-31", "last"),
        ("first=2100-12-31&last=2101-01-01", "last"),
        ("first=2001-01-01", "first"),
        ("first=2001-01-01&last=2026-01-01", "first"),
        ("first=2026-02-01&last=2026-01-01", "last"),
    ],
)
def test_a_period_that_cannot_be_shown_is_said_at_its_field(client: Client, asked: str, field: str) -> None:
    for page in ("/office/online-to-store/", "/office/online-to-store/orders/"):
        assert client.get(f"{page}?{asked}").status_code == 200
    answer = client.get(f"/office/online-to-store/?{asked}")

    assert list(answer.context["asked"].form.errors) == [field]
    assert (answer.context["asked"].period.last - answer.context["asked"].period.first).days == 55


@pytest.mark.parametrize("last", ["2000-01-01", "2100-12-31"])
def test_a_report_can_end_at_the_first_and_the_last_day_there_is(client: Client, last: str) -> None:
    answer = client.get(f"/office/online-to-store/?days=364&last={last}")

    assert not answer.context["asked"].form.errors


@pytest.mark.parametrize(
    ("days", "is_shown"),
    [
        ("placed_at_from=0001-01-01&placed_at_to=9999-12-31", True),
        ("placed_at_from=9999-12-31", False),
        ("placed_at_to=0001-01-01", False),
    ],
)
def test_a_list_can_be_asked_for_the_ends_of_the_calendar(client: Client, days: str, is_shown: bool) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 1)
    place_order(pickup(store, want(variant)), at=NOON)

    answer = client.get(f"/office/orders/order/?{days}")

    assert answer.status_code == 200
    assert answer.context["cl"].result_count == int(is_shown)
