"""How several tenders pay one amount, and by which of them it goes back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noren.kernel.ids import uuid7
from noren.payments.errors import (
    FaceValueUnknown,
    ReferenceMissing,
    TenderInvalid,
    TenderTooLarge,
    TenderTooSmall,
)
from noren.payments.tenders.rules import (
    CASH_KIND,
    Handed,
    Kind,
    check_handed,
    is_as_said,
    is_given_back_by,
    split,
    split_back,
    split_later,
)

CARD = Kind("card", "カード", "card", "refused", "itself", needs_reference=True)
WALLET = Kind("qr", "QR", "wallet", "refused", "itself")
KEPT = Kind("gift", "商品券", "voucher", "kept", "cash", faces_minor=(500, 1_000))
CHANGE = Kind("town", "地域券", "voucher", "change", "cash")


def handed(kind: Kind, amount_minor: int, pieces: int | None = None, reference: str = "1") -> Handed:
    """One tender of a kind."""
    return Handed(uuid7(), kind, amount_minor, reference if kind.form == "card" else "", pieces)


def figures(*tenders: Handed, due: int) -> list[tuple[str, int, int, int]]:
    """(kind, amount, change, kept) of each tender."""
    return [(part.tender, part.amount_minor, part.change_minor, part.kept_minor) for part in split(tenders, due)]


def test_card_and_cash_pay_together_and_change_is_given_on_cash() -> None:
    paid = figures(handed(CARD, 700), handed(CASH_KIND, 500), due=980)

    assert paid == [("card", 700, 0, 0), ("cash", 280, 220, 0)]


def test_a_certificate_above_the_total_keeps_its_whole_value_without_change() -> None:
    (part,) = split([handed(KEPT, 1_000, 1)], 980)

    assert (part.amount_minor, part.tendered_minor, part.change_minor, part.kept_minor) == (980, 1_000, 0, 20)


def test_certificates_pay_before_a_card_that_takes_exactly_the_rest() -> None:
    paid = figures(handed(CARD, 480), handed(KEPT, 500, 1), due=980)

    assert paid == [("card", 480, 0, 0), ("gift", 500, 0, 0)]


def test_change_is_given_on_cash_before_a_certificate_that_gives_it() -> None:
    assert figures(handed(CASH_KIND, 100), handed(CHANGE, 1_000), due=1_020) == [
        ("cash", 20, 80, 0),
        ("town", 1_000, 0, 0),
    ]
    assert figures(handed(CHANGE, 1_000), due=980) == [("town", 980, 20, 0)]


@pytest.mark.parametrize(
    ("tenders", "due", "refusal"),
    [
        ([handed(CARD, 500), handed(CASH_KIND, 400)], 980, TenderTooSmall),
        ([handed(CARD, 1_000)], 980, TenderTooLarge),
        ([handed(CARD, 980), handed(CASH_KIND, 100)], 980, TenderTooLarge),
        ([handed(KEPT, 1_000, 1), handed(CARD, 20)], 980, TenderTooLarge),
        ([handed(KEPT, 500, 1), handed(KEPT, 1_000, 1)], 980, TenderTooLarge),
        ([handed(KEPT, 1_500, 3)], 980, TenderTooLarge),
        ([handed(CHANGE, 10_000, 10)], 100, TenderTooLarge),
        ([handed(CHANGE, 500, 1), handed(CHANGE, 1_000, 1)], 980, TenderTooLarge),
        ([handed(KEPT, 500, 1), handed(CHANGE, 1_000, 1)], 980, TenderTooLarge),
    ],
)
def test_too_little_and_what_is_not_needed_is_refused(tenders: list[Handed], due: int, refusal: type) -> None:
    with pytest.raises(refusal):
        split(tenders, due)


@pytest.mark.parametrize(
    ("tenders", "refusal"),
    [
        ([handed(CARD, 100, reference="")], ReferenceMissing),
        ([handed(KEPT, 700, 1)], FaceValueUnknown),
        ([handed(KEPT, 1_500, 2)], FaceValueUnknown),
        ([handed(KEPT, 1_001, 2)], TenderInvalid),
        ([handed(CARD, 100, pieces=1)], TenderInvalid),
        ([handed(CARD, 0)], TenderInvalid),
        ([handed(CASH_KIND, 100), handed(CASH_KIND, 100)], TenderInvalid),
        ([handed(WALLET, 10_000_000_000)], TenderInvalid),
    ],
)
def test_what_nobody_can_hand_in_is_refused(tenders: list[Handed], refusal: type) -> None:
    with pytest.raises(refusal):
        check_handed(tenders, is_booked_later=False)


def test_a_tender_is_handed_in_once() -> None:
    twice = handed(WALLET, 100)

    with pytest.raises(TenderInvalid):
        check_handed([twice, twice], is_booked_later=False)


def later(*tenders: Handed, due: int) -> list[tuple[str, int, int, int, bool]]:
    """(kind, amount, change, kept, as the till said) of each tender of a sale that a till made by itself."""
    return [
        (part.tender, part.amount_minor, part.change_minor, part.kept_minor, is_as_said(each, part))
        for each, part in zip(tenders, split_later(tenders, due), strict=True)
    ]


def gave(kind: Kind, amount_minor: int, change_minor: int | None) -> Handed:
    """One piece on which a till gave change by itself."""
    return Handed(uuid7(), kind, amount_minor, pieces=1 if kind.is_voucher else None, change_minor=change_minor)


def test_what_a_till_took_alone_is_not_held_against_rules_that_changed_since() -> None:
    check_handed([handed(CARD, 100, reference=""), handed(KEPT, 700, 1)], is_booked_later=True)

    assert later(gave(KEPT, 1_000, 20), due=980) == [("gift", 980, 20, 0, True)]
    assert later(gave(CHANGE, 1_000, 0), due=980) == [("town", 980, 0, 20, True)]
    assert later(gave(CARD, 480, None), gave(CHANGE, 1_000, 0), due=1_380) == [
        ("card", 480, 0, 0, True),
        ("town", 900, 0, 100, True),
    ]
    exact_now = replace(KEPT, rest="refused")
    assert later(gave(exact_now, 1_000, 20), gave(exact_now, 500, 0), due=1_480) == [
        ("gift", 980, 20, 0, True),
        ("gift", 500, 0, 0, True),
    ]


def test_change_that_a_till_cannot_have_given_is_not_booked_and_change_on_cash_is_worked_out() -> None:
    assert later(gave(CHANGE, 1_000, 500), due=980) == [("town", 980, 0, 20, False)]
    assert later(gave(WALLET, 1_000, None), due=980) == [("qr", 980, 0, 20, False)]
    assert later(gave(CARD, 500, None), gave(CASH_KIND, 500, 3), due=980) == [
        ("card", 500, 0, 0, True),
        ("cash", 480, 20, 0, True),
    ]
    assert later(gave(KEPT, 1_000, 0), gave(CASH_KIND, 100, None), due=980) == [
        ("gift", 980, 0, 20, True),
        ("cash", 0, 100, 0, True),
    ]


@given(
    due=st.integers(1, 5_000),
    amounts=st.lists(st.tuples(st.sampled_from([CARD, WALLET, KEPT, CHANGE]), st.integers(1, 3_000)), max_size=4),
    cash=st.integers(0, 6_000),
)
def test_parts_come_to_what_is_due_and_every_tender_is_accounted_for(
    due: int, amounts: list[tuple[Kind, int]], cash: int
) -> None:
    tenders = [handed(kind, minor) for kind, minor in amounts] + ([handed(CASH_KIND, cash)] if cash else [])
    if not tenders:
        return
    try:
        parts = split(tenders, due)
    except (TenderTooSmall, TenderTooLarge):
        return
    assert sum(part.amount_minor for part in parts) == due
    for tender, part in zip(tenders, parts, strict=True):
        assert (part.uid, part.tendered_minor) == (tender.uid, tender.amount_minor)
        assert part.amount_minor + part.change_minor + part.kept_minor == tender.amount_minor
        assert part.amount_minor > 0
        assert not part.change_minor or tender.kind.rest == "change"
        assert not part.kept_minor or tender.kind.rest == "kept"


def back(amount: int, *taken: tuple[str, int], went: dict[str, int] | None = None) -> list[tuple[str, int]]:
    """By which tenders an amount goes back."""
    return list(split_back(amount, taken, went or {}))


def test_money_goes_back_to_terminals_first_and_the_rest_in_cash() -> None:
    assert back(200, ("card", 300)) == [("card", 200)]
    assert back(980, ("card", 300)) == [("card", 300), ("cash", 680)]
    assert back(400, ("card", 300), went={"card": 250}) == [("card", 50), ("cash", 350)]
    assert back(400, ("card", 100), ("card", 300), went={"card": 150}) == [("card", 250), ("cash", 150)]


def test_what_went_back_by_nobody_knows_what_is_counted_against_terminals() -> None:
    assert back(580, ("card", 300), went={"": 400}) == [("cash", 580)]
    assert back(580, ("card", 300), ("qr", 200), went={"": 150, "card": 200}) == [("qr", 150), ("cash", 430)]


def test_a_certificate_goes_back_only_whole() -> None:
    def goes(kind: Kind, *, change_minor: int = 0, is_whole: bool = True) -> bool:
        return is_given_back_by(kind, change_minor=change_minor, is_whole=is_whole)

    gift = replace(KEPT, refund_by="itself")

    assert [goes(gift), goes(gift, is_whole=False), goes(gift, change_minor=20)] == [True, False, False]
    assert [goes(CARD), goes(CARD, is_whole=False), goes(KEPT), goes(CASH_KIND)] == [True, True, False, False]
