"""Stocktakes: the list, a new one, its review with what to do next, and the page on which people count."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from noren.catalog.models import Category
from noren.kernel.errors import NorenError
from noren.kernel.ids import uuid7
from noren.office.answers import Cell, csv_file, page
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.scans import Scan, answer_scan
from noren.office.second_person import HOW, is_done_in_twos, needed_beyond
from noren.office.stock_access import Asked, check_in_store, is_done, may_in_store, read_asked
from noren.people.models import LimitKind
from noren.people.names import names_of_staff
from noren.people.roles import Deed
from noren.people.second_person import Weigh, Weighty
from noren.stock.count import cancel_count, open_count
from noren.stock.count_close import close_count, weight_of_closing
from noren.stock.count_goods import Counted, count_goods, withdraw_counts, withdraw_entry
from noren.stock.count_review import (
    MOST_SHOWN,
    CountView,
    ReviewLine,
    booked_lines,
    get_count,
    latest_entries,
    list_counts,
    review,
)
from noren.stock.errors import CountNotFound
from noren.stock.pasted import read_pasted

MAY_COUNT = (Deed.COUNT_STOCK,)
MAY_CLOSE = (Deed.ADJUST_STOCK,)
MAY_SEE = (*MAY_COUNT, *MAY_CLOSE)


class CountForm(forms.Form):
    """A stocktake: where, of what, and what it is called."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    store = forms.ChoiceField(label=_("Store"))
    name = forms.CharField(
        label=_("Name of the stocktake"), max_length=120, help_text=_("As those who count will call it.")
    )
    categories = forms.ModelMultipleChoiceField(
        label=_("Categories"),
        queryset=Category.objects.none(),
        required=False,
        help_text=_("With all categories below them. None: all goods of the store."),
    )
    pasted = forms.CharField(
        label=_("Or only these goods"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "code", "spellcheck": "false"}),
        help_text=_("A SKU or barcode number on each line."),
    )


def counts(request: HttpRequest) -> HttpResponse:
    """Stocktakes, the open ones first."""
    asked = read_asked(request, *MAY_SEE)
    context = {
        "asked": asked,
        "counts": list_counts(store_ids=asked.store_ids()),
        "may_open": asked.visitor.may(*MAY_CLOSE),
        "may_count": asked.visitor.may(*MAY_COUNT),
    }
    return page(request, "office/counts.html", context, title=_("Stocktakes"))


def new_count(request: HttpRequest) -> HttpResponse:
    """Open a stocktake; `sku` and `store` of the address name what it is about."""
    asked = read_asked(request, *MAY_CLOSE)
    today = timezone.localdate()
    initial = {
        "uid": uuid7(),
        "store": asked.store_id,
        "name": gettext("Stocktake of %(day)s") % {"day": today.isoformat()},
        "pasted": request.GET.get("sku", "")[:64],
    }
    form = CountForm(request.POST or None, initial=initial)
    form.fields["store"].choices = [(key, name) for key, name in asked.stores.items()]  # type: ignore[attr-defined]
    form.fields["categories"].queryset = Category.objects.order_by("name")  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            uid = _open(form, asked)
        except NorenError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("admin:count", args=[uid]))
    status = 422 if form.errors else 200
    return page(request, "office/count_new.html", {"form": form}, title=_("New stocktake"), status=status)


def _open(form: CountForm, asked: Asked) -> UUID:
    typed = form.cleaned_data
    count = open_count(
        typed["uid"],
        store_id=int(typed["store"]),
        name=typed["name"],
        category_ids=[category.pk for category in typed["categories"]],
        variant_ids=[each.goods.variant_id for each in read_pasted(typed["pasted"])],
        at=timezone.now(),
        staff_id=asked.visitor.staff_id(),
    )
    return count.uid


def count(request: HttpRequest, uid: UUID) -> HttpResponse | StreamingHttpResponse:
    """What was found so far and what differs; of a closed one, what was booked. `format=csv` is all of it."""
    visitor = check_visitor_may(request, *MAY_SEE)
    found = _count(uid, visitor)
    if request.method == "POST":
        return _change(request, found, visitor)
    counted, uncounted = review(uid)
    booked = booked_lines(uid) if found.status == "closed" else []
    if request.GET.get("format") == "csv":
        return csv_file(f"stocktake_{found.opened_at:%Y-%m-%d}.csv", _csv(counted, uncounted, uid))
    differing = [line for line in counted if line.difference or line.is_unsure]
    context = {
        "count": found,
        "is_open": found.status == "open",
        "differing": differing[:MOST_SHOWN],
        "equal": len(counted) - len(differing),
        "counted": len(counted),
        "uncounted": uncounted[:MOST_SHOWN],
        "uncounted_number": len(uncounted),
        "unsure": sum(line.is_unsure for line in counted),
        "missing": -sum(min(0, line.difference) for line in counted if not line.is_unsure),
        "surplus": sum(max(0, line.difference) for line in counted if not line.is_unsure),
        "value_minor": sum(line.value_minor for line in counted if not line.is_unsure),
        "booked": [line for line in booked if line.difference][:MOST_SHOWN],
        "booked_equal": sum(not line.difference and line.outcome == "counted" for line in booked),
        "booked_left": [line for line in booked if line.outcome in {"left", "unsure"}][:MOST_SHOWN],
        "booked_value_minor": sum(line.value_minor for line in booked),
        "may_count": may_in_store(visitor, found.store_id, *MAY_COUNT),
        "second": needed_beyond(visitor, LimitKind.COUNT, found.store_id),
        "may_close": may_in_store(visitor, found.store_id, *MAY_CLOSE),
    }
    return page(request, "office/count.html", context, title=found.name)


