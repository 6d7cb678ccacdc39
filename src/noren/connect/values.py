"""Values: what a cell of a file means. Pure functions from text to a value; each raises `ValueRefused` with a cause."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

from noren.kernel.ids import is_gtin
from noren.people.errors import EmailInvalid, PhoneInvalid
from noren.people.rules import fold_member_number, normalize_email, normalize_kana, normalize_name, normalize_phone

Value = str | int | float | bool | date | None
Convert = Callable[[str], Value]

MOST_MINOR = 99_999_999
MOST_PIECES = 1_000_000

# Python takes seconds to minutes for the whole number that `1e999999` is, and refuses one of 5,000 digits.
_MOST_DIGITS = 100
_MOST_EXPONENT = 12

_GOODS_CODE = re.compile(r"[^\s/?#%\\\x00-\x1f]+")
_STORE_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_WHOLE = re.compile(r"[+-]?\d+(\.0+)?")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(\d{1,2})\s*[:時]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2})(?:\.\d+)?\s*秒?|分)?")
_COMPACT_TIME = re.compile(r"(\d{2})(\d{2})(\d{2})?")
_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
_YES = {"1", "true", "yes", "y", "on", "はい", "有", "有効", "あり", "○", "〇"}
_NO = {"0", "false", "no", "n", "off", "いいえ", "無", "無効", "なし", "×", "x"}
_TAX = {
    "standard": "standard",
    "標準": "standard",
    "標準税率": "standard",
    "10": "standard",
    "reduced": "reduced",
    "軽減": "reduced",
    "軽減税率": "reduced",
    "8": "reduced",
    "food": "food",
    "飲食料品": "food",
    "exempt": "exempt",
    "非課税": "exempt",
    "0": "exempt",
}
_RATES = {"10": 1000, "8": 800, "0": 0, "標準": 1000, "軽減": 800, "非課税": 0}


class ValueRefused(ValueError):
    """The text means nothing that the column can hold."""

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.details: Mapping[str, str | int] = details


def fold(text: str) -> str:
    """Full width as half width, no outer spaces: how numbers, codes and words of a closed list are compared."""
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()


def text_up_to(most: int) -> Convert:
    """Words as they are typed, without outer spaces, at most `most` characters."""

    def convert(text: str) -> str:
        return _short_enough(text.strip(), most)

    return convert


def code_up_to(most: int) -> Convert:
    """A code, folded; at most `most` characters."""

    def convert(text: str) -> str:
        return _short_enough(fold(text), most)

    return convert


def goods_code(text: str) -> str:
    """A new code of goods, folded: it stands in addresses of pages, so it has no spaces and none of / ? # % \\."""
    code = _short_enough(fold(text), 64)
    if not _GOODS_CODE.fullmatch(code):
        raise ValueRefused("not_goods_code")
    return code


def store_code(text: str) -> str:
    """A new code of a store, folded: letters and digits, with . _ - between them."""
    code = _short_enough(fold(text), 32)
    if not _STORE_CODE.fullmatch(code):
        raise ValueRefused("not_store_code")
    return code


def name_up_to(most: int) -> Convert:
    """A person's name in the one form of the people's room."""

    def convert(text: str) -> str:
        return _short_enough(normalize_name(text), most)

    return convert


def kana_up_to(most: int) -> Convert:
    """A reading in full-width katakana."""

    def convert(text: str) -> str:
        return _short_enough(normalize_kana(text), most)

    return convert


def whole(low: int, high: int) -> Convert:
    """A whole number; full width, thousands' commas and a decimal point with only zeros behind it are understood."""

    def convert(text: str) -> int:
        digits = fold(text).replace(",", "").replace("−", "-")
        if not _WHOLE.fullmatch(digits):
            raise ValueRefused("not_whole")
        if len(digits) > _MOST_DIGITS:
            raise ValueRefused("out_of_range", low=low, high=high)
        return _in_range(int(digits.partition(".")[0]), low, high)

    return convert


def amount(low: int, high: int, *, decimals: int) -> Convert:
    """An amount of money as minor units; a currency sign and thousands' commas are understood."""

    def convert(text: str) -> int:
        number = _number(fold(text).strip("¥円$€£ ").replace(",", ""))
        if number.adjusted() > _MOST_EXPONENT:
            raise ValueRefused("out_of_range", low=low, high=high)
        minor = number.scaleb(decimals)
        if minor != minor.to_integral_value():
            raise ValueRefused("not_amount")
        return _in_range(int(minor), low, high)

    return convert


def decimal(low: float, high: float) -> Convert:
    """A number with a point."""

    def convert(text: str) -> float:
        try:
            number = float(fold(text))
        except ValueError:
            raise ValueRefused("not_number") from None
        if not low <= number <= high:
            raise ValueRefused("out_of_range", low=str(low), high=str(high))
        return number

    return convert


def flag(text: str) -> bool:
    """Yes or no, in the ways that exports write it."""
    word = fold(text).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueRefused("not_yes_no")


def day(text: str) -> date:
    """A date: 2026-07-01, 2026/7/1, 20260701 or 2026年7月1日; a time behind it is cut off."""
    folded = fold(text)
    found = _COMPACT_DATE.fullmatch(folded) or _DATE.match(folded)
    if found is None:
        raise ValueRefused("not_date")
    return _date_of(found, "not_date")


