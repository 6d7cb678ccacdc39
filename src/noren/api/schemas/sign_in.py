"""What the sign-in screen of a till reads and sends."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Body, Out, Secret, Typed


class RegisterOut(Out):
    """A register of a store."""

    uid: UUID
    code: str = Field(examples=["01"])
    name: str = Field(examples=["レジ1"])


class TillStoreOut(Out):
    """A store for the sign-in screen."""

    code: str = Field(examples=["S001"])
    name: str = Field(examples=["渋谷店"])
    registers: list[RegisterOut]


class TillStoreList(Out):
    """What the sign-in screen offers."""

    shop_name: str = Field(examples=["のれん商店"])
    stores: list[TillStoreOut]
    is_device_needed: bool = Field(description="Whether only enrolled devices may sign in.")


class SignInIn(Body):
    """Who stands at which register."""

    staff_code: Annotated[Typed, Field(max_length=16, description="Not the account's e-mail.", examples=["1001"])]
    password: Secret = Field(description="The password of the staff member's account.")
    store_code: Typed = Field(description="The store the till stands in.", examples=["S001"])
    register_code: Typed = Field(description="The register in that store.", examples=["01"])
    device_secret: Secret | None = Field(
        default=None, description="Of an enrolled device, which serves its own register alone; see `/till/devices`."
    )
