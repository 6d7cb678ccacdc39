"""The kinds of files: for each its columns, what of a row is staged, what is checked, and how it is published."""

from collections.abc import Mapping

from noren.connect.errors import KindUnknown
from noren.connect.kinds.kind import Kind
from noren.connect.kinds.members import MEMBERS
from noren.connect.kinds.products import PRODUCTS
from noren.connect.kinds.sales import SALES
from noren.connect.kinds.stock import STOCK
from noren.connect.kinds.stores import STORES

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (STORES, PRODUCTS, STOCK, MEMBERS, SALES)}


def get_kind(name: str) -> Kind:
    """The kind of this name.

    Raises:
        KindUnknown.
    """
    if name not in KINDS:
        raise KindUnknown(field="kind", kind=name, known=", ".join(KINDS))
    return KINDS[name]


__all__ = ["KINDS", "Kind", "get_kind"]
