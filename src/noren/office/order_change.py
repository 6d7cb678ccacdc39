"""Changing an order in the office: its lines in one form, a look at what that does, and only then the change.

The form keeps what was typed until it is changed for good, so that all of it works without a script.
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from noren.catalog.by_code import Goods, goods_by_code
from noren.catalog.counter import CounterGoods, counter_goods_of_products
from noren.catalog.search import search_products
from noren.kernel.errors import NorenError
from noren.kernel.ids import uuid7
from noren.kernel.text import storable
from noren.office.answers import page
from noren.office.deeds import is_done, order_in_reach
from noren.office.permissions import check_visitor_may
from noren.office.staff_log import logged
from noren.orders.change_wanted import ChangedOrder, ChangeOrder, ChangeQuote, LineChange
from noren.orders.edit import change_order, quote_change
from noren.orders.errors import PriceChanged
from noren.orders.models import Fee
from noren.orders.notes import note_order
from noren.orders.queries import LineView, OrderView
from noren.orders.wanted import WantedLine
from noren.people.roles import Deed, Permit, permit_alone
from noren.pricing.basket import MAX_QUANTITY
from noren.stock.queries import available_in_store

_FOUND = 12
MAY_CHANGE = (Deed.CHANGE_ORDER,)


@dataclass(slots=True)
class FormLine:
    """A line of the order as the form has it. `pieces` is what was typed."""

    line: LineView
    pieces: str
    seen: int
    error: str = ""

    @property
    def count(self) -> int | None:
        """The pieces, if they are a number that can be ordered."""
        return _count(self.pieces, least=0)


@dataclass(slots=True)
class NewLine:
    """Goods that are added."""

    goods: Goods
    pieces: str
    available: int = 0
    error: str = ""

    @property
    def count(self) -> int | None:
        """The pieces, if they are a number that can be ordered."""
        return _count(self.pieces, least=1)


@dataclass(slots=True)
class ChangeForm:
    """What is typed, what was found, and what cannot be done."""

    uid: UUID
    lines: list[FormLine]
    added: list[NewLine] = field(default_factory=list)
    results: list[CounterGoods] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    reason: str = ""

    def typed(self) -> list[FormLine | NewLine]:
        """All lines."""
        return [*self.lines, *self.added]

    @property
    def is_sound(self) -> bool:
        """Whether it can be asked what it does."""
        for each in self.typed():
            if each.count is None:
                each.error = _("Write a whole number up to %(limit)s.") % {"limit": f"{MAX_QUANTITY:,}"}
        return not self.refusals and not any(each.error for each in self.typed())

    def wanted(self, *, staff_uid: UUID | None, expected_minor: int | None) -> ChangeOrder:
        """The form as the trade has it: the lines that differ, and what is added."""
        return ChangeOrder(
            uid=self.uid,
            by="staff",
            channel="office",
            lines=tuple(
                LineChange(each.line.uid, each.count or 0, seen_quantity=each.seen)
                for each in self.lines
                if each.count != each.seen
            ),
            added=tuple(
                WantedLine(uuid7(), each.goods.sku, each.count or 0, seen_price_minor=each.goods.price_minor)
                for each in self.added
            ),
            expected_total_minor=expected_minor,
            reason=self.reason,
            staff_uid=staff_uid,
        )


def change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Type what is to be different, look at what it does, and change it."""
    visitor = check_visitor_may(request, *MAY_CHANGE)
    order = order_in_reach(uid, visitor, Deed.CHANGE_ORDER)
    form = _form(order, request.POST)
    staff_uid = visitor.staff.uid if visitor.staff else None
    button = request.POST.get("do", "")
    permit = None
    if visitor.staff is not None and not visitor.is_superuser:
        permit = permit_alone(visitor.staff, order.store.id)
    quote = None
    if button in {"look", "save"} and form.is_sound:
        is_save = button == "save"
        expected = _count(request.POST.get("expected", ""), least=0, most=10**12) if is_save else None
        wanted = form.wanted(staff_uid=staff_uid, expected_minor=expected)
        if is_save and (done := _save(request, form, order, wanted, permit)):
            messages.success(request, _said(done))
            return HttpResponseRedirect(reverse("admin:orders_order_change", args=[uid]))
        quote = _look(form, order, form.wanted(staff_uid=staff_uid, expected_minor=None), permit)
    _tell_available(form, order)
    context = {"order": order, "form": form, "quote": quote, "most_pieces": MAX_QUANTITY}
    is_bad = bool(form.refusals) or any(each.error for each in form.typed())
    title = _("Change order %(number)s") % {"number": order.number}
    return page(request, "office/order_change.html", context, title=title, status=422 if is_bad else 200)


