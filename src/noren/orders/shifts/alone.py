"""What a till did at its drawer without a network: who did it where, when we take it to be done, and who may."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from noren.orders.late.desk import LateDesk, find_late_desk
from noren.orders.late.moment import moment_of
from noren.people.roles import Deed


@dataclass(frozen=True, slots=True)
class DoneAlone:
    """What a till's word says beside the deed itself.

    Attributes:
        staff_uid: who did it; the sender may be somebody else of the store.
        device_at: aware, as the till's clock showed.
        clock_offset_s: by how much that clock was ahead of ours when the till last heard from us, seconds.
        synced_at: aware, our time at which the till last heard how its register stands: it was done after that.
        sent_by_id: the staff member under whose sign-in the word came.
        sender_may: what the sender may do alone in the store; a word that its maker may not say is theirs then.
    """

    store_id: int
    register_uid: UUID
    staff_uid: UUID
    device_at: datetime
    clock_offset_s: int
    synced_at: datetime
    sent_by_id: int
    sender_may: frozenset[Deed] = frozenset()


def find_desk_of(done: DoneAlone) -> LateDesk:
    """Lock the register, and find who stood there: what is done at one register queues.

    Raises:
        RegisterNotFound, StaffNotFound, MakerNotOfStore.
    """
    return find_late_desk(done.register_uid, done.staff_uid, done.store_id)


def done_at(done: DoneAlone, *, at: datetime) -> datetime:
    """When we take it to be done: never before the till heard how its register stood, never after `at`."""
    made_at, heard_of = moment_of(done.device_at, offset_s=done.clock_offset_s, synced_at=done.synced_at, booked_at=at)
    return max(made_at, heard_of)


def lacks(desk: LateDesk, done: DoneAlone, deeds: Collection[Deed]) -> Deed | None:
    """The first deed that neither who did it nor who sends it may do alone in this store."""
    return next((deed for deed in deeds if deed not in desk.alone | done.sender_may), None)
