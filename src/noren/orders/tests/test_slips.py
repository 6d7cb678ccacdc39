"""Receipts as they are rendered: the sums add up everywhere, nothing is wider than its paper, no name is a command."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from pypdf import PdfReader

from noren.orders.receipt_document import ReceiptDocument, ReceiptTender
from noren.orders.slips.escpos import render_escpos
from noren.orders.slips.pdf import Paper, render_pdf
from noren.orders.slips.printable import GETA, encode, printable, width, wrap
from noren.orders.slips.shape import Slip
from noren.orders.slips.slip import Medium, clean, slip_of
from noren.orders.slips.strip import COLUMNS
from noren.orders.tests.documents import (
    LINK,
    REPRINT,
    documents,
    formal_receipt,
    line_of,
    receipt_of,
    whole_receipt,
)
from noren.orders.tests.printer import Printer
from tests.depth import examples

GOLDEN = Path(__file__).parent / "golden"
Render = Callable[[Slip], str]


class _Words(HTMLParser):
    """The text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def on_page(slip: Slip) -> str:
    """What a reader of the page reads."""
    reader = _Words()
    reader.feed(render_to_string("orders/slip.html", {"slip": slip}))
    return " ".join(reader.words)


def on_a4(slip: Slip) -> str:
    """What a reader of the file reads."""
    return _text_of(render_pdf(slip, paper=Paper.A4))


def on_roll(slip: Slip) -> str:
    """The same on a roll."""
    return _text_of(render_pdf(slip, paper=Paper.ROLL))


def _text_of(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)


def on_58_mm(slip: Slip) -> str:
    """What comes out of a narrow printer."""
    return Printer().take(render_escpos(slip, paper_mm=58)).text()


def on_80_mm(slip: Slip) -> str:
    """What comes out of a wide one."""
    return Printer().take(render_escpos(slip, paper_mm=80)).text()


RENDERINGS: tuple[Render, ...] = (on_page, on_a4, on_roll, on_58_mm, on_80_mm)


def amounts_in(text: str) -> list[int]:
    """Every amount in yen that a text says, in its order."""
    found = re.findall(r"(-?)¥(\d{1,3}(?:,\d{3})*)", text.replace("\\", "¥"))
    return [int(sign + digits.replace(",", "")) for sign, digits in found]


def amounts_of(slip: Slip) -> list[int]:
    """Every amount that the slip lays out."""
    rows = [row for goods in slip.goods for row in goods.rows]
    rows += [*slip.sums, slip.total, *slip.taxes, *slip.tenders]
    return [amount for row in rows for amount in amounts_in(row.value)]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ja", "en"])
@given(document=documents())
@settings(max_examples=examples(60))
def test_the_sums_on_a_slip_add_up(language: str, document: ReceiptDocument) -> None:
    with translation.override(language):
        slip = slip_of(document, medium=Medium.PAPER, link=LINK)

    lines = [amounts_in(row.value)[0] for goods in slip.goods for row in goods.rows]
    (total,) = amounts_in(slip.total.value)
    per_rate = [amounts_in(row.value)[0] for row in slip.taxes]
    falls, taxes = per_rate[::2], per_rate[1::2]
    if document.prices_include_tax:
        assert sum(lines) == total == sum(falls)
    else:
        assert sum(lines) == sum(falls)
        assert sum(falls) + sum(taxes) == total
    sums = [amounts_in(row.value)[0] for row in slip.sums]
    assert sum(sums) == total
    if document.kind == "sale":
        tendered, change = (amounts_in(row.value)[0] for row in slip.tenders)
        assert tendered - change == total


@pytest.mark.slow
@pytest.mark.parametrize("render", RENDERINGS)
@given(document=documents())
@settings(max_examples=examples(25))
def test_every_rendering_says_every_amount_of_the_slip(render: Render, document: ReceiptDocument) -> None:
    named = replace(
        document,
        lines=tuple(
            replace(line, name="豆", discounts=tuple(("AKI", minor) for _code, minor in line.discounts))
            for line in document.lines
        ),
        reason="",
    )
    with translation.override("ja"):
        slip = slip_of(named, medium=Medium.SCREEN)

    said = amounts_in(render(slip))

    for amount in amounts_of(slip):
        assert amount in said
        said.remove(amount)


@pytest.mark.slow
@pytest.mark.parametrize("paper_mm", COLUMNS)
@given(document=documents())
@settings(max_examples=examples(100))
def test_no_line_is_wider_than_the_paper_and_no_name_is_a_command(paper_mm: int, document: ReceiptDocument) -> None:
    with translation.override("ja"):
        slip = slip_of(document, medium=Medium.PAPER, link=LINK)

    printer = Printer().take(render_escpos(slip, paper_mm=paper_mm))

    assert max(line.columns for line in printer.lines) <= COLUMNS[paper_mm]
    assert (printer.cuts, printer.kicks, printer.qr) == (1, 0, LINK)


