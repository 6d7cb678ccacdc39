"""Payments of orders that wait for their money."""

from typing import Annotated

from pydantic import Field

from noren.api.schemas.base import Body, Out

PayBy = Annotated[
    str,
    Field(
        max_length=20,
        pattern=r"^[a-z0-9_]+$",
        description="`at_store`, `bank_transfer`, or the code of a provider that is switched on.",
        examples=["test"],
    ),
]


class PayIn(Body):
    """How an order that waits is paid."""

    pay_by: PayBy
    return_url: Annotated[
        str,
        Field(
            max_length=500,
            pattern=r"^https?://[^\s]+$",
            description="Where the provider sends the buyer back to.",
            examples=["https://shop.example.jp/paid"],
        ),
    ]


class PayOut(Out):
    """What the buyer does next."""

    status: str = Field(description="Of the order.", examples=["awaiting_payment"])
    pay_url: str = Field(
        description="The provider's page; empty when there is nothing to agree to now.",
        examples=["https://pay.example.jp/c/123"],
    )
    said: str = Field(
        description="What the provider answered: `pending`, `captured`, `declined` or `unknown`; empty without one.",
        examples=["pending"],
    )


class NoticeOut(Out):
    """A notice was stored."""

    is_new: bool = Field(description="False when this event was stored before.")
