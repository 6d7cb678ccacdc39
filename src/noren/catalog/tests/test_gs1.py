"""GS1 codes: the vectors that the till is held to as well, and drawn codes that come back as they were written."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import noren.catalog
from noren.catalog.gs1 import LONGEST, SEPARATOR, Gs1Code, expiry_date, is_expired, read_gs1
from noren.catalog.rules import gtin_number
from noren.kernel.ids import gtin_check_digit, is_gtin

VECTORS = json.loads((Path(noren.catalog.__file__).parent / "vectors" / "gs1.json").read_text(encoding="utf-8"))
SIGNS = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
GTINS = st.from_regex(r"[0-9]{13}", fullmatch=True).map(lambda digits: digits + gtin_check_digit(digits))
WORDS = st.text(SIGNS, max_size=20)
DAYS = st.dates(date(2000, 1, 1), date(2049, 12, 31)).map(lambda day: day.strftime("%y%m%d"))
CODES = st.builds(Gs1Code, GTINS, st.just("") | DAYS, WORDS, WORDS)
PIECES = st.sampled_from(
    ["01", "10", "17", "04901234567894", "]d2", "]C1", SEPARATOR, "(", ")", "https://", "a/", "%2", "?17="]
)


def test_every_code_of_the_vectors_says_what_it_names() -> None:
    said = {code["why"]: read_gs1(code["scanned"]) for code in VECTORS["codes"]}

    assert len(said) == len(VECTORS["codes"])
    assert {why: each and asdict(each) for why, each in said.items()} == {
        code["why"]: code["said"] for code in VECTORS["codes"]
    }


@pytest.mark.parametrize("case", VECTORS["days"], ids=lambda case: case["why"])
def test_a_day_of_expiry_is_read_in_the_century_nearest_to_today(case: dict[str, Any]) -> None:
    today = date.fromisoformat(case["today"])

    assert expiry_date(case["expires"], today).isoformat() == case["last_day"]
    assert is_expired(Gs1Code("04901234567894", case["expires"]), today) is case["is_expired"]


def test_a_package_that_names_no_day_does_not_expire() -> None:
    assert not is_expired(Gs1Code("04901234567894"), date(2026, 7, 4))


@given(CODES)
def test_an_element_string_is_read_as_it_was_written(code: Gs1Code) -> None:
    parts = [f"01{code.gtin}", code.expires and f"17{code.expires}", code.lot and f"10{code.lot}{SEPARATOR}"]

    assert read_gs1("]d2" + "".join(parts) + (code.serial and f"21{code.serial}")) == code


@given(CODES)
def test_a_link_is_read_as_it_was_written(code: Gs1Code) -> None:
    lot, serial = (
        value and f"/{name}/{quote(value, safe='')}" for name, value in (("10", code.lot), ("21", code.serial))
    )
    expires = code.expires and f"?17={code.expires}"

    assert read_gs1(f"https://shop.example/01/{code.gtin}{lot}{serial}{expires}") == code


@given(GTINS, st.integers(0, 13), st.integers(1, 9))
def test_no_single_wrong_digit_gets_through(gtin: str, place: int, more: int) -> None:
    wrong = f"{gtin[:place]}{(int(gtin[place]) + more) % 10}{gtin[place + 1 :]}"

    assert read_gs1(f"]C101{wrong}") is None


@given(st.text(max_size=60) | st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join))
def test_whatever_is_scanned_says_a_right_number_or_nothing(scanned: str) -> None:
    code = read_gs1(scanned)

    assert code is None or (is_gtin(code.gtin) and len(code.gtin) == 14)
    number = gtin_number(scanned)
    assert number is None or (number.isascii() and number.isdigit())


@pytest.mark.parametrize("piece", ["(", "(01)", "%", "/01", "01", "0104901234567894", SEPARATOR, "https://a/01/"])
def test_a_long_hostile_text_is_read_at_once(piece: str) -> None:
    assert read_gs1(piece * (LONGEST // len(piece) + 1)) is None
    assert read_gs1("https://a/" + piece * ((LONGEST - 10) // len(piece))) is None


def test_a_gs1_code_finds_the_number_that_its_digits_find() -> None:
    assert gtin_number("]d2010490123456789417270131") == gtin_number("4901234567894") == "4901234567894"
