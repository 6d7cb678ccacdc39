"""Time zones of stores by their keys, for rooms above that do something by the clock of each store."""

from collections.abc import Collection

from noren.stores.models import Store


def time_zones_of(store_ids: Collection[int]) -> dict[int, str]:
    """Names of the time zones of those stores that are in business, by key."""
    stores = Store.objects.filter(pk__in=store_ids, is_active=True)
    return dict(stores.order_by("pk").values_list("pk", "time_zone"))
