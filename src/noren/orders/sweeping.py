"""Baskets, held lists, and what tills told of open orders, that nobody will come back to."""

from datetime import datetime, timedelta

from django.db.models import Q

from noren.kernel.sweeping import delete_in_batches
from noren.orders.held.models import HeldList
from noren.orders.models import Basket, OrderStatus
from noren.orders.together.models import PickedLine, Presence
from noren.orders.together.rules import present_since

KEPT_FOR = timedelta(days=90)


def sweep_baskets(*, at: datetime) -> int:
    """Delete baskets that were ordered, or left by a guest, `KEPT_FOR` ago. A member's open basket stays."""
    until = at - KEPT_FOR
    left = Q(customer__isnull=True, ordered_at__isnull=True, changed_at__lt=until)
    return delete_in_batches(Basket.objects.filter(Q(ordered_at__lt=until) | left))


def sweep_held_lists(*, at: datetime) -> int:
    """Delete lists that were put by at a till, as soon as their time is over: a member's card may be on them."""
    return delete_in_batches(HeldList.objects.filter(expires_at__lte=at))


def sweep_presence(*, at: datetime) -> int:
    """Forget who had an order open, and what was ticked off of orders that are not to be picked any more."""
    picked = PickedLine.objects.exclude(line__order__status=OrderStatus.PLACED)
    return delete_in_batches(Presence.objects.filter(seen_at__lte=present_since(at))) + delete_in_batches(picked)
