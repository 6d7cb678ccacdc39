"""Quick keys in the office: which goods the tills of a store, or of all, sell by a tap; a row for each key."""

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from noren.office.answers import page
from noren.office.stock_access import is_done, read_asked, whole
from noren.orders.quick_keys.arrange import Key, arrange_quick_keys
from noren.orders.quick_keys.models import MOST_PAGE, MOST_POSITION, MOST_WORDS
from noren.orders.quick_keys.queries import KeyView, keys_arranged
from noren.people.roles import Deed

MAY_EDIT = (Deed.EDIT_STORE,)
EMPTY_ROWS = 6


def quick_keys(request: HttpRequest) -> HttpResponseBase:
    """Look at the keys of a store, or without one at those for all, which only whoever edits all stores changes."""
    asked = read_asked(request, *MAY_EDIT)
    is_of_all = asked.visitor.store_ids(*MAY_EDIT) is None
    store_id = asked.store_id if request.GET.get("store") or not is_of_all else None
    may_edit = is_of_all or store_id is not None
    typed = None
    if request.method == "POST" and may_edit:
        typed = _typed(request)
        keys = [Key(key.page, key.position, key.sku, key.words) for key in typed]
        saved = _("The quick keys were saved. Tills have them within a minute.")
        if is_done(request, lambda: arrange_quick_keys(keys, store_id=store_id, at=timezone.now()), done=saved):
            address = reverse("admin:quick_keys")
            return HttpResponseRedirect(f"{address}?store={store_id}" if store_id is not None else address)
    arranged = keys_arranged(store_id) if may_edit else []
    rows = typed if typed is not None else arranged
    last = max((row.position for row in rows), default=0)
    context = {
        "asked": asked,
        "store_id": store_id,
        "may_edit": may_edit,
        "rows": [*rows, *(KeyView("", last + 1 + more, "", "", "") for more in range(EMPTY_ROWS))],
        "pages": list(dict.fromkeys(row.page for row in rows)),
        "for_all": keys_arranged(None) if store_id is not None else [],
        "most_page": MOST_PAGE,
        "most_words": MOST_WORDS,
        "last": MOST_POSITION,
    }
    return page(request, "office/quick_keys.html", context, title=_("Quick keys"), status=422 if typed else 200)


def _typed(request: HttpRequest) -> list[KeyView]:
    """The rows as they were typed: without a code it is no key, without a page it is on that of the row before."""
    columns = [request.POST.getlist(name) for name in ("page", "position", "sku", "words")]
    rows: list[KeyView] = []
    for typed_page, position, typed_sku, words in zip(*columns, strict=False):
        sku = typed_sku.strip()
        if not sku:
            continue
        on_page = typed_page.strip() or (rows[-1].page if rows else "")
        rows.append(KeyView(on_page, whole(position) or 0, sku, "", words.strip()))
    return rows
