"""What the API reads and answers of goods that are delivered home."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import AddressPart, Body, FullName, Instant, Out, Phone


class HomeDeliveryIn(Body):
    """A home in Japan, and when the goods are wanted there."""

    name: FullName = Field(min_length=1, description="On the parcel.", examples=["山田 花子"])
    postal_code: AddressPart = Field(description="Seven digits, with a hyphen or without.", examples=["150-0041"])
    prefecture: AddressPart = Field(description="As it is written in Japanese.", examples=["東京都"])
    city: AddressPart = Field(description="City or ward.", examples=["渋谷区"])
    line1: AddressPart = Field(description="Street and number.", examples=["神南1-2-3"])
    line2: AddressPart = Field(default="", description="Building and room.", examples=["のれんマンション405"])
    phone: Phone = Field(min_length=1, description="For the driver.")
    day: date | None = Field(default=None, description="Wanted on; as soon as may be without.", examples=["2026-07-07"])
    slot: Annotated[str, Field(max_length=12)] = Field(
        default="", description="Wanted at, one of the deployment's times; any without.", examples=["14-16"]
    )


class HomeDeliveryOut(HomeDeliveryIn):
    """Where an order goes, and when it is wanted."""


class ParcelLineOut(Out):
    """Pieces in a parcel."""

    line_uid: UUID
    sku: str = Field(examples=["100042"])
    name: str = Field(examples=["深煎りコーヒー豆 200g"])
    quantity: int = Field(examples=[2])


class ShipmentOut(Out):
    """A parcel that a store sends."""

    uid: UUID
    status: str = Field(description="`to_pack`, `packed` or `shipped`.", examples=["shipped"])
    store_code: str = Field(examples=["S001"])
    carrier: str = Field(description="Empty before it left.", examples=["yamato"])
    tracking_number: str = Field(examples=["123456789012"])
    tracking_url: str
    packed_at: Instant | None
    shipped_at: Instant | None
    lines: list[ParcelLineOut]


class ChoiceOut(Out):
    """Something to choose: its code, and what it is called."""

    code: str = Field(examples=["14-16"])
    words: str = Field(examples=["14時〜16時"])


class DeliveryTermsOut(Out):
    """What is offered of deliveries: none where no store sends parcels."""

    is_offered: bool
    fee_minor: int = Field(description="What a delivery costs.", examples=[550])
    free_from_minor: int | None = Field(
        description="Goods from which it costs nothing; null for never.", examples=[5500]
    )
    prefectures: list[str] = Field(description="As an address has them.", examples=[["東京都"]])
    days: list[ChoiceOut] = Field(description="Days that may be wished for; the first is none, as soon as may be.")
    slots: list[ChoiceOut] = Field(description="Times of the day; the first is any.")