def count_shelf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page of somebody who walks along the shelves with a scanner: each scan or sum is written down at once."""
    visitor = check_visitor_may(request, *MAY_COUNT)
    found = _count(uid, visitor, *MAY_COUNT)
    here = reverse("admin:count_shelf", args=[uid])
    if request.method == "POST":
        if request.POST.get("deed") == "withdraw":
            _withdraw(request, found)
            return HttpResponseRedirect(here)
        request.session["count_area"] = " ".join(request.POST.get("area", "").split())[:60]
        return answer_scan(request, lambda scan: _count_goods(found, scan, visitor), back_to=here)
    entries = latest_entries(uid)
    staff = names_of_staff({entry.staff_id for entry in entries if entry.staff_id is not None})
    context = {
        "count": found,
        "is_open": found.status == "open",
        "area": request.session.get("count_area", ""),
        "scan_uid": uuid7(),
        "entries": [(entry, staff.get(entry.staff_id or 0, "")) for entry in entries],
    }
    title = gettext("Count: %(name)s") % {"name": found.name}
    return page(request, "office/count_shelf.html", context, title=title)


def _count_goods(found: CountView, scan: Scan, visitor: Visitor) -> str:
    goods = scan.goods
    so_far = count_goods(
        found.uid,
        [Counted(scan.uid, goods.variant_id, scan.pieces)],
        area=scan.area,
        at=scan.at,
        names={goods.variant_id: goods.name},
        staff_id=visitor.staff_id(),
    )
    said = {"name": goods.name, "pieces": scan.pieces, "total": so_far[goods.variant_id]}
    return gettext("%(name)s: +%(pieces)d, %(total)d in all") % said


def _withdraw(request: HttpRequest, found: CountView) -> None:
    try:
        entry_uid = UUID(request.POST.get("entry", ""))
    except ValueError:
        return
    done = _("Taken back: it counts no more.")
    is_done(request, lambda: withdraw_entry(found.uid, entry_uid, at=timezone.now()), done=done)


def _change(request: HttpRequest, found: CountView, visitor: Visitor) -> HttpResponse:
    here, at, staff_id = reverse("admin:count", args=[found.uid]), timezone.now(), visitor.staff_id()
    deed = request.POST.get("deed", "")
    if deed == "recount":
        typed = request.POST.get("variant", "")
        variant_id = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
        check_in_store(visitor, found.store_id, *MAY_COUNT)
        done = _("Count these goods anew now, in all their places, in one go.")
        if is_done(request, lambda: withdraw_counts(found.uid, variant_id, at=at), done=done):
            return HttpResponseRedirect(reverse("admin:count_shelf", args=[found.uid]))
        return HttpResponseRedirect(here)
    check_in_store(visitor, found.store_id, *MAY_CLOSE)
    if deed == "close":
        _close(request, found, staff_id=staff_id)
    elif deed == "cancel":
        is_done(
            request,
            lambda: cancel_count(found.uid, at=at, staff_id=staff_id),
            done=_("The stocktake is cancelled. Nothing was booked."),
        )
    return HttpResponseRedirect(here)


def _close(request: HttpRequest, found: CountView, *, staff_id: int | None) -> None:
    """Needs a second person where the differences are worth more than one manager may decide."""
    is_zero, leaves = request.POST.get("uncounted") == "zero", "leave_unsure" in request.POST
    content = {"count": str(found.uid), "zero_uncounted": is_zero, "leave_unsure": leaves}
    weighty = Weighty(LimitKind.COUNT, found.store_id, found.uid, content, found.name[:200], HOW)

    def deed(weigh: Weigh | None) -> None:
        close_count(
            found.uid,
            zero_uncounted=is_zero,
            leave_unsure=leaves,
            at=timezone.now(),
            staff_id=staff_id,
            weigh=weigh,
        )

    done = _("The stocktake is closed and its differences are booked.")
    amount = weight_of_closing(found.uid, zero_uncounted=is_zero) if found.status == "open" else 0
    is_done_in_twos(request, weighty, amount, deed, done=done)


def _csv(counted: list[ReviewLine], uncounted: list[ReviewLine], uid: UUID) -> Iterator[Sequence[Cell]]:
    yield ["SKU", gettext("Goods"), gettext("Expected"), gettext("Counted"), gettext("Difference"), gettext("Value")]
    for line in (*counted, *uncounted):
        yield [line.sku, line.name, line.expected, line.counted, line.difference, line.value_minor]
    for each in booked_lines(uid):
        yield [each.sku, each.name, each.expected, each.counted, each.difference, each.value_minor]


def _count(uid: UUID, visitor: Visitor, *deeds: Deed) -> CountView:
    try:
        found = get_count(uid)
    except CountNotFound as missing:
        raise Http404(str(missing)) from None
    check_in_store(visitor, found.store_id, *(deeds or MAY_SEE))
    return found
