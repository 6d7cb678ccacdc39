"""Low stock: goods of which too few are available, how long the rest lasts, and what another store could send."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from noren.office.answers import Cell, csv_file, page
from noren.office.low_stock_transfer import asking, draft_from
from noren.office.stock_access import check_in_store, is_done, may_in_store, read_asked, whole
from noren.people.roles import Deed
from noren.stock.reorder import LowLevel, low_levels, reorder_default, set_reorder_default

MAY_SEE = (Deed.PICK, Deed.ADJUST_STOCK)
MOST_SHOWN, MOST_CSV = 300, 100_000


def low_stock(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The list, as CSV with `format=csv`; a POST sets the default of the store, or drafts a transfer of what is low."""
    asked = read_asked(request, *MAY_SEE)
    is_asking = request.method == "POST" and request.POST.get("do") == "draft"
    if is_asking and (drafted := draft_from(request)):
        return drafted
    if request.method == "POST" and not is_asking:
        return _set_default(request)
    at, is_csv = timezone.now(), request.GET.get("format") == "csv"
    rows = low_levels(at=at, store_ids=asked.store_ids(), limit=MOST_CSV if is_csv else MOST_SHOWN + 1)
    if is_csv:
        return csv_file(f"low-stock_{timezone.localdate()}.csv", _csv(rows))
    store_id = asked.store_id
    may_draft = store_id is not None and may_in_store(asked.visitor, store_id, Deed.DRAFT_TRANSFER)
    context = {
        "asked": asked,
        "asking": asking(request, rows[:MOST_SHOWN], store_id=store_id, at=at) if store_id and may_draft else None,
        "rows": rows[:MOST_SHOWN],
        "has_more": len(rows) > MOST_SHOWN,
        "default": reorder_default(store_id) if store_id is not None else None,
        "may_set": store_id is not None and may_in_store(asked.visitor, store_id, Deed.ADJUST_STOCK),
    }
    status = 422 if is_asking else 200
    return page(request, "office/low_stock.html", context, title=_("Low stock"), status=status)


def _set_default(request: HttpRequest) -> HttpResponse:
    asked = read_asked(request, Deed.ADJUST_STOCK)
    store_id = whole(request.POST.get("store")) or 0
    check_in_store(asked.visitor, store_id, Deed.ADJUST_STOCK)
    if store_id in asked.stores:
        pieces = whole(request.POST.get("pieces"))
        is_done(request, lambda: set_reorder_default(store_id, pieces), done=_("The store's reorder point was saved."))
    return HttpResponseRedirect(f"{reverse('admin:low_stock')}?store={store_id}")


def _csv(rows: Sequence[LowLevel]) -> Iterator[Sequence[Cell]]:
    yield [
        gettext("Store code"),
        gettext("Store"),
        "SKU",
        gettext("Goods"),
        gettext("On hand"),
        gettext("Available"),
        gettext("Reorder point"),
        gettext("On the way"),
        gettext("Sold in 28 days"),
        gettext("Lasts (days)"),
    ]
    for row in rows:
        yield [
            row.store_code, row.store_name, row.sku, row.name, row.on_hand, row.available, row.point, row.on_the_way,
            row.sold, row.days_left,
        ]  # fmt: skip
