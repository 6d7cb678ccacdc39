"""The staff log: the only code that writes what staff did, were refused, and when they signed in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from noren.people.models import Account, Approval, DeedOutcome, DeedRecord
from noren.people.roles import Staff
from noren.timeline.hearing import Heard

SIGN_IN = "sign_in"
SWITCH = "switch_staff"
SET_PIN = "set_pin"
OPEN_PAGE = "open_page"
MOST_TOLD = 20
MOST_TEXT = 2_000

Changes = Mapping[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something, and where.

    Attributes:
        who: the name as it is now; what was typed where nobody is known.
        place: the register, or the page of the office.
    """

    staff_id: int | None
    who: str
    channel: str
    store_id: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a deed was done to.

    Attributes:
        kind: of a record, as the office names it; empty where the events say it.
        changes: fields with what stood there before and after.
    """

    kind: str = ""
    uid: str = ""
    reason: str = ""
    changes: Changes | None = None
    approval_uid: UUID | None = None


def doer_at_till(staff: Staff, *, store_id: int, register_name: str) -> Doer:
    """Somebody signed in at a register."""
    return Doer(staff.id, staff.name, "till", store_id, register_name)


def doer_in_office(staff: Staff | None, account_id: int, *, place: str, store_id: int | None = None) -> Doer:
    """Somebody signed in at the office; an account that is not on the staff is named by its address."""
    if staff is not None:
        stores = {held.store_id for held in staff.roles}
        store_id = next(iter(stores)) if store_id is None and len(stores) == 1 else store_id
        return Doer(staff.id, staff.name, "office", store_id, place)
    email = Account.objects.filter(pk=account_id).values_list("email", flat=True).first() or ""
    return Doer(None, email, "office", store_id, place)


def log_done(
    doer: Doer, deeds: Sequence[str], *, at: datetime, about: About = About(), heard: Sequence[Heard] = ()
) -> None:
    """Write what somebody did, one row per deed it came to, in the transaction of the deed.

    Args:
        heard: the events that it recorded; they say what happened, and where and to what if `about` does not.
    """
    subject = about.uid or next((str(each.subject_uid) for each in heard if each.subject_uid), "")
    store_id = next((each.store_id for each in heard if each.store_id is not None), None) or doer.store_id
    approval = Approval.objects.filter(uid=about.approval_uid).first() if about.approval_uid else None
    DeedRecord.objects.bulk_create(
        DeedRecord(
            at=at,
            deed=deed,
            outcome=DeedOutcome.DONE,
            staff_id=doer.staff_id,
            who=doer.who[:80],
            channel=doer.channel,
            store_id=store_id,
            place=doer.place[:120],
            subject_kind=about.kind[:40],
            subject_uid=subject[:40],
            reason=about.reason[:200],
            told=[[each.name, _plain(each.properties)] for each in heard[:MOST_TOLD]],
            changes={name: [_shown(before), _shown(after)] for name, (before, after) in (about.changes or {}).items()},
            approval=approval,
        )
        for deed in dict.fromkeys(deeds)
    )


def log_refused(doer: Doer, deed: str, *, refusal: str, at: datetime, about: About = About()) -> None:
    """Write what somebody tried and may not do; after the refused deed was taken back, in a statement of its own."""
    DeedRecord.objects.create(
        at=at,
        deed=deed[:24],
        outcome=DeedOutcome.REFUSED,
        refusal=refusal[:40],
        staff_id=doer.staff_id,
        who=doer.who[:80],
        channel=doer.channel,
        store_id=doer.store_id,
        place=doer.place[:120],
        subject_kind=about.kind[:40],
        subject_uid=about.uid[:40],
        reason=about.reason[:200],
    )


def _plain(properties: str) -> object:
    """The event's properties; of very long ones only what is short."""
    told = json.loads(properties)
    if len(properties) <= MOST_TEXT:
        return told
    return {name: value for name, value in told.items() if not isinstance(value, (list, dict))}


def _shown(value: object) -> str:
    return "" if value is None else str(value)[:200]
