"""Events in words: what a customer's timeline says of each, in the active language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from noren.kernel.channels import channel_words
from noren.office.words import money
from noren.orders.routing.models import SourcingReason
from noren.orders.shipping.carriers import carrier_words
from noren.payments.words import provider_words, refund_reason_words
from noren.timeline.queries import RecordedEvent
from noren.timeline.words import event_words

Properties = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a person reads it.

    Attributes:
        tone: good, few, hot, indigo or none: the wash of its title.
        amount: with its sign, or empty.
        url: of what it is about, or empty.
    """

    at: datetime
    title: str
    detail: str
    amount: str
    tone: str
    channel: str
    store: str
    source: str
    url: str


def tell(event: RecordedEvent, *, stores: Mapping[int, str]) -> Told:
    """An event in words; one that nobody has words for is told by its name.

    Args:
        stores: names of stores by their keys.
    """
    title, detail, amount, tone = _WORDS.get(event.name, _unknown)(event)
    return Told(
        at=event.occurred_at,
        title=title,
        detail=detail,
        amount=amount,
        tone=tone,
        channel=channel_words(event.channel),
        store=stores.get(event.store_id or 0, ""),
        source=event.source,
        url=_url(event),
    )


_Words = tuple[str, str, str, str]


def _placed(event: RecordedEvent) -> _Words:
    said = event.properties
    is_pickup = said.get("fulfillment") == "pickup"
    title = _("Ordered for pickup") if is_pickup else _("Bought in the store")
    detail = _goods(said)
    if said.get("made_offline"):
        detail = _("%(goods)s (made without a network)") % {"goods": detail}
    return title, detail, _amount(said, "total_minor"), "indigo" if is_pickup else "good"


def _ready(event: RecordedEvent) -> _Words:
    return event_words(event.name), _number(event.properties), "", "good"


def _short(event: RecordedEvent) -> _Words:
    said = event.properties
    detail = _("%(name)s: %(now)s instead of %(ordered)s") % {
        "name": said.get("name", ""),
        "now": said.get("quantity", ""),
        "ordered": said.get("ordered_quantity", ""),
    }
    return event_words(event.name), _with_reason(detail, said), _amount(said, "total_minor"), "few"


def _updated(event: RecordedEvent) -> _Words:
    said = event.properties
    by = _("by the customer") if said.get("by") == "customer" else _("by staff")
    lines = said.get("lines")
    changed = lines if isinstance(lines, list) else []
    shown = [f"{line.get('name', '')} {line.get('before', '')} → {line.get('after', '')}" for line in changed]
    more = len(shown) - 3
    detail = ", ".join(shown[:3]) + (_(" and %(count)d more") % {"count": more} if more > 0 else "")
    return event_words(event.name), _with_reason(f"{detail} · {by}", said), _amount(said, "total_minor"), "few"


def _marked_down(event: RecordedEvent) -> _Words:
    said = event.properties
    given = said.get("markdowns")
    rows = given if isinstance(given, list) else []
    detail = ", ".join(dict.fromkeys(f"{row.get('goods', '')} {row.get('reason', '')}".strip() for row in rows))
    return event_words(event.name), detail, _amount(said, "amount_minor"), "few"


def _handed_over(event: RecordedEvent) -> _Words:
    said = event.properties
    detail = _number(said)
    extra = said.get("extra_minor")
    if isinstance(extra, int) and extra:
        detail += " · " + _("goods added at the counter: %(amount)s") % {"amount": money(extra)}
    return event_words(event.name), detail, _amount(said, "total_minor"), "good"


def _cancelled(event: RecordedEvent) -> _Words:
    said = event.properties
    by = _("by the customer") if said.get("by") == "customer" else _("by staff")
    return event_words(event.name), _with_reason(f"{_number(said)} · {by}", said), "", "none"


def _rejected(event: RecordedEvent) -> _Words:
    return event_words(event.name), _with_reason(_number(event.properties), event.properties), "", "hot"


def _expired(event: RecordedEvent) -> _Words:
    return event_words(event.name), _number(event.properties), "", "few"


def _unpaid(event: RecordedEvent) -> _Words:
    said = event.properties
    by = {"customer": _("by the customer"), "staff": _("by staff")}.get(str(said.get("by")), _("its time was over"))
    return event_words(event.name), _with_reason(f"{_number(said)} · {by}", said), "", "few"


