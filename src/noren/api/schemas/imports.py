"""Imports: a file on its way in."""

from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Instant, Out


class MadeOut(Out):
    """What a file makes beside the records of its rows."""

    code: str = Field(description="What it is: `new_categories`.", examples=["new_categories"])
    count: int = Field(description="How many in all.", examples=[1])
    names: list[str] = Field(description="The first twenty, in the order of the file.", examples=[["Bread"]])


class ImportOut(Out):
    """How far an import is. Ask again while `is_running`."""

    uid: UUID
    kind: str = Field(examples=["products"])
    filename: str = Field(examples=["products.csv"])
    format: str = Field(description="What the file was recognized as.", examples=["CSV, UTF-8, separated by commas"])
    status: str = Field(
        description="`staged`, `checked`, `publishing`, then `finished`, `refused` or `failed`.", examples=["finished"]
    )
    is_running: bool = Field(examples=[False])
    is_dry_run: bool = Field(examples=[False])
    row_count: int = Field(description="Rows without bad values.", examples=[1200])
    done_count: int = Field(description="Of them, how many the present step has done.", examples=[1200])
    changed_count: int = Field(description="Rows that changed something, or would have.", examples=[17])
    added_count: int | None = Field(description="Those of them that made a new record; null before.", examples=[5])
    made: list[MadeOut] = Field(description="What it made beside, or would have: a mistyped category is a new one.")
    error_count: int = Field(description="Bad values in all.", examples=[0])
    failure: str = Field(description="Why it ended early; empty when it did not.")
    started_at: Instant
    finished_at: Instant | None


class BadValueOut(Out):
    """A bad value: where it stands, as the file has it, and why it is refused."""

    line: int = Field(description="The header is line 1.", examples=[14])
    column: str = Field(examples=["price"])
    value: str = Field(examples=["1,9８0円"])
    code: str = Field(examples=["not_a_whole_number"])
    reason: str


class BadValueList(Out):
    """Bad values in order of lines."""

    errors: list[BadValueOut]
    error_count: int = Field(description="In all.")
    next_offset: int | None = Field(description="Send as `offset` for the next page; null at the end.")