@pytest.mark.slow
@given(document=documents())
@settings(max_examples=examples(40))
def test_no_text_of_a_pdf_leaves_its_sheet(document: ReceiptDocument) -> None:
    with translation.override("en"):
        slip = slip_of(document, medium=Medium.SCREEN)

    for paper, widest in ((Paper.A4, 595.3), (Paper.ROLL, 226.8)):
        beyond: list[float] = []

        def see(text: str, _cm: object, tm: list[float], *_rest: object, beyond: list[float] = beyond) -> None:
            if text.strip() and not 0 <= tm[4] < widest:  # noqa: B023 - used at once
                beyond.append(tm[4])

        for page in PdfReader(io.BytesIO(render_pdf(slip, paper=paper))).pages:
            page.extract_text(visitor_text=see)
        assert beyond == []


HOSTILE = {
    "opens the drawer": "\x1bp\x00\x19\xfa豆",
    "cuts the paper": "\x1dVB\x00豆",
    "starts a picture": "\x1d(L\xff\xff豆",
    "ends its line": "豆\r\nGS\x0a\x0c",
    "is very long": "豆" * 400,
    "is an emoji": "👩‍👩‍👧‍👦🎁",
    "reads from the right": "\u202eعربى\u202c עברית",
    "is a backslash": "C:\\豆\\",
    "is markup": "<script>alert('豆')</script>&amp;",
    "is nothing": "\x00\x7f\u200b",
}


@pytest.mark.parametrize("render", RENDERINGS)
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_printed_as_a_name(name: str, render: Render) -> None:
    document = replace(receipt_of(line_of(name)), staff_name=name, store_name=name, reason=name)
    with translation.override("ja"):
        slip = slip_of(document, medium=Medium.PAPER)

    said = render(slip)

    assert "980" in said
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", said)


def test_a_name_does_not_open_the_drawer_but_the_till_may() -> None:
    slip = slip_of(receipt_of(line_of("\x1bp\x00\x19\xfa")), medium=Medium.PAPER)

    assert Printer().take(render_escpos(slip, paper_mm=80)).kicks == 0
    assert Printer().take(render_escpos(slip, paper_mm=80, opens_drawer=True)).kicks == 1


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("¥1,980", "\\1,980"),
        ("C:\\豆", "C:＼豆"),
        ("髙島屋㈱ ﾊﾝｶｸ", "髙島屋㈱ ﾊﾝｶｸ"),
        ("Café〜", "Cafe～"),
        ("🎁🎁箱", f"{GETA}箱"),
        ("が", "が"),
        ("a\tb\nc", "a b c"),
        ("\x1b@", "@"),
        ("€5", "EUR5"),
    ],
)
def test_text_is_folded_into_what_the_printer_has(text: str, printed: str) -> None:
    assert printable(text) == printed
    assert b"\x1b" not in encode(printed)


def test_full_width_letters_count_as_two_columns() -> None:
    assert width("豆abcｱ") == 6
    assert list(wrap("深煎りコーヒー豆 200g", 10)) == ["深煎りコー", "ヒー豆 200", "g"]
    assert list(wrap("fresh beans 200g", 12)) == ["fresh beans", "200g"]


