"""The bricks of every schema: two bases, and the bounded types that refuse what the trade never accepts.

JSON numbers are read strictly: 1.5, true, "3" and "３" are no quantity. Texts carry no control characters, which
PostgreSQL would refuse later and without a field.
"""

import unicodedata
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from noren.pricing.basket import MAX_QUANTITY, MAX_UNIT_PRICE_MINOR

_LINE = r"^[^\x00-\x1f\x7f]*$"
_TEXT = r"^[^\x00-\x09\x0b-\x1f\x7f]*$"


def _folded(value: object) -> object:
    """Text in the width it is kept in, before its length is checked: one sign may stand for several letters."""
    return unicodedata.normalize("NFKC", value) if isinstance(value, str) else value


class Body(BaseModel):
    """What a caller sends. An unknown member is refused, so that a misspelled one is not silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Out(BaseModel):
    """What the API answers. Readers must ignore members they do not know: they may be added at any time."""

    # Every member is always sent, so the description calls none of them optional.
    model_config = ConfigDict(from_attributes=True, json_schema_serialization_defaults_required=True)


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


Instant = Annotated[datetime, AfterValidator(_in_utc)]
"""An instant that is told, in UTC, wherever the clock stood that it was read from."""


def _written(value: object) -> object:
    if isinstance(value, int | float):
        raise ValueError("an instant is a text with its zone")
    return value


InstantIn = Annotated[AwareDatetime, BeforeValidator(_written)]
"""An instant that somebody says: ISO 8601 with a zone; a number is none."""

Quantity = Annotated[
    int, Field(strict=True, ge=1, le=MAX_QUANTITY, description="Pieces, a whole number.", examples=[2])
]
PickedQuantity = Annotated[
    int, Field(strict=True, ge=0, le=MAX_QUANTITY, description="Pieces found; 0 when there are none.", examples=[1])
]
UnitPrice = Annotated[
    int, Field(strict=True, ge=0, le=MAX_UNIT_PRICE_MINOR, description="Minor units for one piece.", examples=[1980])
]
Amount = Annotated[
    int, Field(strict=True, ge=0, le=999_999_999_999, description="Minor units of the currency.", examples=[3960])
]
Uid = Annotated[UUID, Field(examples=["0198f0a4-6c1e-7b7c-9d3e-2f6a1b0c4d5e"])]

Sku = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=_LINE),
    Field(description="The variant's SKU, as it is stored.", examples=["100042"]),
]
StoreCode = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=32, pattern=_LINE),
    Field(description="Code of a store in business.", examples=["S001"]),
]
CouponCode = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=_LINE),
    Field(description="As the shopper typed it: case and outer spaces do not count.", examples=["AKI10"]),
]
Typed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_LINE)]
# With the separator of GS1's element strings; a GS1 Digital Link may be long.
Scanned = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000, pattern=r"^[^\x00-\x1c\x1e\x1f\x7f]*$"),
]
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_LINE),
    Field(description="Why, in a person's words; kept with the deed.", examples=["打ち間違い"]),
]
Name = Annotated[str, BeforeValidator(_folded), StringConstraints(strip_whitespace=True, max_length=60, pattern=_LINE)]
FullName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=_LINE)]
Email = Annotated[
    str,
    BeforeValidator(_folded),
    StringConstraints(strip_whitespace=True, max_length=254, pattern=_LINE),
    Field(description="An e-mail address, in any width and case.", examples=["hanako@example.jp"]),
]
Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=32, pattern=_LINE),
    Field(description="A phone number in any Japanese form, or + and the country code.", examples=["090-1234-5678"]),
]
AddressPart = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=_LINE)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_TEXT)]
# POSLog's TrainingModeFlag. Optional, so that a till need not send it; what is practice stays on its device.
Training = Annotated[
    bool, Field(strict=True, description="Made in training: refused (`training_not_booked`), as it stays on the till.")
]
Latitude = Annotated[
    float, Field(ge=-90, le=90, allow_inf_nan=False, description="Degrees, WGS 84.", examples=[35.6595])
]
Longitude = Annotated[
    float, Field(ge=-180, le=180, allow_inf_nan=False, description="Degrees, WGS 84.", examples=[139.7005])
]
