"""Throwing a held list away: its customer did not come back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from noren.kernel.text import storable
from noren.orders.errors import ReasonMissing
from noren.orders.held.errors import HeldListMoved
from noren.orders.held.models import MOST_REASON, HeldList, HeldState
from noren.orders.held.queries import HeldView, get_held
from noren.orders.held.wanted import At


def throw_list_away(uid: UUID, *, reason: str, by: At, at: datetime) -> HeldView:
    """Throw a list away that nobody has taken up, or this register. Safe to repeat: the first reason stays.

    Raises:
        ReasonMissing: there must be one.
        HeldListNotFound: no list of this store has the uid.
        HeldListMoved: another register has it.
    """
    words = storable(reason).strip()[:MOST_REASON]
    if not words:
        raise ReasonMissing(field="reason")
    with transaction.atomic(savepoint=False):
        is_here = Q(state=HeldState.HELD) | Q(state=HeldState.TAKEN, register_id=by.register_id)
        lists = HeldList.objects.filter(is_here, uid=uid, store_id=by.store_id)
        is_done = lists.update(
            state=HeldState.THROWN_AWAY,
            reason=words,
            register_id=by.register_id,
            staff_id=by.staff_id,
            version=F("version") + 1,
            changed_at=at,
        )
        held = get_held(uid, store_id=by.store_id)
        if not is_done and held.state != HeldState.THROWN_AWAY:
            raise HeldListMoved(staff=held.staff_name, register=held.register_name)
    return held
