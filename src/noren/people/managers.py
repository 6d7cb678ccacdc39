"""Who runs a store: the staff who are told what concerns it."""

from collections.abc import Collection
from dataclasses import dataclass

from noren.people.models import Role, StaffRole


@dataclass(frozen=True, slots=True)
class Manager:
    """A manager of one store, with the address of their account."""

    staff_id: int
    store_id: int
    name: str
    email: str


def managers_of_stores(store_ids: Collection[int]) -> list[Manager]:
    """The managers of these stores who may sign in; those of all stores at once run none of them."""
    roles = StaffRole.objects.filter(role=Role.MANAGER, store_id__in=store_ids, staff__account__is_active=True)
    rows = roles.exclude(staff__account__email="").order_by("store_id", "staff_id")
    columns = rows.values_list("staff_id", "store_id", "staff__name", "staff__account__email")
    return [Manager(staff_id, store_id or 0, name, email) for staff_id, store_id, name, email in columns]
