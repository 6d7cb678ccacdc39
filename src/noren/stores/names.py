"""Names of stores by their keys, for pages that show many records of rooms above."""

from collections.abc import Collection

from noren.stores.models import Store


def names_of_stores(store_ids: Collection[int] | None = None) -> dict[int, str]:
    """Names by key, in the order of the codes; of all stores without `store_ids`."""
    stores = Store.objects.order_by("code")
    if store_ids is not None:
        stores = stores.filter(pk__in=store_ids)
    return dict(stores.values_list("pk", "name"))
