"""Approvals: what one person may do only when a second one agrees, bound to exactly that request, and used once."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from noren.people.errors import ApprovalInvalid, ApprovalNeeded, ApproverIsAsker, ApproverMayNot, NotAllowed
from noren.people.events import DeedApproved
from noren.people.models import Approval
from noren.people.roles import Deed, Permit, Staff, deeds_in, deeds_with_approval, may_approve
from noren.people.staff import forget_staff_tries, know_staff
from noren.timeline.record import Told, record

VALID_FOR = timedelta(minutes=5)
HOW_AT_TILL = "POST the same request to /till/approvals with the approver's code; send its uid as `approval_uid`."


@dataclass(frozen=True, slots=True)
class Request:
    """What exactly somebody is about to do; an approval is good for this and nothing else.

    Attributes:
        subject_uid: what it is done to or what it makes, such as the order of a sale or the return.
        content: the request as it is sent, in plain values and without secrets; it is kept with the approval.
        reason: why, as the person said it.
        amount_minor: what it gives away or writes off; None where that is not known beforehand.
        store_id: None for what holds in all stores.
    """

    store_id: int | None
    subject_uid: UUID
    content: Mapping[str, object]
    reason: str = ""
    amount_minor: int | None = None

    def digest(self) -> str:
        """The same for the same content about the same thing in the same store, and for nothing else."""
        whole = json.dumps([self.store_id, str(self.subject_uid), self.content], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(whole.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Approver:
    """Who is to approve: staff code and password as typed, and where the request comes from."""

    staff_code: str
    password: str
    address: str


@dataclass(frozen=True, slots=True)
class Approved:
    """An approval that was just given."""

    uid: UUID
    approver_name: str
    valid_until: datetime


def approve(
    request: Request, deeds: Collection[Deed], *, asker: Staff | None, by: Approver, at: datetime, channel: str = "till"
) -> Approved:
    """Approve, with one's own code and password, what `asker` is about to do. Good for 5 minutes and for one use.

    Not to be called inside a transaction: tries are counted whatever follows.

    Args:
        deeds: what the request comes to; those that the asker may do alone need no approval.
        asker: None for another program, which does nothing of this alone.

    Raises:
        NotAllowed: the asker may not do it with any approval, or needs none.
        TooManyTries, SignInFailed.
        ApproverIsAsker: nobody approves what they do themselves.
        ApproverMayNot: the approver may not do one of the deeds in this store.

    Records "Deed Approved".
    """
    missing = _missing(asker, deeds, request.store_id)
    if not missing:
        raise NotAllowed(deed=str(next(iter(deeds), "")))
    approver = know_staff(by.staff_code, by.password, address=by.address, at=at)
    if asker is not None and approver.id == asker.id:
        raise ApproverIsAsker(field="staff_code")
    if refused := [deed for deed in missing if not may_approve(approver, deed, request.store_id)]:
        raise ApproverMayNot(field="staff_code", name=approver.name, deed=str(refused[0]))
    with transaction.atomic(savepoint=False):
        forget_staff_tries(approver, address=by.address, at=at)
        approval = Approval.objects.create(
            deeds=[str(deed) for deed in missing],
            subject_uid=request.subject_uid,
            store_id=request.store_id,
            digest=request.digest(),
            content=dict(request.content),
            reason=request.reason,
            amount_minor=request.amount_minor,
            asked_by_id=asker.id if asker else None,
            approved_by_id=approver.id,
            approved_at=at,
            valid_until=at + VALID_FOR,
        )
        asked_by = asker.uid if asker else None
        event = DeedApproved(
            approval.uid, tuple(approval.deeds), asked_by, approver.uid, request.reason, request.amount_minor
        )
        told = Told(at=at, channel=channel, store_id=request.store_id, subject_uid=request.subject_uid)
        record(event, told=told)
    return Approved(approval.uid, approver.name, approval.valid_until)


def permit_of(staff: Staff, request: Request, *, approval_uid: UUID | None, at: datetime) -> Permit:
    """What a verb asks, in its transaction, once it knows which deeds the request comes to; see `check_permitted`."""
    return partial(check_permitted, staff, request, approval_uid=approval_uid, at=at)


def check_permitted(
    staff: Staff | None, request: Request, deeds: Collection[Deed], *, approval_uid: UUID | None, at: datetime
) -> None:
    """Refuse deeds that the staff member may not do alone, unless a second person approved exactly this request.

    Called in the deed's transaction: the approval is used up with it, and stays good when the deed is refused.

    Raises:
        NotAllowed; ApprovalNeeded: it needs a second person; ApprovalInvalid: of another request, too old, or used.
    """
    missing = _missing(staff, deeds, request.store_id)
    if not missing:
        return
    if approval_uid is None:
        raise ApprovalNeeded(field="approval_uid", deed=str(missing[0]), how=HOW_AT_TILL)
    good = Approval.objects.filter(
        uid=approval_uid,
        used_at__isnull=True,
        valid_until__gt=at,
        digest=request.digest(),
        deeds__contains=[str(deed) for deed in missing],
        asked_by_id=staff.id if staff else None,
    )
    if not good.update(used_at=at):
        raise ApprovalInvalid(field="approval_uid")


def find_used_approval(subject_uid: UUID, deeds: Collection[Deed]) -> int | None:
    """The key of the latest approval that was used up for one of these deeds to the subject; None where none was."""
    asked = [str(deed) for deed in deeds]
    used = Approval.objects.filter(subject_uid=subject_uid, used_at__isnull=False, deeds__overlap=asked)
    return used.order_by("-pk").values_list("pk", flat=True).first()


def _missing(staff: Staff | None, deeds: Collection[Deed], store_id: int | None) -> list[Deed]:
    """What the staff member may not do alone; NotAllowed where no approval would help."""
    if staff is None:
        return list(deeds)
    alone, approved = deeds_in(staff, store_id), deeds_with_approval(staff, store_id)
    missing = [deed for deed in deeds if deed not in alone]
    if barred := [deed for deed in missing if deed not in approved]:
        raise NotAllowed(deed=str(barred[0]))
    return missing
