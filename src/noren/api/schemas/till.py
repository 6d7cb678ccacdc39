"""What the till sends and reads. Sales, lines and payments bring uids that the device made."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from noren.api.schemas.base import (
    Amount,
    Body,
    CouponCode,
    Instant,
    Out,
    PickedQuantity,
    Quantity,
    Reason,
    Sku,
    Training,
    Typed,
    Uid,
    UnitPrice,
)
from noren.api.schemas.customers import CouponOut, CustomerOut
from noren.api.schemas.deliveries import HomeDeliveryIn
from noren.api.schemas.markdowns import Markdowns
from noren.api.schemas.orders import MAX_COUPONS, MAX_LINES, CustomerBrief, OrderBrief, OrderOut, ReasonIn
from noren.api.schemas.quotes import QuoteOut
from noren.api.schemas.receipts import ReceiptOut
from noren.api.schemas.returns import ReferenceIn, ReturnBrief
from noren.api.schemas.sign_in import RegisterOut
from noren.api.schemas.tenders import TenderIn, TenderKindOut


class StaffOut(Out):
    """Who is signed in, and what they may do in this store."""

    uid: UUID
    code: str = Field(examples=["1001"])
    name: str = Field(examples=["山口"])
    deeds: list[str] = Field(examples=[["sell", "hand_over", "reprint"]])
    deeds_with_approval: list[str] = Field(
        description="What they may do when a second person approves (see `/till/approvals`).",
        examples=[["void_sale"]],
    )


class VoidIn(ReasonIn):
    """Why, and who approved it where that is needed."""

    references: list[ReferenceIn] = Field(
        default=[], max_length=10, description="Numbers of the slips of what was given back on terminals."
    )
    approval_uid: UUID | None = Field(default=None, description="From `/till/approvals`, if needed.")


class SessionStoreOut(Out):
    """The store the till stands in."""

    uid: UUID
    code: str
    name: str
    time_zone: str
    address: str = Field(description="As receipts have it.")
    phone: str
    issuer_name: str = Field(description="Who issues its receipts.", examples=["のれん商店株式会社"])
    issuer_number: str = Field(description="Registered for tax; or empty.", examples=["T1234567890123"])


class TermsOut(Out):
    """How this shop counts."""

    shop_name: str
    currency: str = Field(examples=["JPY"])
    prices_include_tax: bool
    tenders: list[TenderKindOut] = Field(default=[], description="What this shop takes at its tills beside cash.")


class SessionOut(Out):
    """The till's session."""

    # A field cannot be called `register`: every pydantic class has a method of that name, from ABCMeta.
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    staff: StaffOut
    store: SessionStoreOut
    at_register: RegisterOut = Field(alias="register", description="The register it stands for.")
    terms: TermsOut
    valid_until: Instant


class SignedInOut(SessionOut):
    """The session and its token, told this once."""

    token: str = Field(description="Send as `Authorization: Bearer …`.", examples=["noren_4vK…"])


class TillVariantOut(Out):
    """Goods as the till shows them."""

    sku: str = Field(examples=["100042"])
    gtin: str | None = Field(examples=["2000001000427"])
    name: str = Field(examples=["深煎りコーヒー豆 200g"])
    price_minor: int = Field(description="For one piece, as priced in this deployment (see `terms`).", examples=[1980])
    tax_rate_bp: int = Field(examples=[800])
    available: int = Field(description="What may still be promised in this store; may be negative.", examples=[3])
    category: str = Field(description="Name of its category.", examples=["コーヒー"])
    picture_url: str | None = None


class VariantList(Out):
    """Goods found, the best match first."""

    variants: list[TillVariantOut]


class MemberOut(CustomerOut):
    """A member at the till: points and usable coupons beside the name."""

    points_balance: int = Field(examples=[1240])
    coupons: list[CouponOut]
    recent_orders: list[OrderBrief] = Field(description="Of all channels, the newest first, at most 5.")


