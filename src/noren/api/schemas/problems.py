"""Problem details (RFC 9457): the one form of every refusal."""

from pydantic import ConfigDict, Field

from noren.api.schemas.base import Out


class FieldProblem(Out):
    """One value at fault."""

    field: str = Field(description="Path of the value: `lines.0.quantity`.", examples=["lines.0.quantity"])
    code: str = Field(description="Stable code of the cause.", examples=["quantity_invalid"])
    message: str = Field(
        description="A sentence for people, in the language asked for.",
        examples=["The quantity must be a whole number from 1 to 9999."],
    )


class Problem(Out):
    """Why a request was refused; nothing was written.

    The details of the cause stand beside these members: `sku`, `wanted` and `available` of `out_of_stock`.
    """

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="A page that explains the code.", examples=["/api/v1/problems/out_of_stock"])
    title: str = Field(description="The kind of refusal.", examples=["Not possible now"])
    status: int = Field(examples=[409])
    code: str = Field(description="Stable code of the cause: branch on this.", examples=["out_of_stock"])
    detail: str = Field(
        description="A sentence for people, by Accept-Language.", examples=["Only 1 of 100042 is left; 3 were wanted."]
    )
    field: str | None = Field(default=None, description="The value at fault.", examples=["lines.0.quantity"])
    errors: list[FieldProblem] = Field(default=[], description="All values at fault, when there are several.")
