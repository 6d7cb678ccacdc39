"""What explains the API itself: the meaning of a problem's code, and what a token may do."""

from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Instant, Out


class ProblemPage(Out):
    """A code explained; the `type` of every problem leads here."""

    code: str = Field(examples=["out_of_stock"])
    status: int = Field(examples=[409])
    title: str = Field(examples=["Not possible now"])
    meaning: str = Field(examples=["A store has less than is wanted."])


class ProblemPages(Out):
    """All codes."""

    problems: list[ProblemPage]


class TokenOut(Out):
    """The token of this request."""

    uid: UUID
    scopes: list[str] = Field(examples=[["catalog:read", "orders:write"]])
    customer_uid: UUID | None = Field(description="The customer it acts for; null when for nobody in particular.")
    valid_until: Instant | None = Field(description="Null: until it is revoked.")
