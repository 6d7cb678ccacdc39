"""A second person approves what the one at the till may not do alone."""

from django.utils import timezone
from ninja import Router, Status

from noren.api.callers import ApiRequest, till_of
from noren.api.documenting import writes
from noren.api.schemas.till import ApprovalIn, ApprovalOut
from noren.people.approve import approve
from noren.people.errors import ApproverIsAsker, ApproverMayNot, NotAllowed, SignInFailed, TooManyTries
from noren.people.roles import Deed
from noren.people.tokens import Scope

router = Router(tags=["Till: approvals"])


@router.post(
    "/approvals",
    **writes(
        ApprovalOut,
        Scope.TILL,
        SignInFailed,
        NotAllowed,
        ApproverIsAsker,
        ApproverMayNot,
        TooManyTries,
        has_key=False,
        status=201,
    ),
    summary="Approve a deed",
)
def give_approval(request: ApiRequest, wanted: ApprovalIn) -> Status[ApprovalOut]:
    """Approve one deed to one thing, by the approver's own code and password; good for 5 minutes."""
    staff, till = till_of(request.auth)
    approved = approve(
        Deed(wanted.deed),
        wanted.subject_uid,
        asker=staff,
        store_id=till.store_id,
        staff_code=wanted.staff_code,
        password=wanted.password,
        address=request.META.get("REMOTE_ADDR", ""),
        at=timezone.now(),
    )
    out = ApprovalOut(uid=approved.uid, approver_name=approved.approver_name, valid_until=approved.valid_until)
    return Status(201, out)