def _payment(tone: str, *, sign: int = 1) -> Callable[[RecordedEvent], _Words]:
    def words(event: RecordedEvent) -> _Words:
        said = event.properties
        amount = said.get("amount_minor", said.get("total_minor"))
        detail = f"{_number(said)} · {provider_words(str(said.get('provider', '')))}"
        reason = refund_reason_words(str(said.get("reason", "")))
        words = money(sign * amount) if isinstance(amount, int) else ""
        return event_words(event.name), f"{detail} · {reason}" if reason else detail, words, tone

    return words


def _voided(event: RecordedEvent) -> _Words:
    said = event.properties
    total = said.get("total_minor")
    amount = money(-total) if isinstance(total, int) else ""
    return event_words(event.name), _with_reason(_number(said), said), amount, "hot"


def _returned(event: RecordedEvent) -> _Words:
    said = event.properties
    total = said.get("total_minor")
    amount = money(-total) if isinstance(total, int) else ""
    return event_words(event.name), _with_reason(_goods(said), said), amount, "few"


def _coupon(tone: str) -> Callable[[RecordedEvent], _Words]:
    def words(event: RecordedEvent) -> _Words:
        said = event.properties
        discount = said.get("discount_minor")
        amount = money(-discount) if isinstance(discount, int) else ""
        return event_words(event.name), f"{said.get('name', '')} ({said.get('code', '')})", amount, tone

    return words


def _points(sign: int, tone: str) -> Callable[[RecordedEvent], _Words]:
    def words(event: RecordedEvent) -> _Words:
        points = event.properties.get("points")
        amount = _("%(points)+d points") % {"points": sign * points} if isinstance(points, int) else ""
        return event_words(event.name), "", amount, tone

    return words


def _mail(tone: str) -> Callable[[RecordedEvent], _Words]:
    def words(event: RecordedEvent) -> _Words:
        return event_words(event.name), str(event.properties.get("subject", "")), "", tone

    return words


def _receipt(event: RecordedEvent) -> _Words:
    return event_words(event.name), _("Receipt %(number)s") % {"number": event.properties.get("number", "")}, "", "none"


def _reprinted(event: RecordedEvent) -> _Words:
    said = event.properties
    words = _("Receipt %(number)s, print no. %(copy)s")
    return event_words(event.name), words % {"number": said.get("number", ""), "copy": said.get("copy", "")}, "", "few"


def _made_out(event: RecordedEvent) -> _Words:
    said = event.properties
    words = _("Receipt %(number)s, issue no. %(issue)s")
    tone = "none" if said.get("issue") == 1 else "few"
    return event_words(event.name), words % {"number": said.get("number", ""), "issue": said.get("issue", "")}, "", tone


def _member(event: RecordedEvent) -> _Words:
    return event_words(event.name), str(event.properties.get("member_number", "")), "", "indigo"


def _changed(event: RecordedEvent) -> _Words:
    fields = event.properties.get("fields")
    names = [_(_FIELDS[name]) for name in fields if name in _FIELDS] if isinstance(fields, list) else []
    return event_words(event.name), ", ".join(names), "", "none"


_FIELDS = {
    "family_name": gettext_noop("family name"),
    "given_name": gettext_noop("given name"),
    "family_kana": gettext_noop("family name (kana)"),
    "given_kana": gettext_noop("given name (kana)"),
    "email": gettext_noop("e-mail"),
    "phone": gettext_noop("phone"),
}


def _transfer(tone: str) -> Callable[[RecordedEvent], _Words]:
    def words(event: RecordedEvent) -> _Words:
        return event_words(event.name), _transfer_detail(event.properties), "", tone

    return words


def _transfer_detail(said: Properties) -> str:
    """How many pieces, and every difference that was named."""
    figures = {name: count for name, count in said.items() if isinstance(count, int) and count}
    parts = [_("%(count)d pieces") % {"count": figures.get("pieces", 0)}]
    for name, words in _TRANSFER_FIGURES.items():
        if name in figures:
            parts.append(_(words) % {"count": figures[name]})
    if said.get("goods_are"):
        parts.append(_("back in the store that sent them") if said["goods_are"] == "back" else _("lost"))
    return _with_reason(" · ".join(parts), said)


_TRANSFER_FIGURES = {
    "damaged": gettext_noop("%(count)d of them damaged"),
    "surplus": gettext_noop("%(count)d more than written"),
    "lost": gettext_noop("%(count)d lost"),
    "returned": gettext_noop("%(count)d at the source after all"),
    "on_the_way": gettext_noop("%(count)d still on the way"),
}


def _routed(tone: str) -> Callable[[RecordedEvent], _Words]:
    def words(event: RecordedEvent) -> _Words:
        said = event.properties
        goods = f"{said.get('name', '')} × {said.get('quantity', '')}"
        if event.name == "Order Line Sourced":
            goods = _("%(goods)s from %(store)s") % {"goods": goods, "store": said.get("from_store", "")}
        reason = said.get("reason")
        label = str(SourcingReason(reason).label) if reason in SourcingReason.values else ""
        return event_words(event.name), f"{goods} · {label}" if label else goods, "", tone

    return words


