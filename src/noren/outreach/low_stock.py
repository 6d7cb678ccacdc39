"""The mail about low stock: in the morning, one for each manager of a store in which something is low."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noren.outreach.account_mails import dear
from noren.outreach.letters import Facts, Letter, Link, Paragraph
from noren.outreach.models import Message
from noren.outreach.queue import queue_message
from noren.people.managers import Manager, managers_of_stores
from noren.stock.reorder import LowLevel, low_levels, stores_with_points
from noren.stores.clocks import time_zones_of

NOT_BEFORE = time(8)
MOST_NAMED = 30


@dataclass(frozen=True, slots=True)
class LowStockMail:
    """What is low in a store, the scarcest first."""

    template: ClassVar[str] = "low_stock"
    name: str
    store: str
    count: int
    low: tuple[LowLevel, ...]
    store_id: int

    def letter(self) -> Letter:
        """The goods with what is left, and where the list is."""
        many = ngettext("%(count)d kind of goods is low", "%(count)d kinds of goods are low", self.count)
        rows = tuple((level.name, _left(level)) for level in self.low)
        more = self.count - len(rows)
        extra = (Paragraph(_("and %(count)d more on the list") % {"count": more}),) if more else ()
        names = {"shop": settings.SHOP_NAME, "store": self.store, "many": many % {"count": self.count}}
        return Letter(
            subject=_("[%(shop)s] %(store)s: %(many)s") % names,
            preview=", ".join(level.name for level in self.low[:3]),
            title=_("Low stock at %(store)s") % names,
            greeting=dear(self.name),
            parts=(
                Paragraph(_("No more of these goods is available than their reorder point.")),
                Facts(rows),
                *extra,
                Link(_("Open the list"), f"{settings.BASE_URL}/office/low-stock/?store={self.store_id}"),
            ),
            footer=_("You get this mail once a day because you manage this store."),
        )


def _left(level: LowLevel) -> str:
    said = {"left": level.available, "point": level.point, "way": level.on_the_way}
    if level.on_the_way:
        return _("%(left)d available (reorder point %(point)d), %(way)d on the way") % said
    return _("%(left)d available (reorder point %(point)d)") % said


def queue_low_stock(*, at: datetime) -> int:
    """Queue the mails that are due: answer how many are new. Safe to repeat, also in several places at once.

    A store without reorder points or without a manager gets none, and none is written twice on a day of the store.
    """
    zones = time_zones_of(stores_with_points())
    local = {store_id: at.astimezone(ZoneInfo(zone)) for store_id, zone in zones.items()}
    days = {store_id: moment.date() for store_id, moment in local.items() if moment.time() >= NOT_BEFORE}
    waiting = managers_of_stores(days)
    keys = {_key(each, days[each.store_id]) for each in waiting}
    known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [each for each in waiting if _key(each, days[each.store_id]) not in known]
    low = low_levels(at=at, store_ids={each.store_id for each in new}, limit=100_000) if new else []
    return sum(_tell(each, low, day=days[each.store_id], at=at) for each in new)


def _key(manager: Manager, day: date) -> str:
    return f"low_stock/{manager.store_id}/{manager.staff_id}/{day}"


def _tell(manager: Manager, low: Sequence[LowLevel], *, day: date, at: datetime) -> bool:
    mine = [level for level in low if level.store_id == manager.store_id]
    if not mine:
        return False
    mail = LowStockMail(manager.name, mine[0].store_name, len(mine), tuple(mine[:MOST_NAMED]), manager.store_id)
    key, language = _key(manager, day), settings.LANGUAGE_CODE
    return queue_message(key=key, mail=mail, to=manager.email, language=language, at=at).is_new