class ResolvedVariant(Out):
    """The code is an SKU or a GTIN."""

    kind: Literal["variant"] = "variant"
    variant: TillVariantOut


class ResolvedPickup(Out):
    """The code is a pickup code."""

    kind: Literal["pickup"] = "pickup"
    order: OrderOut


class ResolvedMember(Out):
    """The code is a member number, or a member's phone or e-mail."""

    kind: Literal["member"] = "member"
    member: MemberOut


class ResolvedReceipt(Out):
    """The code is a receipt's number."""

    kind: Literal["receipt"] = "receipt"
    receipt: ReceiptOut


Resolved = Annotated[ResolvedVariant | ResolvedPickup | ResolvedMember | ResolvedReceipt, Field(discriminator="kind")]


class TillLineIn(Body):
    """Goods on the till's list."""

    uid: Uid = Field(description="Made on the device.")
    sku: Sku
    quantity: Quantity
    unit_price_minor: UnitPrice | None = Field(default=None, description="The price the till showed.")


class TillQuoteIn(Body):
    """A sale over the counter, or with `order_uid` the hand-over of that pickup with `lines` added to it."""

    order_uid: Uid | None = Field(default=None, description="The pickup to be handed over; null for a sale.")
    lines: list[TillLineIn] = Field(default=[], max_length=MAX_LINES, description="The goods.")
    coupon_codes: list[CouponCode] = Field(default=[], max_length=MAX_COUPONS, description="To be tried.")
    customer_uid: Uid | None = Field(default=None, description="The member; a pickup knows its own.")
    delivery: HomeDeliveryIn | None = Field(
        default=None, description="The home that the goods of a sale are sent to; refused where the stores lack them."
    )
    markdowns: Markdowns


class CouponOfferOut(CouponOut):
    """A coupon of the member, and what it would do here."""

    saving_minor: int = Field(
        description="What it would take off the total beside the coupons that work; 0 when nothing, or when asked for.",
        examples=[196],
    )
    refusal: str = Field(
        description="A sentence on why it would take off nothing; empty otherwise.",
        examples=["Add ¥320 more of this coupon's goods."],
    )


class TillQuoteOut(QuoteOut):
    """What is to be paid, and the member's coupons, what takes off most first. A guest's pickup earns no points."""

    fees_minor: int = Field(default=0, description="Of the total, for the delivery.", examples=[0])
    paid_minor: int = Field(default=0, description="Paid before the hand-over, of the total.", examples=[0])
    due_minor: int = Field(description="What is to be taken at the till.", examples=[3564])
    markdown_minor: int = Field(default=0, description="Of the discount, what was taken off by hand.", examples=[0])
    needs_approval: list[str] = Field(
        default=[],
        description="Deeds for which a second person must approve the markdowns (see `/till/approvals`).",
        examples=[["mark_down_large"]],
    )
    offers: list[CouponOfferOut] = Field(default=[], description="All that the member has beside those of the order.")


class SaleIn(Body):
    """A sale over the counter."""

    uid: Uid = Field(description="Made on the device; a repeat answers the stored sale.")
    lines: list[TillLineIn] = Field(min_length=1, max_length=MAX_LINES, description="The goods.")
    coupon_codes: list[CouponCode] = Field(
        default=[], max_length=MAX_COUPONS, description="Each must take something off."
    )
    customer_uid: Uid | None = Field(default=None, description="The member; null for anybody.")
    tenders: list[TenderIn] = Field(max_length=10, description="What was handed in.")
    expected_total_minor: Amount = Field(
        description="The total the till showed; another one is refused (409).", examples=[3564]
    )
    delivery: HomeDeliveryIn | None = Field(
        default=None, description="The home that the stores which have the goods send them to; null hands them over."
    )
    markdowns: Markdowns
    approval_uid: UUID | None = Field(default=None, description="From `/till/approvals`, if the markdowns need one.")
    is_training: Training = False