def _parcel(tone: str) -> Callable[[RecordedEvent], _Words]:
    def words(event: RecordedEvent) -> _Words:
        said = event.properties
        parts = [_number(said)]
        if number := said.get("tracking_number"):
            parts.append(f"{carrier_words(str(said.get('carrier', '')))} {number}")
        if name := said.get("name"):
            parts.append(f"{name} × {said.get('quantity', '')}")
        if note := said.get("note"):
            parts.append(str(note))
        if parked := said.get("parked"):
            parts.append(_("%(count)s pieces that no store has") % {"count": parked})
        return event_words(event.name), " · ".join(parts), "", tone

    return words


def _unknown(event: RecordedEvent) -> _Words:
    return event_words(event.name), "", "", "none"


_WORDS: dict[str, Callable[[RecordedEvent], _Words]] = {
    "Order Completed": _placed,
    "Order Ready": _ready,
    "Order Line Short": _short,
    "Order Updated": _updated,
    "Order Noted": _ready,
    "Price Marked Down": _marked_down,
    "Order Line Sourced": _routed("few"),
    "Order Line Parked": _routed("hot"),
    "Order Line Arrived": _routed("good"),
    "Order Handed Over": _handed_over,
    "Order Cancelled": _cancelled,
    "Order Rejected": _rejected,
    "Order Expired": _expired,
    "Order Shipped": _parcel("good"),
    "Delivery Completed": _ready,
    "Shipment Packed": _parcel("indigo"),
    "Shipment Rejected": _parcel("hot"),
    "Shipment Routed": _parcel("indigo"),
    "Sale Voided": _voided,
    "Order Unpaid": _unpaid,
    "Order Taken Up": _ready,
    "Payment Awaited": _payment("indigo"),
    "Payment Captured": _payment("good"),
    "Payment Declined": _payment("hot"),
    "Payment Refunded": _payment("few", sign=-1),
    "Order Refunded": _returned,
    "Goods Taken Back": _returned,
    "Coupon Granted": _coupon("indigo"),
    "Coupon Redeemed": _coupon("good"),
    "Coupon Withdrawn": _coupon("none"),
    "Points Earned": _points(1, "good"),
    "Points Taken Back": _points(-1, "none"),
    "Points Expired": _points(-1, "few"),
    "Receipt Reprinted": _reprinted,
    "Formal Receipt Issued": _made_out,
    "Receipt Mailed": _receipt,
    "Email Sent": _mail("none"),
    "Email Failed": _mail("hot"),
    "Email Resent": _mail("none"),
    "Member Joined": _member,
    "Member Changed": _changed,
    "Account Claim Asked": _member,
    "Account Claimed": _member,
    "Transfer Drafted": _transfer("none"),
    "Transfer Changed": _transfer("none"),
    "Transfer Ready": _transfer("indigo"),
    "Transfer Sent": _transfer("indigo"),
    "Transfer Received": _transfer("good"),
    "Transfer Cancelled": _transfer("few"),
}
TOLD = frozenset(_WORDS)
"""The names of events that have words."""


def _url(event: RecordedEvent) -> str:
    if goods_return := event.properties.get("return_uid"):
        return reverse("admin:orders_return_change", args=[goods_return])
    if event.subject_uid is not None and (
        event.name.startswith(("Order ", "Sale ")) or event.properties.get("order_uid")
    ):
        return reverse("admin:orders_order_change", args=[event.subject_uid])
    message = event.properties.get("message_uid")
    return reverse("admin:outreach_message_change", args=[message]) if message else ""


def _number(said: Properties) -> str:
    return _("Order %(number)s") % {"number": said.get("number", "")}


def _amount(said: Properties, name: str) -> str:
    minor = said.get(name)
    return money(minor) if isinstance(minor, int) else ""


def _goods(said: Properties) -> str:
    """The first goods of an order, and how many more there are."""
    lines = said.get("lines")
    if not isinstance(lines, list) or not lines:
        return _number(said)
    shown = ", ".join(f"{line.get('name', '')} × {line.get('quantity', '')}" for line in lines[:3])
    more = len(lines) - 3
    return shown + (_(" and %(count)d more") % {"count": more} if more > 0 else "")


def _with_reason(detail: str, said: Properties) -> str:
    reason = said.get("reason")
    return f"{detail} · {reason}" if reason else detail
