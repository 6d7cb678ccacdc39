"""Baskets and held lists that nobody will come back to."""

from datetime import datetime, timedelta

from django.db.models import Q

from noren.kernel.sweeping import delete_in_batches
from noren.orders.held.models import HeldList
from noren.orders.models import Basket

KEPT_FOR = timedelta(days=90)


def sweep_baskets(*, at: datetime) -> int:
    """Delete baskets that were ordered, or left by a guest, `KEPT_FOR` ago. A member's open basket stays."""
    until = at - KEPT_FOR
    left = Q(customer__isnull=True, ordered_at__isnull=True, changed_at__lt=until)
    return delete_in_batches(Basket.objects.filter(Q(ordered_at__lt=until) | left))


def sweep_held_lists(*, at: datetime) -> int:
    """Delete lists that were put by at a till, as soon as their time is over: a member's card may be on them."""
    return delete_in_batches(HeldList.objects.filter(expires_at__lte=at))