def moment_in(zone: str) -> Convert:
    """An instant: a date and a time (midnight where there is none), local to `zone` where no offset is given."""
    local = ZoneInfo(zone)

    # The lines of a receipt stand together and share their time.
    @lru_cache(maxsize=1024)
    def convert(text: str) -> datetime:
        folded = fold(text)
        if len(folded) >= 19 and folded[4] == "-" and folded.isascii():
            try:
                found = datetime.fromisoformat(folded)
            except ValueError:
                pass
            else:
                return _in_utc(found if found.tzinfo else found.replace(tzinfo=local))
        return _moment(folded, local)

    return convert


def gtin(text: str) -> str:
    """A GTIN (JAN, EAN, UPC) with a right check digit."""
    digits = fold(text).replace("-", "").replace(" ", "")
    if not is_gtin(digits):
        raise ValueRefused("not_gtin")
    return digits


def tax_class(text: str) -> str:
    """How goods are taxed: a class of `kernel.tax`, in English or Japanese, or its rate in percent."""
    word = fold(text).lower().rstrip("%")
    if word not in _TAX:
        raise ValueRefused("not_tax", known="standard, reduced, food, exempt")
    return _TAX[word]


def tax_rate(text: str) -> int:
    """A tax rate of a past sale, in basis points."""
    word = fold(text).rstrip("%").removesuffix(".0")
    if word not in _RATES:
        raise ValueRefused("not_tax_rate")
    return _RATES[word]


def language(text: str) -> str:
    """A language that messages can be written in."""
    word = fold(text).lower()
    known = {"ja": "ja", "japanese": "ja", "日本語": "ja", "en": "en", "english": "en", "英語": "en"}
    if word not in known:
        raise ValueRefused("not_language", known="ja, en")
    return known[word]


def time_zone(text: str) -> str:
    """A name of the IANA time zone database."""
    name = fold(text)
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise ValueRefused("not_time_zone") from None
    return name


def hours(text: str) -> str:
    """Opening hours of one day as `540-1260` (minutes from midnight), or `closed`."""
    folded = fold(text).lower()
    if folded in {"closed", "休", "休み", "定休", "定休日", "休業"}:
        return "closed"
    if folded in {"24h", "24時間", "24時間営業"}:
        return "0-1440"
    opens, dash, closes = re.sub(r"[~〜ー–—―−]", "-", folded).partition("-")
    if not dash:
        raise ValueRefused("not_hours")
    first, last = _minute(opens), _minute(closes)
    if last <= first:
        last += 1440
    if first >= 1440 or last > 2160:
        raise ValueRefused("not_hours")
    return f"{first}-{last}"


def email(text: str) -> str:
    """An e-mail address in its one form."""
    try:
        return normalize_email(text)
    except EmailInvalid:
        raise ValueRefused("not_email") from None


def phone(text: str) -> str:
    """A member's phone number in its one form."""
    try:
        return normalize_phone(text)
    except PhoneInvalid:
        raise ValueRefused("not_phone") from None


def member_number(text: str) -> str:
    """A member number in its one form."""
    return _short_enough(fold_member_number(text), 20)


def _short_enough(text: str, most: int) -> str:
    if len(text) > most:
        raise ValueRefused("too_long", most=most)
    return text


def _in_range(number: int, low: int, high: int) -> int:
    if not low <= number <= high:
        raise ValueRefused("out_of_range", low=low, high=high)
    return number


def _number(digits: str) -> Decimal:
    """A finite number that is zero or not so small that arithmetic takes it for zero."""
    try:
        number = Decimal(digits[: _MOST_DIGITS + 1])
    except InvalidOperation:
        raise ValueRefused("not_amount") from None
    if len(digits) > _MOST_DIGITS or not number.is_finite() or (number and number.adjusted() < -_MOST_EXPONENT):
        raise ValueRefused("not_amount")
    return number


def _date_of(found: re.Match[str], cause: str) -> date:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise ValueRefused(cause) from None


def _moment(text: str, local: ZoneInfo) -> datetime:
    found = _DATE.match(text) or _COMPACT_DATE.match(text)
    if found is None:
        raise ValueRefused("not_moment")
    day_ = _date_of(found, "not_moment")
    rest = text[found.end() :].strip().lstrip("T").strip()
    if not rest:
        return _in_utc(datetime.combine(day_, time(), local))
    zone = _ZONE.search(rest)
    rest = rest[: zone.start()].strip() if zone else rest
    clock = _TIME.fullmatch(rest) or _COMPACT_TIME.fullmatch(rest)
    if clock is None:
        raise ValueRefused("not_moment")
    try:
        at = time(int(clock[1]), int(clock[2]), int(clock[3] or 0))
        offset = datetime.strptime(zone[1], "%z").tzinfo if zone else local
    except ValueError:
        raise ValueRefused("not_moment") from None
    return _in_utc(datetime.combine(day_, at, offset))


def _in_utc(local: datetime) -> datetime:
    """The instant in UTC; the first hours of the year 1 and the last of 9999 may have none."""
    try:
        return local.astimezone(UTC)
    except OverflowError:
        raise ValueRefused("not_moment") from None


def _minute(text: str) -> int:
    found = re.fullmatch(r"(\d{1,2})(?:[:時](\d{1,2})?分?)?", text.strip())
    if found is None or int(found[2] or 0) > 59 or int(found[1]) > 36:
        raise ValueRefused("not_hours")
    return int(found[1]) * 60 + int(found[2] or 0)
