"""Loading the demo, step by step."""

from datetime import datetime

from django.utils import timezone

from noren.connect.demo.coupons import add_coupons
from noren.connect.demo.keys import add_quick_keys
from noren.connect.demo.orders import add_open_orders, add_sales_of_today, simulate_orders
from noren.connect.demo.people import add_member_account, add_registers_and_staff, add_tender_kinds
from noren.connect.demo.stockroom import add_stock_work
from noren.connect.journey.load import load_sample
from noren.connect.progress import Progress
from noren.kernel.commits import lazy_commits
from noren.orders.models import Order
from noren.orders.prominence import refresh_prominence
from noren.stores.models import Store
from noren.stores.save import set_sending

_SIMULATED = 1_900
# So many stores of the demo send parcels to buyers' homes.
_SENDING = 3


def load_demo(progress: Progress) -> None:
    """Load what is not there yet: the year of sales, staff, coupons, simulated orders, today's pickups and sales, and
    a morning's work in the stockroom.

    Quick when all is there. Killed half-way it goes on where it stopped.
    """
    at = timezone.now()
    load_sample(at=at, progress=progress)
    with lazy_commits():
        add_registers_and_staff(at=at)
        add_tender_kinds(at=at)
        add_member_account(at=at)
        _have_parcels_sent(at=at)
        add_coupons(at=at)
        if Order.objects.filter(source="simulated", channel="web").count() < _SIMULATED:
            simulate_orders(progress, until=at)
            refresh_prominence(at=at)
        add_quick_keys(at=at)
        add_open_orders(at=at)
        add_sales_of_today(at=at)
        add_stock_work(at=at)


def _have_parcels_sent(*, at: datetime) -> None:
    """Some stores send parcels, unless somebody decided which before."""
    if Store.objects.filter(ships=True).exists():
        return
    for code in Store.objects.filter(is_active=True).order_by("code").values_list("code", flat=True)[:_SENDING]:
        set_sending(code, ships=True, at=at)
