"""Who may take over a till, and with which PIN."""

from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Body, Instant, Out, Secret, Uid


class SwitchIn(Body):
    """Who takes over a till."""

    staff_uid: Uid = Field(description="One of `/till/staff`.")
    pin: Secret = Field(description="Four to eight digits.", examples=["2580"])


class PinIn(Body):
    """A PIN of one's own."""

    password: Secret = Field(description="The password of the account of who is signed in.")
    pin: Secret = Field(description="Four to eight digits, not all the same and not in a row.", examples=["2580"])


class KnownStaffOut(Out):
    """Somebody who gave the password at this register within 30 days, and may sell here."""

    uid: UUID
    name: str = Field(examples=["山口"])
    pin_set_at: Instant | None = Field(description="When the PIN was set; null while there is none.")


class KnownStaffList(Out):
    """Who may take over this register."""

    staff: list[KnownStaffOut]
