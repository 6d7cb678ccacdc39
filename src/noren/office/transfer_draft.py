"""Drafting a transfer: two stores, and goods that are scanned, found by words, or pasted as a list.

The list lives in the form until it is saved, so that all of it works without a script.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from noren.catalog.counter import CounterGoods, counter_goods_of_products
from noren.catalog.search import search_products
from noren.kernel.filters import FIRST_DAY, LAST_DAY
from noren.kernel.ids import uuid7
from noren.kernel.naming import NamedField
from noren.kernel.text import storable
from noren.office.answers import page
from noren.office.deeds import is_done
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.transfer_access import access_to, by_visitor
from noren.office.transfers import to_transfer
from noren.people.roles import Deed
from noren.stock.correct import MOST_PIECES
from noren.stock.queries import available_in_store
from noren.stock.transfers.draft import MOST_LINES, Draft, change_draft, draft_transfer
from noren.stock.transfers.goods import Goods, goods_by_code
from noren.stock.transfers.models import TransferStatus
from noren.stock.transfers.queries import TransferView
from noren.stores.models import Store

_DAY = {"type": "date", "min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
_PARTS = re.compile(r"[\t,;、，]+|\s+")
_FOUND = 12


class DraftForm(forms.Form):
    """From where, to where, until when."""

    from_store = NamedField(label=_("From store"), max_length=200, help_text=_("Code or name of the store that sends."))
    to_store = NamedField(label=_("To store"), max_length=200, help_text=_("Code or name of the store that receives."))
    expected_on = forms.DateField(
        label=_("Expected on"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=500, help_text=_("Stands on the packing list, for both stores.")
    )

    def __init__(self, *args: Any, visitor: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = visitor.store_ids(Deed.DRAFT_TRANSFER)
        for name in ("from_store", "to_store"):
            named = self.fields[name]
            assert isinstance(named, NamedField)
            named.offer(Store.objects.filter(is_active=True))

    def clean(self) -> dict[str, Any]:
        """Two stores, of which one is the own."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        source, destination = typed.get("from_store"), typed.get("to_store")
        if source and destination and source.key == destination.key:
            self.add_error("to_store", gettext("Choose another store than the one that sends."))
        elif source and destination and self.own is not None and self.own.isdisjoint({source.key, destination.key}):
            self.add_error("from_store", gettext("One of the two stores must be yours."))
        return typed


@dataclass(slots=True)
class ListedLine:
    """A line as it stands in the form. `pieces` is what was typed; `error` says why it cannot stay so."""

    goods: Goods
    pieces: str
    available: int | None = None
    error: str = ""

    @property
    def count(self) -> int | None:
        """The pieces, if they are a number that can be moved."""
        plain = self.pieces.strip()
        count = int(plain) if plain.isdecimal() and len(plain) < 9 else 0
        return count if 1 <= count <= MOST_PIECES else None

    @property
    def is_short(self) -> bool:
        """Whether less is available at the source."""
        return self.available is not None and self.available < (self.count or 0)


@dataclass(slots=True)
class Listing:
    """The goods of the form, with what was found by words, what was added, and what could not be taken."""

    lines: list[ListedLine] = field(default_factory=list)
    results: list[CounterGoods] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def add(self, goods: Goods, pieces: int) -> None:
        """Add pieces to a line, or a line."""
        for line in self.lines:
            if line.goods.variant_id == goods.variant_id:
                line.pieces = str((line.count or 0) + pieces)
                return
        self.lines.append(ListedLine(goods, str(pieces)))

    def add_codes(self, rows: Sequence[tuple[str, int]]) -> None:
        """Add pieces of what codes name."""
        goods = goods_by_code([code for code, _pieces in rows]) if rows else {}
        for code, pieces in rows:
            if code in goods:
                self.add(goods[code], pieces)
        if unknown := [code for code, _pieces in rows if code not in goods]:
            self.refusals.append(gettext("There are no goods with these codes: %(codes)s") % {"codes": _some(unknown)})

    def drop_empty(self) -> None:
        """What stands at nothing was meant to go."""
        self.lines = [line for line in self.lines if line.pieces.strip() not in {"", "0"}]

    def is_sound(self) -> bool:
        """Whether it can be saved; what cannot is marked."""
        for line in self.lines:
            if line.count is None:
                line.error = gettext("Write a whole number from 1 to %(limit)s.") % {"limit": f"{MOST_PIECES:,}"}
        return not self.refusals and not any(line.error for line in self.lines)


def draft(request: HttpRequest, uid: UUID | None = None) -> HttpResponse:
    """Make a draft, or change one."""
    visitor, found = _visitor_and_transfer(request, uid)
    if found is not None and found.status != TransferStatus.DRAFT:
        return to_transfer(found.uid)
    if request.method != "POST":
        form = DraftForm(initial=_initial(request, found), visitor=visitor)
        return _draft_page(request, form, _listing_of(found), found=found, uid=uid or uuid7())
    typed = request.POST
    listing = _listing(typed)
    _change(listing, typed)
    draft_uid = uid or _uid(typed.get("uid", ""))
    is_save = typed.get("do") == "save"
    form = DraftForm(typed if is_save else None, initial=typed.dict(), visitor=visitor)
    if is_save and form.is_valid() and listing.is_sound():
        wanted = _wanted(form, listing, draft_uid)
        save = draft_transfer if found is None else change_draft
        if is_done(request, lambda: save(wanted, by=by_visitor(visitor)), done=_("The draft is saved.")):
            return to_transfer(draft_uid)
    return _draft_page(request, form, listing, found=found, uid=draft_uid)


