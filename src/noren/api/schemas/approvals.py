"""What a second person approves at a till, and by whose code."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Body, Instant, Out, Secret, Typed, Uid
from noren.api.schemas.markdowns import MarkdownAsked
from noren.api.schemas.orders import ReasonIn
from noren.api.schemas.returns import TillReturnIn
from noren.api.schemas.shifts import CashMoveAsked


class VoidAsked(ReasonIn):
    """A void that a second person is to approve."""

    deed: Literal["void_sale"]
    order_uid: Uid = Field(description="The sale.")


class ReturnAsked(TillReturnIn):
    """A return that a second person is to approve; the same body as the return itself."""

    deed: Literal["return_goods"]


class ApprovalIn(Body):
    """What is to be approved, exactly as it will be sent, and by whom."""

    request: Annotated[
        VoidAsked | ReturnAsked | CashMoveAsked | MarkdownAsked,
        Field(discriminator="deed", description="What the person at the till is about to do; `deed` says which."),
    ]
    staff_code: Annotated[Typed, Field(max_length=16, description="Of the person who approves.", examples=["2001"])]
    password: Secret = Field(description="The password of the approver's account.")


class ApprovalOut(Out):
    """An approval; name its `uid` in the deed."""

    uid: UUID
    approver_name: str = Field(examples=["店長"])
    valid_until: Instant
