"""Rendering: text and HTML say the same, whatever a name contains."""

import re

import pytest

from noren.outreach.letters import Code, Facts, Goods, GoodsRow, Letter, Link, Paragraph
from noren.outreach.rendering import as_html, as_text, draw_qr

LETTER = Letter(
    subject="Ready",
    preview="Come and get it",
    title="Your order is ready",
    greeting="Dear Hanako & Taro <x>,",
    parts=(
        Paragraph("Bring the code.", is_important=True),
        Code(label="Pickup code", code="7K3M-9QXT", qr="7K3M9QXT", qr_label="QR code of the pickup code"),
        Facts((("Store", "Yoyogi\nShibuya 1-2"),)),
        Goods(
            title="Order ABC",
            rows=(GoodsRow("Rice <5 kg>", "2", "¥3,980", note="1 instead of 2"),),
            sums=(("Discount", "-¥100"), ("Total", "¥3,880")),
        ),
        Link("Open the order", "https://shop.example/orders/1/?a=1&b=2"),
    ),
    footer="You ordered.",
)
WORDS = ["Your order is ready", "Bring the code.", "7K3M-9QXT", "Yoyogi", "¥3,880", "1 instead of 2", "You ordered."]


@pytest.mark.parametrize("words", WORDS)
def test_text_and_html_say_the_same(words: str) -> None:
    assert words in as_text(LETTER)
    assert words in as_html(LETTER)


def test_what_people_typed_is_escaped_in_html_and_plain_in_text() -> None:
    html = as_html(LETTER)

    assert "<x>" not in html
    assert "Hanako &amp; Taro &lt;x&gt;" in html
    assert "https://shop.example/orders/1/?a=1&amp;b=2" in html
    assert "Dear Hanako & Taro <x>," in as_text(LETTER)
    assert "https://shop.example/orders/1/?a=1&b=2" in as_text(LETTER)


def test_a_mail_loads_nothing_and_stays_below_the_size_at_which_mailboxes_cut_it() -> None:
    html = as_html(LETTER)

    assert not re.search(r"<img|<script|url\(|<link", html)
    assert len(html.encode()) < 80_000


def test_a_qr_code_is_square_with_a_quiet_zone() -> None:
    drawing = draw_qr("7K3M9QXT")

    assert drawing.width_px == (21 + 4) * drawing.module_px
    assert len(drawing.rows) == 25
    assert all(sum(run.modules for run in row) == 25 for row in drawing.rows)
    assert all(sum(run.width_px for run in row) == drawing.width_px for row in drawing.rows)
    assert [run.is_dark for run in drawing.rows[0]] == [False]
