"""Member numbers, and the one written form of what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noren.people import rules
from noren.people.errors import EmailInvalid, PhoneInvalid

SERIALS = st.integers(min_value=1, max_value=rules.MAX_SERIAL)


@given(SERIALS)
def test_a_member_number_has_a_right_check_digit(serial: int) -> None:
    number = rules.member_number(serial)

    assert len(number) == 11
    assert rules.is_member_number(number)


@given(SERIALS, SERIALS)
def test_two_serials_never_share_a_number(first: int, second: int) -> None:
    assert (first == second) == (rules.member_number(first) == rules.member_number(second))


@given(SERIALS, st.integers(min_value=1, max_value=10), st.integers(min_value=1, max_value=9))
def test_any_single_wrong_digit_is_found(serial: int, place: int, step: int) -> None:
    number = rules.member_number(serial)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]

    assert not rules.is_member_number(wrong)


def test_the_luhn_digit_is_that_of_the_standard() -> None:
    assert rules.luhn_digit("7992739871") == "3"


@pytest.mark.parametrize("serial", [0, -1, 10**9])
def test_a_serial_out_of_bounds_has_no_number(serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        rules.member_number(serial)


def test_a_member_number_may_be_typed_in_full_width_with_dashes() -> None:
    assert rules.fold_member_number(" ｍ１２３-４５６ー７８９０ ") == "M1234567890"


@pytest.mark.parametrize(
    ("typed", "email"),
    [
        (" Hanako@Example.JP ", "hanako@example.jp"),
        ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", "hanako@example.jp"),
        ("a+b@mail.example.co.jp", "a+b@mail.example.co.jp"),
    ],
)
def test_an_email_has_one_form(typed: str, email: str) -> None:
    assert rules.normalize_email(typed) == email


@pytest.mark.parametrize("typed", ["", "hanako", "hanako@", "@example.jp", "a b@example.jp", "hanako@example"])
def test_what_is_no_email_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(EmailInvalid) as refusal:
        rules.normalize_email(typed)

    assert refusal.value.field == "email"


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("090-1234-5678", "09012345678"),
        ("０９０ー１２３４ー５６７８", "09012345678"),
        ("０９０（１２３４）５６７８", "09012345678"),
        ("+81 90 1234 5678", "09012345678"),
        ("+81 (0)90-1234-5678", "09012345678"),
        ("010-81-90-1234-5678", "09012345678"),
        ("03-1234-5678", "0312345678"),
        ("0120−123−456", "0120123456"),
        ("+1 (415) 555-0100", "+14155550100"),
    ],
)
def test_a_phone_has_one_form(typed: str, phone: str) -> None:
    assert rules.normalize_phone(typed) == phone


@pytest.mark.parametrize("typed", ["", "12345", "090-1234-567", "090-1234-56789", "+0 123", "denwa", "٠٩٠١٢٣٤٥٦٧٨"])
def test_what_is_no_phone_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(PhoneInvalid) as refusal:
        rules.normalize_phone(typed)

    assert refusal.value.field == "phone"


def test_a_name_has_single_spaces_and_a_reading_is_in_katakana() -> None:
    assert rules.normalize_name(" 山田　 花子 ") == "山田 花子"
    assert rules.normalize_kana("やまだ ﾊﾅｺ") == "ヤマダ ハナコ"
