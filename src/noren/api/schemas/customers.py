"""Customers: who joins, who is found, what they own."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Body, Email, Instant, Name, Out, Phone, StoreCode


class JoinIn(Body):
    """A new member. An e-mail or a phone is needed, so that the member can be found again."""

    uid: UUID | None = Field(default=None, description="Made by the caller; a repeat answers the stored member.")
    family_name: Annotated[Name, Field(min_length=1, description="Family name.", examples=["山田"])]
    given_name: Name = Field(default="", description="May be empty.", examples=["花子"])
    family_kana: Name = Field(default="", description="Its reading, in any kana.", examples=["ヤマダ"])
    given_kana: Name = Field(default="", description="Its reading, in any kana.", examples=["ハナコ"])
    email: Email = ""
    phone: Phone = ""
    birth_date: date | None = Field(default=None, description="May be left out.", examples=["1990-04-01"])
    language: Literal["ja", "en"] = Field(default="ja", description="Of mails to the member.")
    home_store_code: StoreCode | None = Field(default=None, description="The store the member likes best.")


class MemberChangeIn(Body):
    """What is different now. What is left out or null stays as it was; at least an e-mail or a phone must remain."""

    family_name: Annotated[Name, Field(min_length=1)] | None = Field(
        default=None, description="Family name.", examples=["佐藤"]
    )
    given_name: Name | None = Field(default=None, description="May be empty.", examples=["花子"])
    family_kana: Name | None = Field(default=None, description="Its reading, in any kana.", examples=["サトウ"])
    given_kana: Name | None = Field(default=None, description="Its reading, in any kana.", examples=["ハナコ"])
    email: Email | None = Field(
        default=None,
        description="Where mails go from now on; empty to take it off the record. How the member signs in stays.",
        examples=["hanako@example.jp"],
    )
    phone: Phone | None = Field(
        default=None, description="Empty to take it off the record.", examples=["090-1234-5678"]
    )


class CustomerOut(Out):
    """A customer."""

    uid: UUID
    member_number: str | None = Field(description="Null for a guest.", examples=["M0000012347"])
    name: str = Field(examples=["山田 花子"])
    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    email: str
    phone: str
    language: str
    joined_at: Instant
    joined_channel: str = Field(examples=["till"])
    home_store_code: str | None


class CustomerList(Out):
    """Customers that the words name exactly."""

    customers: list[CustomerOut]


class ExpiryOut(Out):
    """Points that end next."""

    points: int = Field(examples=[120])
    at: Instant


class PointsEntryOut(Out):
    """One line of the points ledger."""

    at: Instant
    kind: str = Field(description="`earn`, `spend`, `expire`, `adjust`, `take_back` or `owe`.", examples=["earn"])
    points: int = Field(description="Signed.", examples=[32])


class PointsOut(Out):
    """The balance and the newest entries of the ledger."""

    balance: int = Field(examples=[1240])
    next_expiry: ExpiryOut | None
    entries: list[PointsEntryOut]


class CouponOut(Out):
    """A coupon a customer may use."""

    code: str = Field(examples=["AKI10"])
    name: str = Field(examples=["秋の10%オフ"])
    benefit: str = Field(description="What it takes off, in words.", examples=["10% off"])
    valid_until: Instant = Field(description="Exclusive.")
    uses_left: int | None = Field(description="Null: no limit.", examples=[1])


class CouponList(Out):
    """Coupons."""

    coupons: list[CouponOut]


class EventOut(Out):
    """One thing that happened."""

    name: str = Field(examples=["Order Completed"])
    channel: str = Field(examples=["web"])
    store_code: str | None = Field(examples=["S001"])
    occurred_at: Instant
    subject_uid: UUID | None
    properties: dict[str, object]


class TimelinePage(Out):
    """Events across all channels, the newest first."""

    events: list[EventOut]
    next_before: Instant | None = Field(description="Send as `before` for the next page; null at the end.")
    next_before_id: int | None = Field(description="Send with it as `before_id`: several can have one instant.")
