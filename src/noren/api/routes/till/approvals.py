"""A second person approves what the one at the till may not do alone."""

from datetime import datetime

from django.utils import timezone
from ninja import Router, Status

from noren.api.callers import ApiRequest, till_of
from noren.api.documenting import writes
from noren.api.routes.returns import SALE_REFUSALS
from noren.api.routes.till.marking import MARKDOWN_REFUSALS, markdown_request, weigh_asked
from noren.api.routes.till.returns import deeds_of, return_request
from noren.api.routes.till.sales import void_request
from noren.api.routes.till.shifts import asked_move, move_request
from noren.api.schemas.approvals import ApprovalIn, ApprovalOut, ReturnAsked, VoidAsked
from noren.api.schemas.markdowns import MarkdownAsked
from noren.api.schemas.shifts import CashMoveAsked
from noren.orders.errors import VariantNotFound
from noren.orders.shifts.move_cash import deeds_of_move
from noren.people.approve import Approver, Request, approve
from noren.people.errors import ApproverIsAsker, ApproverMayNot, NotAllowed, SignInFailed, TooManyTries
from noren.people.roles import Deed, Staff
from noren.people.tokens import Scope, Till

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
        VariantNotFound,
        *MARKDOWN_REFUSALS,
        *SALE_REFUSALS,
        has_key=False,
        status=201,
    ),
    summary="Approve a deed",
)
def give_approval(request: ApiRequest, wanted: ApprovalIn) -> Status[ApprovalOut]:
    """Approve one request exactly as it will be sent, by the approver's own code and password.

    Good for 5 minutes and for one use: another reason, other goods or another amount need another approval.
    """
    staff, till = till_of(request.auth)
    at = timezone.now()
    asked, deeds = _asked(wanted.request, staff, till, at=at)
    by = Approver(wanted.staff_code, wanted.password, request.META.get("REMOTE_ADDR", ""))
    approved = approve(asked, deeds, asker=staff, by=by, at=at)
    out = ApprovalOut(uid=approved.uid, approver_name=approved.approver_name, valid_until=approved.valid_until)
    return Status(201, out)


def _asked(
    wanted: VoidAsked | ReturnAsked | CashMoveAsked | MarkdownAsked, staff: Staff, till: Till, *, at: datetime
) -> tuple[Request, tuple[Deed, ...]]:
    if isinstance(wanted, VoidAsked):
        return void_request(wanted.order_uid, wanted.reason, till), (Deed.VOID_SALE,)
    if isinstance(wanted, CashMoveAsked):
        deeds = deeds_of_move(wanted.purpose, wanted.amount_minor)
        return move_request(asked_move(wanted), till), deeds
    if isinstance(wanted, MarkdownAsked):
        amount_minor, deeds = weigh_asked(wanted, till, at=at)
        return markdown_request(wanted, till, amount_minor=amount_minor), deeds
    return return_request(wanted, till), deeds_of(wanted, staff, till, at=at)
