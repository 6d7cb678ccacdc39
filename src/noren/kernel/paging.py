"""Pages of the office's lists: counted only as far as somebody would turn them, so that a long ledger opens at once."""

from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST_COUNTED = 10_000
"""Where counting stops; a list that has more says so, and its pages go on beyond."""

MOST_SHOWN = 100_000
"""Where pages stop: to turn to one of them reads all before it."""


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of a list of any length. `count` is at most one more than `MOST_COUNTED`."""

    object_list: QuerySet[Any]

    @cached_property
    def count(self) -> int:
        """How many there are, counted up to the limit."""
        return self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()

    @property
    def is_capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST_COUNTED

    @property
    def shown_count(self) -> int:
        """How many there are, or at least are."""
        return min(self.count, MOST_COUNTED)

    def page(self, number: int | str) -> Page:  # type: ignore[type-arg]
        """A page, counted from 1; of a list that was not counted to its end any page that holds something.

        Raises:
            EmptyPage: there is no such page, or it begins beyond `MOST_SHOWN`.
        """
        if not self.is_capped or int(number) < 1:
            return super().page(number)
        first = (int(number) - 1) * self.per_page
        if first >= MOST_SHOWN:
            raise EmptyPage(self.error_messages["no_results"])
        # The keys first: sorted with all that is shown beside them, a million rows take ten times as long.
        keys = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        if not keys:
            raise EmptyPage(self.error_messages["no_results"])
        return Page(list(self.object_list.filter(pk__in=keys)), int(number), self)
