"""Records in the office: all of them are there, and none is written but by a verb of its room."""

import inspect
import sys
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.test import RequestFactory
from django.urls import reverse

from noren.kernel.records import RecordAdmin, RowInline
from noren.office.navigation import GROUPS, PAGES
from noren.office.tests.signing_in import signed_in
from noren.people.models import Account
from noren.people.roles import Deed

# Models that have no records in the office, and why.
NOT_SHOWN = {
    "kernel.IdempotencyRecord": "answers already given to callers of the API; they hold what the caller alone may see",
    "timeline.Seen": "ids of events from outside, kept to refuse repeats; they say nothing",
    "payments.SandboxFault": "what the sandbox is told to do wrong next; it says nothing of anybody",
    "orders.Delivery": "the address stands on the pages of its parcels and of its order",
    "orders.Shipment": "parcels have pages of their own, where they are worked on: To ship",
    "orders.ShipmentLine": "rows of those pages",
    "people.CustomerAddress": "a member's own remembered addresses; those of an order stand with its parcels",
    "people.ApprovalLimit": "has a page of its own: A second person",
    "people.Claim": "digests of codes that open accounts",
    "people.StaffPin": "a digest alone; whether there is one stands in the form of the staff member",
    "people.RegisterStaff": "where a PIN is good, for 30 days; it is made and renewed by signing in",
    "people.Tries": "counters against guessing, forgotten after a day",
    "orders.QuickKey": "has a page of its own: Quick keys",
    "orders.MarkdownGiven": "has a page of its own: Taken off by hand",
    "stores.Device": "has a page of its own: Devices",
    "stores.Enrolment": "digests of links that are good for ten minutes",
    "orders.HeldList": "lists of goods that no sale is yet: tills have them, until the end of the day",
    "orders.Regular": "whom a store's tills know without a network; who it is stands with the member",
    "orders.Presence": "who has an order open at a till, forgotten after 45 seconds; the tills tell each other",
    "orders.PickedLine": "ticks of a pickup on its way, seen on the tills; they end with the picking",
    "orders.Shift": "has a page of its own: Shifts of registers",
    "orders.ShiftCheck": "stands on the page of its shift",
    "orders.AloneOpening": "stands on the page of its shift",
    "orders.DrawerEntry": "stands on the page of its shift",
    "orders.LateBatch": "stands on the page of its shift",
    "orders.Sourcing": "has a page of its own, and stands on its order's",
    "orders.LateSale": "has pages of its own: Made without a network",
    "orders.LateDifference": "stands on the page of its sale",
    "orders.RoutingRuleSet": "has a page of its own",
    "orders.RoutingRule": "stands on the page of its set",
}
# Models that are shown as rows of another record.
AS_ROWS = {
    "stores.OpeningHours",
    "stores.SpecialDay",
    "people.Identity",
    "people.StaffRole",
    "loyalty.PointsLot",
    "orders.BasketLine",
    "orders.OrderLine",
    "orders.OrderChange",
    "orders.OrderNote",
    "stock.TransferLine",
    "stock.DeliveryLine",
    "stock.CountLine",
    "payments.Answer",
    "payments.SandboxNotice",
    "payments.SandboxRefund",
    "orders.ReturnLine",
}


def records() -> Iterator[RecordAdmin]:
    """The admins of all records."""
    for model_admin in admin.site._registry.values():
        assert isinstance(model_admin, RecordAdmin)
        yield model_admin


def rooms() -> list[type[Model]]:
    """The models of all rooms."""
    return [model for model in apps.get_models() if model.__module__.startswith("noren.")]


@pytest.fixture
def everything(db: object) -> Account:
    """An account that may do everything."""
    return Account.objects.create_superuser("root@example.jp", "long enough to sign in")


def test_every_model_of_every_room_is_in_the_office_or_on_the_list_with_a_reason() -> None:
    shown = {model._meta.label for model in admin.site._registry}

    missing = {model._meta.label for model in rooms()} - shown - AS_ROWS - NOT_SHOWN.keys()

    assert missing == set()


def test_nothing_but_the_records_of_rooms_is_in_the_office() -> None:
    assert all(model in rooms() for model in admin.site._registry)


def test_what_can_be_added_changed_or_deleted_names_a_verb_of_its_room(everything: Account) -> None:
    request = RequestFactory().get("/office/")
    request.user = everything

    for record in records():
        room = type(record).__module__.rpartition(".")[0]
        ways = {
            "add": record.has_add_permission(request),
            "change": record.has_change_permission(request),
            "delete": record.has_delete_permission(request),
        }
        for way, is_open in ways.items():
            verb = getattr(record, f"{way}_verb")
            assert is_open == (verb is not None), f"{record}: {way}"
            if verb is None:
                continue
            assert verb.__module__.startswith(f"{room}."), f"{record}: {way} calls {verb.__module__}"
            assert not verb.__module__.endswith((".models", ".admin")), f"{record}: {way} calls no verb"
            source = inspect.getsource(sys.modules[type(record).__module__])
            assert f" {verb.__name__}(" in source, f"{record}: {way}_record does not call {verb.__name__}"


def test_no_record_saves_past_its_verb() -> None:
    django_saves = (
        "save_model",
        "save_form",
        "save_formset",
        "save_related",
        "delete_model",
        "delete_queryset",
        "save_new",
    )

    for record in records():
        own = {name for kind in type(record).__mro__ if kind.__module__.endswith(".admin") for name in vars(kind)}
        assert own.isdisjoint(django_saves), f"{record} overrides Django's saving"
        assert not record.list_editable, f"{record} is edited in its list"
        assert not record.get_actions(RequestFactory().get("/")), f"{record} has deeds on many records"
        for inline in record.inlines:
            assert issubclass(inline, RowInline), f"{record}: {inline} is not read-only"


def test_only_deeds_that_exist_are_asked_for() -> None:
    known = {deed.value for deed in Deed}

    asked = {deed for record in records() for deed in (*record.see_deeds, *filter(None, [record.edit_deed]))}

    assert asked <= known
    assert all(record.edit_deed for record in records() if record.add_verb or record.change_verb or record.delete_verb)


@pytest.mark.slow
def test_every_list_and_every_form_opens(everything: Account) -> None:
    client = signed_in(everything)

    for record in records():
        name = f"{record.opts.app_label}/{record.opts.model_name}"
        answer = client.get(f"/office/{name}/?q=1")
        assert answer.status_code == 200, f"{name}: {answer.status_code}"
        if record.add_verb:
            assert client.get(f"/office/{name}/add/").status_code == 200, f"{name}/add"
        else:
            assert client.get(f"/office/{name}/add/").status_code == 403, f"{name}/add"


def test_every_place_of_the_bar_is_a_page() -> None:
    for place in (*PAGES, *(place for group in GROUPS for place in group.places)):
        assert reverse(place.view).startswith("/office/")
