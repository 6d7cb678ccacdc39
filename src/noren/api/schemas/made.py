"""When a till did something without a network, as it says it itself."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from noren.orders.late.moment import corrected

_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_MOST_OFFSET_S = 4_000_000_000


def _of_this_age(at: datetime) -> datetime:
    """As far as there are such instants; before any till sold anything, its battery was flat."""
    return max(corrected(at, 0), _FIRST)


Moment = Annotated[AwareDatetime, AfterValidator(_of_this_age)]
ClockOffset = Annotated[
    int,
    Field(
        strict=True,
        ge=-_MOST_OFFSET_S,
        le=_MOST_OFFSET_S,
        description="By how many seconds that clock was ahead of `at` of the server when it last answered.",
        examples=[-2],
    ),
]
