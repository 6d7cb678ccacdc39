"""A second person for what is beyond a limit: asked before the deed's transaction, checked in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from noren.people.approve import Approver, Request, approve, check_permitted
from noren.people.errors import ApprovalNeeded
from noren.people.limits import DEED_BEYOND, IN_PERCENT, is_beyond, limit_of
from noren.people.models import LimitKind
from noren.people.roles import Staff

Weigh = Callable[[int], None]
"""Asked by a verb, in its transaction, once it knows how much it comes to; raises where a second person is needed."""


@dataclass(frozen=True, slots=True)
class Weighty:
    """What somebody is about to do, that may need a second person.

    Attributes:
        content: exactly what, in plain values; what it comes to is added.
        how: for a refusal, how the second person says it.
    """

    kind: LimitKind
    store_id: int | None
    subject_uid: UUID
    content: Mapping[str, object]
    reason: str = ""
    how: str = ""


@dataclass(slots=True)
class SecondPerson:
    """Who does something, and who stands beside them if anybody does.

    Attributes:
        asker: None for another program, which does nothing beyond a limit alone.
        by: the code and password that were typed; None when nobody typed any.
        approval_uid: of what was approved; it is used up by the check.
    """

    asker: Staff | None
    by: Approver | None
    channel: str
    approval_uid: UUID | None = None
    is_used: bool = False

    def ask(self, weighty: Weighty, amount: int, *, at: datetime) -> None:
        """Have it approved if it is beyond its limit. Not inside a transaction: tries are counted whatever follows.

        Raises what `people.approve.approve` does.
        """
        if self.by is None or not is_beyond(weighty.kind, amount):
            return
        deeds = [DEED_BEYOND[weighty.kind]]
        given = approve(_request(weighty, amount), deeds, asker=self.asker, by=self.by, at=at, channel=self.channel)
        self.approval_uid = given.uid

    def weigh(self, weighty: Weighty, *, at: datetime) -> Weigh:
        """What the verb asks in its transaction.

        Raises:
            NotAllowed, ApprovalInvalid; ApprovalNeeded: with the limit, the amount, and how it is approved.
        """

        def check(amount: int) -> None:
            if not is_beyond(weighty.kind, amount):
                return
            deed = DEED_BEYOND[weighty.kind]
            try:
                check_permitted(self.asker, _request(weighty, amount), [deed], approval_uid=self.approval_uid, at=at)
            except ApprovalNeeded as needed:
                limit = limit_of(weighty.kind) or 0
                raise ApprovalNeeded(
                    field="approver", deed=str(deed), limit=limit, amount=amount, how=weighty.how
                ) from needed
            self.is_used = True

        return check


def _request(weighty: Weighty, amount: int) -> Request:
    """It names what it comes to, so that it is good only while that stands."""
    content = {**weighty.content, "deed": weighty.kind.value, "amount": amount}
    is_money = weighty.kind not in IN_PERCENT
    return Request(weighty.store_id, weighty.subject_uid, content, weighty.reason, amount if is_money else None)
