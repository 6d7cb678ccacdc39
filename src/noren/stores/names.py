"""Names and codes of stores and their keys, for faces and rooms above that know one and want the other."""

from collections.abc import Collection

from noren.stores.errors import StoreNotFound
from noren.stores.models import Store


def names_of_stores(store_ids: Collection[int] | None = None) -> dict[int, str]:
    """Names by key, in the order of the codes; of all stores without `store_ids`."""
    stores = Store.objects.order_by("code")
    if store_ids is not None:
        stores = stores.filter(pk__in=store_ids)
    return dict(stores.values_list("pk", "name"))


def key_of_store(code: str) -> int:
    """The key of a store in business by its code.

    Raises:
        StoreNotFound.
    """
    key = Store.objects.filter(code=code, is_active=True).values_list("pk", flat=True).first()
    if key is None:
        raise StoreNotFound(store=code, field="store_code")
    return key


def codes_of_stores(store_ids: Collection[int]) -> dict[int, str]:
    """Codes by key of those stores that are in business."""
    return dict(Store.objects.filter(pk__in=store_ids, is_active=True).values_list("pk", "code"))