def _visitor_and_transfer(request: HttpRequest, uid: UUID | None) -> tuple[Visitor, TransferView | None]:
    if uid is None:
        return check_visitor_may(request, Deed.DRAFT_TRANSFER), None
    access = access_to(request, uid, Deed.DRAFT_TRANSFER)
    return access.visitor, access.transfer


def _initial(request: HttpRequest, found: TransferView | None) -> dict[str, object]:
    if found is None:
        return {"from_store": request.GET.get("from", ""), "to_store": request.GET.get("to", "")}
    return {
        "from_store": f"{found.from_store.code} {found.from_store.name}",
        "to_store": f"{found.to_store.code} {found.to_store.name}",
        "expected_on": found.expected_on,
        "note": found.note,
    }


def _listing_of(found: TransferView | None) -> Listing:
    """The lines of the draft."""
    lines = found.lines if found else ()
    goods = goods_by_code([line.sku for line in lines]) if lines else {}
    return Listing([ListedLine(goods[line.sku], str(line.wanted)) for line in lines])


def _listing(typed: QueryDict) -> Listing:
    """The lines as the form brought them."""
    rows = list(zip(typed.getlist("sku"), typed.getlist("pieces"), strict=False))
    goods = goods_by_code([sku for sku, _pieces in rows]) if rows else {}
    return Listing([ListedLine(goods[sku], storable(pieces)) for sku, pieces in rows if sku in goods])


def _change(listing: Listing, typed: QueryDict) -> None:
    """Do with the list what the button says."""
    kind, _colon, sku = typed.get("do", "find").partition(":")
    if kind == "remove":
        listing.lines = [line for line in listing.lines if line.goods.sku != sku]
    elif kind == "take":
        listing.add_codes([(storable(sku), 1)])
    elif kind == "find":
        _find(listing, storable(typed.get("find", "")).strip())
    else:
        listing.add_codes(_pasted(listing, typed.get("pasted", "")))
        listing.drop_empty()


def _find(listing: Listing, text: str) -> None:
    """One piece of what a code names, or else the goods that have these words."""
    if not text:
        return
    if exact := goods_by_code([text]).get(text):
        listing.add(exact, 1)
        listing.added.append(exact.name)
        return
    products = [card.id for card in search_products(text).cards]
    listing.results = counter_goods_of_products(products, limit=_FOUND)
    if not listing.results:
        listing.refusals.append(gettext("Nothing is called “%(typed)s”.") % {"typed": text})


def _pasted(listing: Listing, text: str) -> list[tuple[str, int]]:
    """Lines of a list: a SKU or barcode number, and pieces behind a tab, comma or space; one piece without any."""
    rows, bad = list[tuple[str, int]](), list[str]()
    for line in storable(text).splitlines():
        parts = [part for part in _PARTS.split(line.strip()) if part]
        if not parts:
            continue
        pieces = parts[-1] if len(parts) > 1 else "1"
        if len(parts) > 2 or not pieces.isdecimal() or not 1 <= int(pieces[:9]) <= MOST_PIECES:
            bad.append(line.strip())
        else:
            rows.append((parts[0], int(pieces)))
    if bad:
        words = gettext("These lines are not a code and a number of pieces: %(lines)s")
        listing.refusals.append(words % {"lines": _some(bad)})
    return rows[: 2 * MOST_LINES]


def _some(texts: Sequence[str]) -> str:
    return ", ".join(texts[:5]) + ("…" if len(texts) > 5 else "")


def _wanted(form: DraftForm, listing: Listing, uid: UUID) -> Draft:
    """The form as the trade has it."""
    typed = form.cleaned_data
    return Draft(
        uid=uid,
        from_store=typed["from_store"].code,
        to_store=typed["to_store"].code,
        lines=tuple((line.goods.sku, line.count or 0) for line in listing.lines),
        note=typed["note"],
        expected_on=typed["expected_on"],
    )


def _draft_page(
    request: HttpRequest, form: DraftForm, listing: Listing, *, found: TransferView | None, uid: UUID
) -> HttpResponse:
    _tell_available(form, listing)
    context = {
        "form": form,
        "listing": listing,
        "uid": uid,
        "transfer": found,
        "pasted": request.POST.get("pasted", "") if listing.refusals else "",
        "pieces": sum(line.count or 0 for line in listing.lines),
        "short_count": sum(line.is_short for line in listing.lines),
        "most_pieces": MOST_PIECES,
    }
    has_errors = bool(form.errors) or any(line.error for line in listing.lines)
    title = gettext("Draft a transfer")
    if found:
        title = gettext("Change transfer %(number)s") % {"number": found.spoken_number}
    return page(request, "office/transfer_draft.html", context, title=title, status=422 if has_errors else 200)


def _tell_available(form: DraftForm, listing: Listing) -> None:
    """Say beside each line what the source could promise now, once it is known which store that is."""
    try:
        source = form.fields["from_store"].clean(form["from_store"].value() or "")
    except ValidationError:
        return
    variant_ids = [line.goods.variant_id for line in listing.lines]
    available = available_in_store(source.key, variant_ids, at=timezone.now())
    for line in listing.lines:
        line.available = available[line.goods.variant_id]


def _uid(text: str) -> UUID:
    """The uid that the form brought, so that a second press of the button is no second draft."""
    try:
        return UUID(text)
    except ValueError:
        return uuid7()