@pytest.mark.parametrize("paper_mm", COLUMNS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_receipt_is_printed_as_it_was_agreed(paper_mm: int, language: str) -> None:
    with translation.override(language):
        slip = slip_of(replace(whole_receipt(), reprint=REPRINT), medium=Medium.PAPER, link=LINK)

    printed = Printer().take(render_escpos(slip, paper_mm=paper_mm)).transcript

    golden = GOLDEN / f"receipt-{paper_mm}mm-{language}.txt"
    assert printed == golden.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("render", RENDERINGS)
def test_a_receipt_is_a_simplified_qualified_invoice(render: Render) -> None:
    """Consumption Tax Act art. 57-4 (2): issuer and number, date, goods with the mark, totals with rates, tax."""
    with translation.override("ja"):
        said = re.sub(r"\s+", "", render(slip_of(whole_receipt(), medium=Medium.PAPER)))

    assert "のれん商店株式会社" in said
    assert "T1234567890123" in said
    assert "2026年7月4日" in said
    assert "深煎りコーヒー豆200g※" in said
    assert "ペーパーフィルター100枚※" not in said
    assert "※は軽減税率対象" in said
    for rate, gross, tax in (("10%", "280", "25"), ("8%", "1,568", "116")):
        assert re.search(rf"{rate}対象（税込）[\\¥]{gross}", said)
        assert re.search(rf"内消費税額等（{rate}）[\\¥]{tax}", said)


@pytest.mark.parametrize("render", RENDERINGS)
def test_a_formal_receipt_names_its_recipient_and_says_when_it_is_a_reissue(render: Render) -> None:
    with translation.override("ja"):
        first = re.sub(r"\s+", "", render(slip_of(formal_receipt(1), medium=Medium.PAPER)))
        second = re.sub(r"\s+", "", render(slip_of(formal_receipt(2), medium=Medium.PAPER)))

    for said in (first, second):
        assert "領収書" in said
        assert "株式会社山田商店様" in said
        assert "但しお品代として" in said
        assert "T1234567890123" in said
    assert "再発行" not in first
    assert "再発行" in second


def test_a_formal_receipt_on_paper_asks_for_a_revenue_stamp_from_50_000_yen_without_tax() -> None:
    def notes(net_minor: int, medium: Medium) -> str:
        lines = receipt_of(line_of(unit_price_minor=net_minor, rate_bp=1_000), prices_include_tax=False)
        formal = replace(lines, formal=formal_receipt().formal)
        with translation.override("ja"):
            return " ".join(slip_of(formal, medium=medium).notes)

    assert "収入印紙貼付欄" not in notes(49_999, Medium.PAPER)
    assert "収入印紙貼付欄" in notes(50_000, Medium.PAPER)
    assert "収入印紙は不要" in notes(50_000, Medium.SCREEN)


def test_what_happened_to_a_sale_since_is_marked() -> None:
    voided = replace(whole_receipt(), voided_at=whole_receipt().issued_at, formal_count=1, reprint=REPRINT)
    with translation.override("ja"):
        marks = slip_of(voided, medium=Medium.PAPER).marks

    assert [mark.words for mark in marks] == ["再発行", "取消済", "領収書発行済"]
    assert marks[0].detail == "2回目 2026/07/04 14:05 山口"


@pytest.mark.parametrize("kind", ["void", "return"])
def test_a_receipt_about_money_given_back_names_the_sale(kind: str) -> None:
    document = replace(
        whole_receipt(),
        number="7K2M9PQX4A-V",
        kind=kind,
        original_number="7K2M9PQX4A",
        original_at=whole_receipt().issued_at,
    )
    with translation.override("en"):
        slip = slip_of(document, medium=Medium.PAPER)

    assert slip.title == {"void": "Void slip", "return": "Return receipt"}[kind]
    assert [(row.name, row.value) for row in slip.facts if row.name in {"Original sale", "Sold at"}] == [
        ("Original sale", "7K2M9PQX4A"),
        ("Sold at", "Sat 4 Jul 2026 14:05"),
    ]
    assert slip.tenders[0].name == "Cash given back"


@pytest.mark.parametrize("render", RENDERINGS)
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("sale", ("お支払い済み（銀行振込）", "1,568", "現金", "500", "お釣り", "220")),
        ("void", ("お支払い方法へ返金（銀行振込）", "1,568", "ご返金（現金）", "280")),
    ],
)
def test_what_was_paid_before_the_hand_over_is_said_beside_the_cash(
    kind: str, said: tuple[str, ...], render: Render
) -> None:
    before, cash = ReceiptTender("bank_transfer", 1_568), ReceiptTender("cash", 280)
    tenders = (before, replace(cash, tendered_minor=500, change_minor=220) if kind == "sale" else cash)
    with translation.override("ja"):
        slip = slip_of(replace(whole_receipt(), kind=kind, tenders=tenders), medium=Medium.PAPER)
        words = re.sub(r"\s+", "", render(slip))

    assert re.search(".*".join(re.escape(word) for word in said), words)


def test_the_same_receipt_is_the_same_file_and_a_long_one_goes_on_on_the_next_page() -> None:
    slip = slip_of(receipt_of(*[line_of(f"豆 {place}") for place in range(60)]), medium=Medium.SCREEN)

    file = render_pdf(slip, paper=Paper.A4)

    assert file == render_pdf(slip, paper=Paper.A4)
    reader = PdfReader(io.BytesIO(file))
    assert len(reader.pages) > 1
    assert all(slip.number in page.extract_text() for page in reader.pages)
    assert len(PdfReader(io.BytesIO(render_pdf(slip, paper=Paper.ROLL))).pages) == 1


def test_the_font_of_a_pdf_is_embedded() -> None:
    reader = PdfReader(io.BytesIO(render_pdf(slip_of(whole_receipt(), medium=Medium.SCREEN), paper=Paper.A4)))

    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
    ours = [font for font in fonts if "BIZUDPGothic" in font["/BaseFont"]]
    assert ours
    assert all("/FontFile2" in font["/FontDescriptor"] for font in ours)


def test_only_what_can_be_seen_of_a_name_is_kept() -> None:
    assert clean("a\x1b\u202eb\r\n c\u200b") == "ab c"
