"""What a till keeps to sell without a network: pages of its feed. Rows are lists, since there are many of them."""

from enum import StrEnum, auto
from typing import Annotated, Literal

from pydantic import Field

from noren.api.schemas.base import Instant, Out


class FeedPart(StrEnum):
    """What of it."""

    GOODS = auto()
    CATEGORIES = auto()
    COUPONS = auto()
    TERMS = auto()
    KEYS = auto()
    MEMBERS = auto()


GoodsRow = Annotated[
    tuple[str, str | None, str, str, str, int, str],
    Field(
        description="SKU; GTIN or null; name with that of the variant; code of the product; code of the category; "
        "price in minor units; tax class.",
        examples=[["100042", "4901234567894", "深煎りコーヒー豆 200g", "P100042", "coffee", 980, "food"]],
    ),
]
CategoryRow = Annotated[
    tuple[str, str, str | None],
    Field(description="Code; name; code of the category above or null.", examples=[["coffee", "コーヒー", "food"]]),
]
CouponRow = Annotated[
    tuple[str, str, str, dict[str, object], list[str] | None, str, str, int | None, int | None],
    Field(
        description="Code; name; `code` for whoever has it or `member` for members it was granted to; rule; codes of "
        "the products on its list, which count instead of the rule's goods, or null; valid from; valid until "
        "(exclusive); uses in all; uses per customer; null without a limit."
    ),
]


KeyRow = Annotated[
    tuple[str, int, str, str],
    Field(
        description="Page; position; SKU; words on the key, empty for the name of the goods.",
        examples=[["パン", 1, "100042", "クロワッサン"]],
    ),
]


MemberRow = Annotated[
    tuple[str, str, str, int, list[str]],
    Field(
        description="Id; number on the card; family name; points; codes of their coupons that are not used up.",
        examples=[["01890a5d-ac96-774b-bcce-b302099a8057", "M0000012347", "山田", 1240, ["AKI10"]]],
    ),
]


class TermsRow(Out):
    """How this shop counts. A till that knows no such version of the language of rules must not price by itself."""

    shop_name: str
    currency: str = Field(examples=["JPY"])
    prices_include_tax: bool
    tax_rounding: str = Field(description="Once per rate: `floor`, `ceiling` or `half_up`.")
    discount_rounding: str = Field(description="Once per percent benefit.")
    points_per_minor: tuple[int, int] = Field(
        description="Points, for each full so many minor units without tax after discounts.", examples=[[1, 100]]
    )
    tax_rates_bp: dict[str, int] = Field(
        description="Rate by tax class, of goods taken out, in basis points.", examples=[{"standard": 1000}]
    )
    rule_version: int = Field(description="The version of the language of rules.")


class FeedPage(Out):
    """A page of a part."""

    starts_anew: bool = Field(
        description="What the till has of the part is to be replaced by what comes from this page on."
    )
    has_more: bool = Field(description="Ask again at once, with the cursor.")
    cursor: str = Field(description="What to ask with next.")
    as_of: Instant
    total: int | None = Field(description="Where it starts anew: how many rows come in all; some come twice.")
    gone: list[str] = Field(description="Codes, SKUs of goods, that the till is not to know any more.")


class GoodsPage(FeedPage):
    """Goods on sale, by SKU."""

    part: Literal[FeedPart.GOODS]
    rows: list[GoodsRow]


class CategoriesPage(FeedPage):
    """Categories, by code."""

    part: Literal[FeedPart.CATEGORIES]
    rows: list[CategoryRow]


class CouponsPage(FeedPage):
    """Coupons of this store's tills, valid now or soon, by code."""

    part: Literal[FeedPart.COUPONS]
    rows: list[CouponRow]


class TermsPage(FeedPage):
    """The terms: one row, or none when the till knows them."""

    part: Literal[FeedPart.TERMS]
    rows: list[TermsRow]


class KeysPage(FeedPage):
    """The quick keys of this store's tills: all of them by position, or none when the till knows them."""

    part: Literal[FeedPart.KEYS]
    rows: list[KeyRow]


class MembersPage(FeedPage):
    """Members whom this store saw within 13 months, by id; none where tills are told no members."""

    part: Literal[FeedPart.MEMBERS]
    rows: list[MemberRow]