def note(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write a note on an order, for others who work here."""
    visitor = check_visitor_may(request, *MAY_CHANGE)
    order_in_reach(uid, visitor, Deed.CHANGE_ORDER)
    if request.method == "POST":
        staff_uid = visitor.staff.uid if visitor.staff else None
        note_uid, text = _uid(request.POST.get("uid", "")), storable(request.POST.get("text", ""))

        def deed() -> None:
            note_order(uid, uid=note_uid, text=text, channel="office", staff_uid=staff_uid, at=timezone.now())

        is_done(request, deed, done=_("The note is written down."))
    return HttpResponseRedirect(reverse("admin:orders_order_change", args=[uid]) + "#notes")


def _form(order: OrderView, typed: QueryDict) -> ChangeForm:
    """The lines as they are, or as they were typed; then what the button does with the list of what is added."""
    form = ChangeForm(uid=_uid(typed.get("uid", "")), lines=[], reason=storable(typed.get("reason", "")).strip()[:200])
    for line in order.lines:
        if line.quantity and line.fee != Fee.DELIVERY:
            seen = _count(typed.get(f"seen_{line.uid}", ""), least=0)
            pieces = storable(typed.get(f"pieces_{line.uid}", str(line.quantity)))
            form.lines.append(FormLine(line, pieces, line.quantity if seen is None else seen))
    rows = list(zip(typed.getlist("sku"), typed.getlist("pieces"), strict=False))
    goods = goods_by_code([sku for sku, _pieces in rows]) if rows else {}
    form.added = [NewLine(goods[sku], storable(pieces)) for sku, pieces in rows if sku in goods]
    kind, _colon, sku = typed.get("do", "").partition(":")
    if kind == "remove":
        form.added = [each for each in form.added if each.goods.sku != sku]
    elif kind == "take":
        _add(form, storable(sku))
    elif kind == "find":
        _find(form, storable(typed.get("find", "")).strip())
    form.added = [each for each in form.added if each.pieces.strip() not in {"", "0"}]
    return form


def _add(form: ChangeForm, code: str) -> bool:
    """One piece of what a code names: of a line of the order that costs the same, else as a new line."""
    goods = goods_by_code([code]).get(code) if code else None
    if goods is None:
        return False
    for own in form.lines:
        if own.line.sku == goods.sku and own.line.unit_price_minor == goods.price_minor:
            own.pieces = str((own.count or 0) + 1)
            return True
    for new in form.added:
        if new.goods.sku == goods.sku:
            new.pieces = str((new.count or 0) + 1)
            return True
    form.added.append(NewLine(goods, "1"))
    return True


def _find(form: ChangeForm, text: str) -> None:
    if not text or _add(form, text):
        return
    form.results = counter_goods_of_products([card.id for card in search_products(text).cards], limit=_FOUND)
    if not form.results:
        form.refusals.append(_("Nothing is called “%(typed)s”.") % {"typed": text})


def _save(
    request: HttpRequest, form: ChangeForm, order: OrderView, wanted: ChangeOrder, permit: Permit | None
) -> ChangedOrder | None:
    try:
        with transaction.atomic(), logged(request):
            return change_order(order.uid, wanted, at=timezone.now(), permit=permit)
    except NorenError as refusal:
        _refuse(form, wanted, refusal)
        return None


def _look(form: ChangeForm, order: OrderView, wanted: ChangeOrder, permit: Permit | None) -> ChangeQuote | None:
    try:
        quote = quote_change(order.uid, wanted, at=timezone.now())
        if quote.is_all and permit is not None:
            permit([Deed.CANCEL_ORDER])
        return quote
    except NorenError as refusal:
        _refuse(form, wanted, refusal)
        return None


def _refuse(form: ChangeForm, wanted: ChangeOrder, refusal: NorenError) -> None:
    """Say it at its line, or above all."""
    kind, _dot, rest = (refusal.field or "").partition(".")
    place = int(rest.partition(".")[0]) if rest.partition(".")[0].isdecimal() else -1
    words = str(refusal)
    if isinstance(refusal, PriceChanged):
        form.uid = uuid7()
    if kind == "lines" and 0 <= place < len(wanted.lines) and not rest.endswith("reason"):
        at_fault = next((each for each in form.lines if each.line.uid == wanted.lines[place].uid), None)
        if at_fault is not None:
            at_fault.error = words
            return
    if kind == "added" and 0 <= place < len(form.added):
        form.added[place].error = words
    elif words not in form.refusals:
        form.refusals.append(words)


def _said(done: ChangedOrder) -> str:
    if done.is_all:
        return _("Nothing is left of the order: it is cancelled. The customer gets a mail.")
    return _("The order is changed. The customer gets a mail.")


def _tell_available(form: ChangeForm, order: OrderView) -> None:
    available = available_in_store(order.store.id, [each.goods.variant_id for each in form.added], at=timezone.now())
    for each in form.added:
        each.available = available[each.goods.variant_id]


def _count(typed: str, *, least: int, most: int = MAX_QUANTITY) -> int | None:
    plain = typed.strip()
    count = int(plain) if plain.isdecimal() and len(plain) < 14 else -1
    return count if least <= count <= most else None


def _uid(text: str) -> UUID:
    """The uid that the form brought, so that a second press of the button is no second change."""
    try:
        return UUID(text)
    except ValueError:
        return uuid7()
