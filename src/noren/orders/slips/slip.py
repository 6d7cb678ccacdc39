"""The layout of a receipt: what stands on it and in which order, in the active language. Pure."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from enum import StrEnum, auto

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from noren.kernel.moments import say_long_day
from noren.kernel.money import format_money
from noren.orders.receipt_document import ReceiptDocument, ReceiptLine, ReceiptTax, ReceiptTender
from noren.orders.slips.shape import Goods, Mark, Row, Slip
from noren.payments.models import Provider
from noren.payments.words import provider_words
from noren.pricing.basket import OFF_LINE, OFF_PRICE, OFF_SALE

# From this amount without tax on, a receipt on paper needs a revenue stamp (Stamp Tax Act, table 1 no. 17).
STAMP_FROM_MINOR = 50_000
_REFUNDS = frozenset({"void", "return", "short"})
# They join the parts of one picture letter; every other letter that cannot be seen goes.
_JOINERS = frozenset("\u200d\ufe0f")


class Medium(StrEnum):
    """What it is rendered on. PAPER: what a printer cuts off; SCREEN: a page, a file, a mail."""

    PAPER = auto()
    SCREEN = auto()


def slip_of(document: ReceiptDocument, *, medium: Medium, link: str = "") -> Slip:
    """Lay a receipt out in the active language.

    Args:
        link: address of its electronic form, offered as a QR code; empty for none.
    """
    document = _cleaned(document)
    say = _Speaker(document.currency)
    return Slip(
        language=get_language() or "en",
        number=document.number,
        title=_title(document, medium),
        marks=tuple(_marks(document)),
        issuer=document.issuer_name,
        issuer_details=tuple(_issuer_details(document)),
        recipient=pgettext("made out to", "%(name)s") % {"name": document.formal.recipient} if document.formal else "",
        facts=tuple(_facts(document)),
        goods=tuple(_goods(line, say) for line in document.lines),
        sums=tuple(_sums(document, say)),
        total=Row(_total_words(document), say(document.total_minor)),
        statement=tuple(_statement(document)),
        taxes=tuple(row for tax in document.taxes for row in _tax_rows(tax, document, say)),
        tenders=tuple(row for tender in document.tenders for row in _tender_rows(tender, document, say)),
        points=tuple(_points(document)),
        notes=tuple(_notes(document, medium)),
        link=link,
        link_words=_("Electronic receipt") if link else "",
    )


def clean(text: str) -> str:
    """One line of what can be seen: no control characters, no overrides of the reading direction, no half letters."""
    seen = "".join(
        " " if symbol.isspace() else symbol
        for symbol in text
        if symbol.isspace() or symbol in _JOINERS or unicodedata.category(symbol) not in {"Cc", "Cf", "Cs"}
    )
    return " ".join(seen.split())


def _cleaned(document: ReceiptDocument) -> ReceiptDocument:
    """The document with everything that people typed in one line each, whoever let it in."""
    formal, reprint = document.formal, document.reprint
    return replace(
        document,
        issuer_name=clean(document.issuer_name),
        issuer_number=clean(document.issuer_number),
        store_name=clean(document.store_name),
        original_store=clean(document.original_store),
        store_address=clean(document.store_address),
        store_phone=clean(document.store_phone),
        register_code=clean(document.register_code),
        staff_name=clean(document.staff_name),
        reason=clean(document.reason),
        lines=tuple(
            replace(
                line,
                name=clean(line.name),
                discounts=tuple((clean(code), minor) for code, minor in line.discounts),
                reasons=tuple((code, clean(reason)) for code, reason in line.reasons),
            )
            for line in document.lines
        ),
        formal=formal and replace(formal, recipient=clean(formal.recipient), purpose=clean(formal.purpose)),
        reprint=reprint and replace(reprint, staff_name=clean(reprint.staff_name)),
    )


class _Speaker:
    """Says amounts in one currency."""

    def __init__(self, currency: str) -> None:
        self.currency = currency

    def __call__(self, minor: int) -> str:
        return format_money(minor, self.currency)


_Say = Callable[[int], str]


def _title(document: ReceiptDocument, medium: Medium) -> str:
    if document.formal:
        return _("Formal receipt")
    if document.kind == "void":
        return _("Void slip")
    if document.kind == "return":
        return _("Return receipt")
    if document.kind == "short":
        return _("Correction slip")
    return pgettext("title of a slip", "Receipt") if medium is Medium.PAPER else _("Electronic receipt")


def _marks(document: ReceiptDocument) -> Iterator[Mark]:
    if document.reprint:
        reprint = document.reprint
        who = f"{_stamp(reprint.printed_at)} {reprint.staff_name}".strip()
        yield Mark(_("Reprint"), f"{_count(reprint.number)} {who}")
    if document.formal and document.formal.number > 1:
        yield Mark(_("Reissued"), f"{_count(document.formal.number)} {_stamp(document.formal.issued_at)}")
    if document.voided_at:
        yield Mark(_("Taken back"), _stamp(document.voided_at))
    if document.returned_minor or document.is_all_back:
        yield Mark(_("Goods came back"), format_money(-document.returned_minor, document.currency))
    if document.short_minor:
        yield Mark(_("Pieces taken off"), format_money(-document.short_minor, document.currency))
    if document.formal_count and not document.formal:
        yield Mark(_("Formal receipt issued"))


def _count(number: int) -> str:
    return pgettext("print or issue", "no. %(number)d") % {"number": number}


def _stamp(at: datetime) -> str:
    return f"{at:%Y/%m/%d %H:%M}"


def _issuer_details(document: ReceiptDocument) -> Iterator[str]:
    yield from (part for part in (document.store_name, document.store_address, document.store_phone) if part)
    if document.issuer_number:
        yield _("Registration number %(number)s") % {"number": document.issuer_number}


def _facts(document: ReceiptDocument) -> Iterator[Row]:
    if document.formal:
        yield Row(_("Date of issue"), say_long_day(document.formal.issued_at.date()))
        yield Row(_("Date of sale"), _long_moment(document.issued_at))
    else:
        yield Row(_("Date"), _long_moment(document.issued_at))
    yield Row(_("No."), document.number)
    if document.is_pickup:
        yield Row(_("Pickup order"), document.order_number)
    if document.original_number:
        yield Row(_("Original sale"), document.original_number)
    elif document.kind == "return":
        yield Row(_("Original sale"), _("not found"))
    if document.original_at:
        yield Row(_("Sold at"), _long_moment(document.original_at))
    if document.original_store not in {"", document.store_name}:
        yield Row(_("Sold in"), document.original_store)
    yield Row(_("Register and staff"), f"{document.register_code} ・ {document.staff_name}")
    if document.member_number:
        yield Row(_("Member"), document.member_number)


def _long_moment(at: datetime) -> str:
    return f"{say_long_day(at.date())} {at:%H:%M}"


def _goods(line: ReceiptLine, say: _Say) -> Goods:
    name = f"{line.name} ※" if line.is_reduced else line.name
    rows = [Row(f"{say(line.unit_price_minor)} × {line.quantity}", say(line.unit_price_minor * line.quantity))]
    reasons = dict(line.reasons)
    rows += [Row(_off(code, reasons.get(code, "")), say(-minor)) for code, minor in line.discounts]
    unnamed = line.discount_minor - sum(minor for _code, minor in line.discounts)
    if unnamed:
        rows.append(Row(_("Discount"), say(-unnamed)))
    return Goods(name, tuple(rows))


def _off(code: str, reason: str) -> str:
    """What took something off a line: a coupon, or a member of staff for a reason."""
    if code == OFF_PRICE:
        return _("Price changed: %(reason)s") % {"reason": reason}
    if code == OFF_LINE:
        return _("Markdown: %(reason)s") % {"reason": reason}
    if code == OFF_SALE:
        return _("Markdown of the sale: %(reason)s") % {"reason": reason}
    return _("Coupon %(code)s") % {"code": code}


def _sums(document: ReceiptDocument, say: _Say) -> Iterator[Row]:
    pieces = sum(line.quantity for line in document.lines)
    words = ngettext("Subtotal (%(count)s piece)", "Subtotal (%(count)s pieces)", pieces) % {"count": f"{pieces:,}"}
    yield Row(words, say(document.goods_minor))
    if document.discount_minor:
        yield Row(_("Discount"), say(-document.discount_minor))
    if not document.prices_include_tax:
        yield Row(_("Tax"), say(document.tax_minor))


def _total_words(document: ReceiptDocument) -> str:
    return _("Total given back") if document.kind in _REFUNDS else _("Total")


def _statement(document: ReceiptDocument) -> Iterator[str]:
    if document.formal:
        if document.formal.purpose:
            yield _("For: %(purpose)s") % {"purpose": document.formal.purpose}
        yield _("We have received the amount above.")


def _tax_rows(tax: ReceiptTax, document: ReceiptDocument, say: _Say) -> Iterator[Row]:
    """What falls under a rate and its tax, in the way prices are kept: with tax or without."""
    rate = {"rate": f"{tax.rate_bp / 100:g}%"}
    if document.prices_include_tax:
        yield Row(_("Goods at %(rate)s, tax included") % rate, say(tax.gross_minor))
        yield Row(_("Tax in it (%(rate)s)") % rate, say(tax.tax_minor))
    else:
        yield Row(_("Goods at %(rate)s, without tax") % rate, say(tax.net_minor))
        yield Row(_("Tax on it (%(rate)s)") % rate, say(tax.tax_minor))


def _tender_rows(tender: ReceiptTender, document: ReceiptDocument, say: _Say) -> Iterator[Row]:
    """Cash as it was handed in or given back; what was paid before, or goes back as it came, by its name."""
    is_refund = document.kind in _REFUNDS
    if tender.name:
        yield from _named_rows(tender, say, is_refund=is_refund)
        return
    if tender.provider != Provider.CASH:
        words = _("Given back by %(tender)s") if is_refund else _("Paid before by %(tender)s")
        yield Row(words % {"tender": provider_words(tender.provider)}, say(tender.amount_minor))
        return
    if is_refund:
        yield Row(_("%(tender)s given back") % {"tender": _("Cash")}, say(tender.amount_minor))
        return
    yield Row(_("Cash"), say(tender.amount_minor if tender.tendered_minor is None else tender.tendered_minor))
    if tender.change_minor is not None:
        yield Row(_("Change due"), say(tender.change_minor))


def _named_rows(tender: ReceiptTender, say: _Say, *, is_refund: bool) -> Iterator[Row]:
    """A tender as the shop calls it, with the number of its slip; of certificates how many, and what was kept."""
    words = _("Given back by %(tender)s") % {"tender": tender.name} if is_refund else tender.name
    handed_minor = tender.amount_minor if tender.tendered_minor is None else tender.tendered_minor
    if is_refund:
        handed_minor += tender.kept_minor
    yield Row(f"{words} × {tender.pieces}" if tender.pieces else words, say(handed_minor))
    if tender.reference:
        yield Row(_("Slip number"), tender.reference)
    if tender.change_minor:
        yield Row(_("Change due"), say(tender.change_minor))
    if tender.kept_minor and not is_refund:
        yield Row(_("No change for"), say(tender.kept_minor))


def _points(document: ReceiptDocument) -> Iterator[Row]:
    """Nothing on a formal receipt, which is for somebody's books."""
    if document.formal:
        return
    if document.points:
        words = _("Points taken back") if document.kind in _REFUNDS else _("Points earned")
        yield Row(words, f"{document.points:,}")
    if document.points_balance is not None:
        yield Row(_("Points balance"), f"{document.points_balance:,}")


def _notes(document: ReceiptDocument, medium: Medium) -> Iterator[str]:
    if any(line.is_reduced for line in document.lines):
        yield _("※ marks goods at the reduced tax rate.")
    if document.reason:
        yield _("Reason: %(reason)s") % {"reason": document.reason}
    if document.formal and document.currency == "JPY" and document.net_minor >= STAMP_FROM_MINOR:
        yield (
            _("Revenue stamp here (from 50,000 yen without tax on)")
            if medium is Medium.PAPER
            else _("Issued electronically: no revenue stamp is due.")
        )
