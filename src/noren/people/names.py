"""Names of staff by their keys, for pages that show many records of rooms that know them by key alone."""

from collections.abc import Collection

from noren.people.models import StaffMember


def names_of_staff(staff_ids: Collection[int]) -> dict[int, str]:
    """Names by key; one that is gone is absent."""
    return dict(StaffMember.objects.filter(pk__in=staff_ids).values_list("pk", "name"))
