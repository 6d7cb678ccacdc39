"""Loading the demo, step by step."""

from django.utils import timezone

from noren.connect.commands import main as run_import
from noren.connect.demo.coupons import add_coupons
from noren.connect.demo.orders import add_open_orders, simulate_orders
from noren.connect.demo.people import add_member_account, add_registers_and_staff
from noren.connect.progress import Progress
from noren.orders.models import Order

_SIMULATED = 1_500


def load_demo(progress: Progress) -> None:
    """Load what is not there yet: the year of sales, staff, coupons, simulated orders, and today's pickups.

    Quick when all is there. Killed half-way it goes on where it stopped.
    """
    at = timezone.now()
    run_import(["completejourney"])
    add_registers_and_staff(at=at)
    add_member_account(at=at)
    add_coupons(at=at)
    if Order.objects.filter(source="simulated", channel="web").count() < _SIMULATED:
        simulate_orders(progress, until=at)
    add_open_orders(at=at)
