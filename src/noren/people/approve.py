"""Approvals: what one person may do at a till only when a second one agrees, and the trace of who did."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from noren.people.errors import ApprovalInvalid, ApprovalNeeded, ApproverIsAsker, ApproverMayNot, NotAllowed
from noren.people.events import DeedApproved
from noren.people.models import Approval
from noren.people.roles import Deed, Staff, deeds_in, deeds_with_approval
from noren.people.staff import forget_staff_tries, know_staff
from noren.timeline.record import Told, record

VALID_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Approved:
    """An approval that was just given."""

    uid: UUID
    approver_name: str
    valid_until: datetime


def approve(
    deed: Deed,
    subject_uid: UUID,
    *,
    asker: Staff,
    store_id: int,
    staff_code: str,
    password: str,
    address: str,
    at: datetime,
) -> Approved:
    """Approve, with one's own code and password, one deed that `asker` is about to do to one thing in a store.

    Good for 5 minutes. Not to be called inside a transaction: tries are counted whatever follows.

    Args:
        subject_uid: what the deed is done to, such as the order of a sale.
        address: where the request comes from.

    Raises:
        TooManyTries, SignInFailed.
        ApproverIsAsker: nobody approves what they do themselves.
        ApproverMayNot: the approver may not do the deed alone in this store.
        NotAllowed: the asker may not do it with any approval.

    Records "Deed Approved".
    """
    if deed not in deeds_with_approval(asker, store_id):
        raise NotAllowed(deed=str(deed))
    approver = know_staff(staff_code, password, address=address, at=at)
    if approver.id == asker.id:
        raise ApproverIsAsker(field="staff_code")
    if deed not in deeds_in(approver, store_id):
        raise ApproverMayNot(field="staff_code", name=approver.name, deed=str(deed))
    with transaction.atomic(savepoint=False):
        forget_staff_tries(approver, address=address, at=at)
        approval = Approval.objects.create(
            deed=str(deed),
            subject_uid=subject_uid,
            store_id=store_id,
            asked_by_id=asker.id,
            approved_by_id=approver.id,
            approved_at=at,
            valid_until=at + VALID_FOR,
        )
        event = DeedApproved(approval.uid, str(deed), asker.uid, approver.uid)
        record(event, told=Told(at=at, channel="till", store_id=store_id, subject_uid=subject_uid))
    return Approved(approval.uid, approver.name, approval.valid_until)


def check_may_or_approved(
    staff: Staff, deed: Deed, *, store_id: int, subject_uid: UUID, approval_uid: UUID | None, at: datetime
) -> None:
    """Refuse a deed that the staff member may not do alone, unless a second person approved it for this subject.

    Called in the deed's transaction: the approval is noted as used with it. A repeat of the deed may name it again.

    Raises:
        NotAllowed; ApprovalNeeded: the deed needs a second person; ApprovalInvalid.
    """
    if deed in deeds_in(staff, store_id):
        return
    if deed not in deeds_with_approval(staff, store_id):
        raise NotAllowed(deed=str(deed))
    if approval_uid is None:
        raise ApprovalNeeded(field="approval_uid", deed=str(deed))
    good = Approval.objects.filter(
        Q(used_at__isnull=False) | Q(valid_until__gt=at),
        uid=approval_uid,
        deed=str(deed),
        subject_uid=subject_uid,
        asked_by_id=staff.id,
        store_id=store_id,
    )
    if not good.update(used_at=Coalesce("used_at", at)):
        raise ApprovalInvalid(field="approval_uid")