class HandOverIn(Body):
    """The goods of a pickup go to the customer, with what was added at the counter."""

    pickup_code: Annotated[Typed, Field(description="As the customer showed it.", examples=["4F7Q2KXM"])]
    extra_lines: list[TillLineIn] = Field(default=[], max_length=MAX_LINES, description="Goods added at the counter.")
    coupon_codes: list[CouponCode] = Field(
        default=[], max_length=MAX_COUPONS, description="Added to those the order has."
    )
    tenders: list[TenderIn] = Field(max_length=10, description="What was handed in.")
    expected_total_minor: Amount = Field(
        description="The total the till showed; another one is refused (409).", examples=[3564]
    )


class SaleDoneOut(Out):
    """What was booked, and the receipt to print."""

    order: OrderOut
    receipt: ReceiptOut
    change_minor: int = Field(examples=[1436])


class PickLineOut(Out):
    """What to fetch from the shelf."""

    uid: UUID
    sku: str
    gtin: str | None
    name: str
    ordered_quantity: int
    quantity: int
    picture_url: str | None = None


class PickupOut(Out):
    """A pickup in the list."""

    order_uid: UUID
    number: str
    status: str = Field(description="`open` (to pick), `ready`, `handed_over` or `canceled`.", examples=["open"])
    order_status: str = Field(examples=["placed"])
    pickup_code: str
    customer: CustomerBrief | None
    contact_name: str
    placed_at: Instant
    due_at: Instant | None
    kept_until: Instant | None
    total_minor: int
    paid_minor: int = Field(description="Of the total, what was paid and stays paid.", examples=[0])
    piece_count: int
    buyer_note: str = Field(description="What the buyer wrote for who prepares it.")
    is_gift: bool = Field(description="Whether it is to be wrapped as a gift.")
    gift_message: str = Field(description="The words on the card.")
    notes: list[str] = Field(description="Notes of staff, the oldest first. The buyer never sees them.")
    lines: list[PickLineOut]


class PickupList(Out):
    """Pickups of the till's store, the earliest promise first."""

    pickups: list[PickupOut]
    position: int = Field(description="Send as `since` to `GET /till/pickups/news`.", examples=[48213])


class PickupNewsOut(Out):
    """What happened to pickups of this store after a position."""

    position: int = Field(description="Send as `since` the next time.")
    placed: list[UUID] = Field(description="New pickups: sound and badge.")
    changed: list[UUID] = Field(description="Pickups whose state or lines changed.")
    open_count: int = Field(description="Pickups to pick now, for the badge.")


class ShortIn(Body):
    """Fewer pieces were found than ordered."""

    line_uid: Uid = Field(description="The line of the order.")
    picked_quantity: PickedQuantity
    reason: Reason


class RejectLineIn(Body):
    """Pieces of a line that the store cannot give; another store is to send them."""

    uid: Uid = Field(description="Made where it is said; a repeat with it changes nothing.")
    line_uid: Uid = Field(description="The line of the order.")
    quantity: Annotated[int, Field(ge=1, le=9999, description="Pieces.", examples=[1])]
    reason: Literal["not_found", "damaged", "other"] = Field(
        description="`not_found` takes them off the stock, `damaged` sets them aside, `other` leaves them for sale."
    )
    words: Annotated[str, Field(default="", max_length=200, description="Needed for `other`.")]


class VoidOut(Out):
    """A sale that was taken back."""

    order: OrderOut
    receipt: ReceiptOut


class MailsOut(Out):
    """Mails that were queued."""

    queued: list[str] = Field(description="Names of the mails.", examples=[["order_ready"]])


class SaleList(Out):
    """Sales and returns of this register on its business day, the newest first."""

    sales: list[OrderBrief]
    returns: list[ReturnBrief] = Field(description="What was taken back here, wherever it was sold.")
