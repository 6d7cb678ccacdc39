"""Taking a held list up: one register has it from then on, and every other is told who."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from noren.orders.held.models import HeldList, HeldState
from noren.orders.held.queries import HeldView, get_held
from noren.orders.held.wanted import At


def take_list(uid: UUID, *, by: At, was_offline: bool, at: datetime) -> HeldView:
    """Take a list up, if no other register was first; the answer says who has it, and is no refusal. Safe to repeat.

    Args:
        was_offline: the till took it up before it could ask. Where another one has the list, that is written down, so
            that both are told: nobody is to pay for it twice.

    Raises:
        HeldListNotFound: no list of this store has the uid.
    """
    with transaction.atomic(savepoint=False):
        lists = HeldList.objects.filter(uid=uid, store_id=by.store_id)
        # One statement: of two registers at once the second finds it taken.
        is_ours = lists.filter(state=HeldState.HELD).update(
            state=HeldState.TAKEN,
            register_id=by.register_id,
            staff_id=by.staff_id,
            version=F("version") + 1,
            changed_at=at,
        )
        if was_offline and not is_ours:
            others = lists.exclude(register_id=by.register_id)
            others.update(also_taken_by_id=by.register_id, changed_at=at)
    return get_held(uid, store_id=by.store_id)
