"""What is set aside: in the building and not for sale, by store and state, the longest first."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext

from noren.office.answers import page
from noren.office.stock_access import read_asked
from noren.people.roles import Deed
from noren.stock.aside_list import list_aside
from noren.stock.models import AsideState

MAY_SEE = (Deed.PICK, Deed.ADJUST_STOCK)


def aside(request: HttpRequest) -> HttpResponse:
    """The list; what is done about a row is done on the page of its level."""
    asked = read_asked(request, *MAY_SEE)
    typed = request.GET.get("state", "")
    state = typed if typed in AsideState.values else ""
    rows = list_aside(store_ids=asked.store_ids(), state=state)
    context = {"asked": asked, "state": state, "states": AsideState.choices, "rows": rows}
    return page(request, "office/aside.html", context, title=pgettext("stock", "Set aside"))
