"""Where and when a buyer wants the goods: values and their rules, without a database."""

import re
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from noren.kernel.text import storable
from noren.orders.shipping.errors import AddressIncomplete, PostalCodeInvalid, SlotNotOffered

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_POSTAL_CODE = re.compile(r"(\d{3})-?(\d{4})", re.ASCII)
_PHONE = re.compile(r"\+?[\d()\- ]{8,30}", re.ASCII)
_MORNING = "am"
_MORNING_ENDS = 12
_EVENING_ENDS = 21
_SLOT = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    """A home in Japan, as it stands on a parcel; `line2` (building and room) may be empty."""

    name: str
    postal_code: str
    prefecture: str
    city: str
    line1: str
    phone: str
    line2: str = ""

    @property
    def in_one_line(self) -> str:
        """Without the name and the phone."""
        return f"〒{self.postal_code} {self.prefecture}{self.city}{self.line1} {self.line2}".strip()


@dataclass(frozen=True, slots=True)
class WantedDelivery:
    """Where to and when: without a day as soon as may be, without a slot at any time of the day."""

    address: Address
    day: date | None = None
    slot: str = ""


_PARTS: dict[str, "tuple[int, str | _StrPromise]"] = {
    "name": (120, pgettext_lazy("on a parcel", "name")),
    "postal_code": (12, gettext_lazy("postal code")),
    "prefecture": (20, gettext_lazy("prefecture")),
    "city": (80, gettext_lazy("city or ward")),
    "line1": (120, gettext_lazy("street and number")),
    "line2": (120, gettext_lazy("building and room")),
    "phone": (32, gettext_lazy("phone")),
}
PREFECTURES: tuple[str, ...] = (
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
)


def check_address(address: Address, *, field: str = "delivery") -> Address:
    """The address as it is kept: without outer spaces, the postal code as 150-0041.

    Raises:
        AddressIncomplete, PostalCodeInvalid: `field` is `<field>.<part>`.
    """
    tidy = replace(address, **{part.name: " ".join(getattr(address, part.name).split()) for part in fields(address)})
    found = _POSTAL_CODE.fullmatch(tidy.postal_code.replace("ー", "-").replace("−", "-").lstrip("〒"))
    if found is None:
        raise PostalCodeInvalid(field=f"{field}.postal_code")
    tidy = replace(tidy, postal_code=f"{found[1]}-{found[2]}")
    for name, (longest, words) in _PARTS.items():
        text = getattr(tidy, name)
        is_there = bool(text) or name == "line2"
        if not is_there or len(text) > longest or storable(text) != text:
            raise AddressIncomplete(field=f"{field}.{name}", part=str(words))
    if tidy.prefecture not in PREFECTURES:
        raise AddressIncomplete(field=f"{field}.prefecture", part=str(_PARTS["prefecture"][1]))
    if not _PHONE.fullmatch(tidy.phone):
        raise AddressIncomplete(field=f"{field}.phone", part=str(_PARTS["phone"][1]))
    return tidy


def days_offered(today: date) -> list[date]:
    """The days that a buyer may wish for, by the settings."""
    first, last = settings.DELIVERY_FIRST_DAY, settings.DELIVERY_LAST_DAY
    return [today + timedelta(days=ahead) for ahead in range(first, last + 1)]


def check_slot(day: date | None, slot: str, *, days: Collection[date]) -> None:
    """Refuse a day or a time that is not offered.

    Args:
        days: those that are offered.

    Raises:
        SlotNotOffered: `field` is `delivery.day` or `delivery.slot`.
    """
    if day is not None and day not in days:
        raise SlotNotOffered(field="delivery.day")
    if slot and slot not in settings.DELIVERY_SLOTS:
        raise SlotNotOffered(field="delivery.slot")


def slots_offered() -> list[tuple[str, str]]:
    """(code, words) of the times of a day that a buyer may wish for."""
    return [(slot, slot_words(slot)) for slot in settings.DELIVERY_SLOTS]


def slot_words(slot: str) -> str:
    """A time of the day in words; empty is any time."""
    if not slot:
        return gettext("any time")
    if slot == _MORNING:
        return gettext("in the morning")
    found = _SLOT.fullmatch(slot)
    return gettext("%(begins)s:00 to %(ends)s:00") % {"begins": found[1], "ends": found[2]} if found else slot


def to_be_there_by(day: date | None, slot: str, *, today: date, time_zone: str) -> datetime:
    """When goods are to be there at the latest: what lists of parcels are ordered by."""
    found = _SLOT.fullmatch(slot)
    hour = int(found[2]) if found else _MORNING_ENDS if slot == _MORNING else _EVENING_ENDS
    on = day or today + timedelta(days=settings.DELIVERY_FIRST_DAY)
    return datetime.combine(on, time(hour), ZoneInfo(time_zone))
