"""Who runs a store, and who else works there: the staff who are told what concerns it, or asked to see to it."""

from collections.abc import Collection
from dataclasses import dataclass

from noren.people.models import Role, StaffMember, StaffRole
from noren.people.roles import DEEDS, Deed


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


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be asked to see to something; `store_ids` is None for all stores."""

    staff_id: int
    code: str
    name: str
    store_ids: frozenset[int] | None

    def works_in(self, store_id: int) -> bool:
        """Whether it is one of their stores."""
        return self.store_ids is None or store_id in self.store_ids


def colleagues_who_may(deeds: Collection[Deed], store_ids: Collection[int] | None) -> list[Colleague]:
    """Staff who may sign in and do one of the deeds in one of the stores, by name; in any store with None."""
    roles = [role for role, included in DEEDS.items() if not included.isdisjoint(deeds)]
    members = StaffMember.objects.filter(account__is_active=True, roles__role__in=roles).distinct()
    found = []
    for member in members.prefetch_related("roles").order_by("name", "code"):
        stores = {held.store_id for held in member.roles.all() if held.role in roles}
        own = None if None in stores else frozenset(store for store in stores if store is not None)
        if own is None or store_ids is None or not own.isdisjoint(store_ids):
            found.append(Colleague(member.pk, member.code, member.name, own))
    return found


def is_anybody_else(deed: Deed, *, staff_id: int) -> bool:
    """Whether somebody besides this staff member may do, or approve, a deed in all stores."""
    others = colleagues_who_may([deed], None)
    return any(each.store_ids is None and each.staff_id != staff_id for each in others)
