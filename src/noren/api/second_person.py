"""A second person beside what another program asks for: named in the request, by their own code and password."""

from django.utils import timezone

from noren.api.callers import ApiRequest
from noren.api.schemas.stock import ApproverIn
from noren.people.approve import Approver
from noren.people.errors import ApprovalInvalid, ApprovalNeeded, ApproverMayNot, SignInFailed, TooManyTries
from noren.people.second_person import SecondPerson, Weighty

HOW = "Send `approver` with the staff code and password of somebody who may approve it."
IN_TWOS = (ApprovalNeeded, ApprovalInvalid, ApproverMayNot, SignInFailed, TooManyTries)


def ask_second_person(request: ApiRequest, approver: ApproverIn | None, weighty: Weighty, amount: int) -> SecondPerson:
    """Have it approved by whoever is named, if it is beyond its limit; a program does nothing of that alone.

    Raises what `people.approve.approve` does.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    by = Approver(approver.staff_code, approver.password, address) if approver else None
    second = SecondPerson(None, by, "api")
    second.ask(weighty, amount, at=timezone.now())
    return second
