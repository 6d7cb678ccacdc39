"""What a till's device sends and reads before anybody is signed in: its enrolment, and how it stands."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from noren.api.schemas.base import Amount, Body, InstantIn, Out, Secret
from noren.api.schemas.envelopes import EnvelopesIn
from noren.api.schemas.sign_in import RegisterOut

_DeviceSecret = Annotated[Secret, Field(description="What the device was told when it was enrolled.")]
_AppVersion = Annotated[
    str, Field(default="", max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$", description="Of the app.", examples=["1.4"])
]


class EnrollIn(Body):
    """The link that a device was opened with."""

    link_secret: Secret = Field(description="What stands behind `#enroll/` in the link. Good for ten minutes, once.")
    app_version: _AppVersion


class DeviceStoreOut(Out):
    """The store a device stands in."""

    code: str = Field(examples=["S001"])
    name: str = Field(examples=["渋谷店"])
    phone: str


class DeviceOut(Out):
    """How a device stands."""

    # A field cannot be called `register`: every pydantic class has a method of that name, from ABCMeta.
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    uid: UUID
    name: str = Field(examples=["入口のタブレット"])
    state: Literal["active", "locked", "sending", "replaced"] = Field(
        description="`locked`: forget customers and sign-ins, sell nothing. `sending`: locked, but send what was sold. "
        "`replaced`: another device stands at the register; send what was sold."
    )
    screen_note: str = Field(description="What the locked screen says; often empty.")
    store: DeviceStoreOut
    at_register: RegisterOut = Field(alias="register", description="The register it stands at.")
    is_in_use: bool = Field(description="Whether the register and its store are.")


class EnrolledOut(DeviceOut):
    """A device that was just bound to its register."""

    device_secret: str = Field(description="Told this once; it goes into every later request of the device.")


class DeviceReportIn(Body):
    """What a device says of itself, every minute."""

    device_secret: _DeviceSecret
    app_version: _AppVersion
    waiting_count: Annotated[
        int, Field(strict=True, ge=0, le=1_000_000, description="Sales not answered.", examples=[2])
    ]
    waiting_minor: Amount = Field(description="What they come to.", examples=[3960])
    waiting_since: InstantIn | None = Field(default=None, description="When the first of them was made.")
    goods_as_of: InstantIn | None = Field(default=None, description="Of when its goods and prices are.")
    last_error: Annotated[
        str, Field(default="", max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$", description="What went wrong last.")
    ]
    is_wiped: bool = Field(
        default=False, strict=True, description="Whether it forgot customers and sign-ins, after a lock."
    )


class DeviceEnvelopesIn(EnvelopesIn):
    """Envelopes of a device at which nobody can sign in any more."""

    device_secret: _DeviceSecret
