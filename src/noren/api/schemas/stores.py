"""Stores, their hours, and where they are."""

from datetime import date

from pydantic import Field

from noren.api.schemas.base import Out


class HoursOut(Out):
    """Opening hours of one weekday, in minutes from the store's local midnight; closing may pass 1440."""

    weekday: int = Field(description="0 is Monday.", examples=[0])
    opens_minute: int = Field(examples=[600])
    closes_minute: int = Field(examples=[1260])


class SpecialDayOut(Out):
    """A date that differs; both null means closed all day."""

    date: date
    opens_minute: int | None
    closes_minute: int | None


class StoreOut(Out):
    """A store in a list."""

    code: str = Field(examples=["S001"])
    name: str = Field(examples=["渋谷店"])
    postal_code: str = Field(examples=["150-0002"])
    address: str = Field(examples=["東京都渋谷区渋谷1-1-1"])
    phone: str = Field(examples=["03-0000-0000"])
    latitude: float | None = Field(examples=[35.6595])
    longitude: float | None = Field(examples=[139.7005])
    is_pickup_enabled: bool = Field(examples=[True])
    pickup_lead_minutes: int = Field(examples=[60])
    distance_m: int | None = Field(default=None, description="Metres as the crow flies, when a place was given.")


class StoreDetailOut(StoreOut):
    """A store with its hours."""

    time_zone: str = Field(examples=["Asia/Tokyo"])
    hours: list[HoursOut]
    special_days: list[SpecialDayOut]


class StoreList(Out):
    """Stores."""

    stores: list[StoreOut]
