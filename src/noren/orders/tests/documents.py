"""Receipts as values: one with everything on it, and random ones whose figures hold together."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from hypothesis import strategies as st

from noren.kernel.money import Rounding
from noren.kernel.tax import REDUCED_BP, STANDARD_BP, tax_totals
from noren.orders.receipt_document import (
    Formal,
    ReceiptDocument,
    ReceiptLine,
    ReceiptTax,
    ReceiptTender,
    Reprint,
)

AT = datetime.fromisoformat("2026-07-04T14:05:00+09:00")
LINK = "https://shop.example/r/Zk3v0bq1Xy9aLw2cD4eF6gH8/"
REPRINT = Reprint(2, "山口", AT)
FORMAL = Formal(UUID(int=7), 1, "株式会社山田商店", "お品代として", AT)


def receipt_of(*lines: ReceiptLine, prices_include_tax: bool = True, change_minor: int = 0) -> ReceiptDocument:
    """A sale of these lines: totals, tax per rate and tender follow from them."""
    rates = tax_totals(
        [(line.tax_rate_bp, line.total_minor) for line in lines],
        prices_include_tax=prices_include_tax,
        rounding=Rounding.FLOOR,
    )
    taxes = tuple(ReceiptTax(rate.rate_bp, rate.net_minor, rate.tax_minor, rate.gross_minor) for rate in rates)
    total = sum(tax.gross_minor for tax in taxes)
    return ReceiptDocument(
        uid=UUID(int=1),
        number="7K2M9PQX4A",
        token="Zk3v0bq1Xy9aLw2cD4eF6gH8",
        kind="sale",
        order_uid=UUID(int=2),
        order_number="7K2M9PQX4A",
        store_id=1,
        issuer_name="のれん商店株式会社",
        issuer_number="T1234567890123",
        store_code="S001",
        store_name="渋谷店",
        store_address="東京都渋谷区道玄坂1-2-3",
        store_phone="03-1234-5678",
        register_code="01",
        staff_name="山口",
        issued_at=AT,
        member_number="*******2347",
        is_pickup=True,
        lines=lines,
        taxes=taxes,
        tenders=(ReceiptTender("cash", total, total + change_minor, change_minor),),
        goods_minor=sum(line.unit_price_minor * line.quantity for line in lines),
        discount_minor=sum(line.discount_minor for line in lines),
        tax_minor=sum(tax.tax_minor for tax in taxes),
        total_minor=total,
        points=18,
        points_balance=1_240,
        prices_include_tax=prices_include_tax,
        currency="JPY",
    )


def line_of(
    name: str = "深煎りコーヒー豆 200g",
    *,
    quantity: int = 1,
    unit_price_minor: int = 980,
    discounts: tuple[tuple[str, int], ...] = (),
    rate_bp: int = REDUCED_BP,
) -> ReceiptLine:
    """Goods; what coupons take off is in `discounts`."""
    discount = sum(minor for _code, minor in discounts)
    return ReceiptLine(
        name=name,
        quantity=quantity,
        unit_price_minor=unit_price_minor,
        discount_minor=discount,
        total_minor=unit_price_minor * quantity - discount,
        tax_rate_bp=rate_bp,
        is_reduced=rate_bp == REDUCED_BP,
        sku="100042",
        discounts=discounts,
    )


def whole_receipt() -> ReceiptDocument:
    """Two rates, a coupon, change, points, a pickup."""
    return receipt_of(
        line_of(quantity=2, discounts=(("AKI20", 392),)),
        line_of("ペーパーフィルター 100枚", unit_price_minor=280, rate_bp=STANDARD_BP),
        change_minor=152,
    )


def formal_receipt(number: int = 1) -> ReceiptDocument:
    """The same, made out to somebody."""
    return replace(whole_receipt(), formal=replace(FORMAL, number=number), formal_count=number)


names = st.text(min_size=1, max_size=80)
"""Any text at all: controls, emoji, letters of every script, but no halves of surrogate pairs."""


@st.composite
def lines(draw: st.DrawFn) -> ReceiptLine:
    """Any goods."""
    quantity, price = draw(st.integers(1, 9_999)), draw(st.integers(0, 9_999_999))
    whole = quantity * price
    first = draw(st.integers(0, whole))
    second = draw(st.integers(0, whole - first))
    discounts = tuple((code, minor) for code, minor in ((draw(names), first), (draw(names), second)) if minor)
    return line_of(
        draw(names),
        quantity=quantity,
        unit_price_minor=price,
        discounts=discounts,
        rate_bp=draw(st.sampled_from([0, REDUCED_BP, STANDARD_BP])),
    )


@st.composite
def documents(draw: st.DrawFn) -> ReceiptDocument:
    """Any receipt that can be issued: names as hostile as they come, figures that hold together."""
    document = receipt_of(
        *draw(st.lists(lines(), min_size=1, max_size=5)),
        prices_include_tax=draw(st.booleans()),
        change_minor=draw(st.integers(0, 9_999_999)),
    )
    formal = replace(FORMAL, number=draw(st.integers(1, 9)), recipient=draw(names), purpose=draw(st.text(max_size=60)))
    return replace(
        document,
        issuer_name=draw(names),
        store_name=draw(names),
        store_address=draw(st.text(max_size=120)),
        staff_name=draw(names),
        reason=draw(st.text(max_size=60)),
        kind=draw(st.sampled_from(["sale", "void", "return"])),
        reprint=draw(st.sampled_from([None, REPRINT])),
        formal=draw(st.sampled_from([None, formal])),
    )
