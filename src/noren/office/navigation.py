"""The way around the office: what is in the bar at the side, for whoever may open it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from noren.office.permissions import Visitor
from noren.people.roles import Deed


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the bar. `deeds`: one of them is needed to open it; empty for everybody in the office."""

    label: Promise
    view: str
    deeds: tuple[Deed, ...] = ()
    of_all_stores: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Places that belong together."""

    label: Promise
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A place this person may open."""

    label: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """A group with at least one open place; it stands open while somebody is in it."""

    label: str
    places: tuple[OpenPlace, ...]
    is_here: bool = field(default=False)


_SEES_ORDERS = (Deed.HAND_OVER, Deed.SEE_REPORTS)
_SEES_MONEY = (Deed.SEE_REPORTS,)
_SEES_PEOPLE = (Deed.SEE_TIMELINE,)
_SEES_STOCK = (Deed.PICK, Deed.ADJUST_STOCK)
_SEES_TRANSFERS = (Deed.DRAFT_TRANSFER, Deed.SEND_TRANSFER, Deed.RECEIVE_TRANSFER, Deed.CANCEL_TRANSFER)
_SEES_COUPONS = (Deed.GRANT_COUPON, Deed.EDIT_CAMPAIGNS)

PAGES = (
    Place(_("Today in the stores"), "admin:index"),
    Place(_("From online to store"), "admin:online_to_store", (Deed.SEE_REPORTS,)),
    Place(_("Money to look after"), "admin:money", (Deed.NOTE_MONEY,)),
    Place(_("Mails"), "admin:outreach_message_changelist", (Deed.RESEND_MAIL,)),
    Place(_("Imports"), "admin:imports", (Deed.IMPORT,)),
)
GROUPS = (
    Group(
        _("Orders"),
        (
            Place(_("Orders"), "admin:orders_order_changelist", _SEES_ORDERS),
            Place(_("Pickups to pick"), "admin:pickups", (Deed.PICK,)),
            Place(_("Pickups"), "admin:orders_fulfillment_changelist", _SEES_ORDERS),
            Place(_("From other stores, and parked"), "admin:sourcing", _SEES_STOCK),
            Place(_("To ship"), "admin:to_ship", (Deed.SHIP,)),
            Place(_("Returns"), "admin:orders_return_changelist", _SEES_ORDERS),
            Place(_("Sales made without a network"), "admin:late_sales", (Deed.SEE_LATE_SALES,)),
            Place(_("Taken off by hand"), "admin:markdowns", (Deed.SEE_MARKDOWNS,)),
            Place(_("Receipts"), "admin:orders_receipt_changelist", _SEES_ORDERS),
            Place(_("Shifts of registers"), "admin:shifts", (Deed.SEE_SHIFTS,)),
            Place(_("Money by way of paying"), "admin:money_by_tender", (Deed.SEE_SHIFTS,)),
            Place(_("Payments"), "admin:payments_payment_changelist", _SEES_MONEY, of_all_stores=True),
            Place(_("Money ledger"), "admin:payments_entry_changelist", _SEES_MONEY, of_all_stores=True),
            Place(_("Refunds"), "admin:payments_refund_changelist", _SEES_MONEY, of_all_stores=True),
            Place(_("Notices of providers"), "admin:payments_notice_changelist", _SEES_MONEY, of_all_stores=True),
            Place(_("Baskets"), "admin:orders_basket_changelist", (Deed.SEE_REPORTS,)),
        ),
    ),
    Group(
        _("Customers"),
        (
            Place(_("Customers"), "admin:people_customer_changelist", _SEES_PEOPLE),
            Place(_("Points"), "admin:loyalty_pointsaccount_changelist", _SEES_PEOPLE),
            Place(_("Points ledger"), "admin:loyalty_pointsentry_changelist", _SEES_PEOPLE),
            Place(_("Events"), "admin:timeline_event_changelist", _SEES_PEOPLE),
        ),
    ),
    Group(
        _("Campaigns and coupons"),
        (
            Place(_("Campaigns"), "admin:campaigns_campaign_changelist", _SEES_COUPONS),
            Place(_("Coupons"), "admin:coupons_coupon_changelist", _SEES_COUPONS),
            Place(_("Grants"), "admin:coupons_grant_changelist", _SEES_COUPONS),
            Place(_("Redemptions"), "admin:coupons_redemption_changelist", _SEES_COUPONS),
        ),
    ),
    Group(
        _("Stock"),
        (
            Place(_("Stock levels"), "admin:stock_level_changelist", _SEES_STOCK),
            Place(_("Shortfalls"), "admin:shortfalls", _SEES_STOCK),
            Place(_("Low stock"), "admin:low_stock", _SEES_STOCK),
            Place(_("Transfers"), "admin:stock_transfer_changelist", _SEES_TRANSFERS),
            Place(_("Goods in"), "admin:deliveries", (Deed.RECEIVE_GOODS, Deed.ADJUST_STOCK)),
            Place(_("Stocktakes"), "admin:counts", (Deed.COUNT_STOCK, Deed.ADJUST_STOCK)),
            Place(pgettext_lazy("stock", "Set aside"), "admin:aside", _SEES_STOCK),
            Place(_("Movements"), "admin:stock_movement_changelist", _SEES_STOCK),
            Place(_("Holds"), "admin:stock_hold_changelist", _SEES_STOCK),
        ),
    ),
    Group(
        _("Goods"),
        (
            Place(_("Products"), "admin:catalog_product_changelist"),
            Place(_("Variants"), "admin:catalog_variant_changelist"),
            Place(_("Categories"), "admin:catalog_category_changelist"),
        ),
    ),
    Group(
        _("Settings"),
        (
            Place(_("Stores"), "admin:stores_store_changelist"),
            Place(_("How stores are chosen"), "admin:routing", (Deed.SET_ROUTING,)),
            Place(_("Registers"), "admin:stores_register_changelist", (Deed.EDIT_STORE,)),
            Place(_("Devices of registers"), "admin:devices", (Deed.EDIT_STORE,)),
            Place(_("Quick keys"), "admin:quick_keys", (Deed.EDIT_STORE,)),
            Place(_("Ways of paying at tills"), "admin:payments_tenderkind_changelist", (Deed.EDIT_STORE,)),
            Place(_("Staff"), "admin:people_staffmember_changelist", (Deed.MANAGE_STAFF,)),
            Place(_("Staff log"), "admin:people_deedrecord_changelist", (Deed.MANAGE_STAFF, Deed.SEE_REPORTS)),
            Place(_("Approvals"), "admin:people_approval_changelist", (Deed.MANAGE_STAFF, Deed.SEE_REPORTS)),
            Place(_("A second person"), "admin:approval_limits", (Deed.MANAGE_STAFF,)),
            Place(_("Accounts"), "admin:people_account_changelist", (Deed.MANAGE_STAFF,)),
            Place(_("API tokens"), "admin:people_apitoken_changelist", (Deed.MANAGE_TOKENS,)),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Navigation:
    """The bar: pages first, then groups of records."""

    pages: tuple[OpenPlace, ...]
    groups: tuple[OpenGroup, ...]


def navigation_for(request: HttpRequest, visitor: Visitor) -> Navigation:
    """What this person may open, and where they are."""
    groups = []
    for group in GROUPS:
        places = tuple(_open(group.places, request, visitor))
        if places:
            is_here = any(place.is_here for place in places)
            groups.append(OpenGroup(str(group.label), places, is_here=is_here))
    return Navigation(tuple(_open(PAGES, request, visitor)), tuple(groups))


def _open(places: tuple[Place, ...], request: HttpRequest, visitor: Visitor) -> Iterator[OpenPlace]:
    index = _address("admin:index")
    for place in places:
        stores = visitor.store_ids(*place.deeds)
        if stores is None or (stores and not place.of_all_stores):
            url = _address(place.view)
            is_here = request.path == url if url == index else request.path.startswith(url)
            yield OpenPlace(str(place.label), url, is_here)


@cache
def _address(view: str) -> str:
    """Where a page is: the same for the life of a process, and asked for fifty times a page."""
    return reverse(view)
