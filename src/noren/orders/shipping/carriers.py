"""Who carries parcels, and where a buyer can follow them."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from noren.orders.shipping.errors import CarrierMissing, TrackingInvalid

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_NUMBER = re.compile(r"[0-9A-Z]{8,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A carrier: `url` has the place `{number}`, or is empty where parcels cannot be followed by a link."""

    code: str
    words: "str | _StrPromise"
    url: str = ""
    has_number: bool = True


CARRIERS = (
    Carrier(
        "yamato", _("Yamato Transport"), "https://jizen.kuronekoyamato.co.jp/jizen/servlet/crjz.b.NQ0010?id={number}"
    ),
    Carrier("sagawa", _("Sagawa Express"), "https://k2k.sagawa-exp.co.jp/p/web/okurijosearch.do?okurijoNo={number}"),
    Carrier(
        "japan_post",
        _("Japan Post"),
        "https://trackings.post.japanpost.jp/services/srv/search/direct?reqCodeNo1={number}&searchKind=S002&locale=ja",
    ),
    Carrier("own", _("our own delivery"), has_number=False),
)
_BY_CODE = {carrier.code: carrier for carrier in CARRIERS}


def check_parcel(carrier: str, tracking_number: str) -> str:
    """The tracking number as it is kept: without spaces and hyphens; empty for who carries without one.

    Raises:
        CarrierMissing, TrackingInvalid.
    """
    known = _BY_CODE.get(carrier)
    if known is None:
        raise CarrierMissing(field="carrier")
    number = re.sub(r"[\s-]", "", tracking_number).upper()
    if (number or known.has_number) and not _NUMBER.fullmatch(number):
        raise TrackingInvalid(field="tracking_number")
    return number


def carrier_words(code: str) -> str:
    """The carrier's name; a code that is not known any more stands for itself."""
    return str(_BY_CODE[code].words) if code in _BY_CODE else code


def tracking_url(code: str, number: str) -> str:
    """Where the parcel can be followed; empty where it cannot."""
    known = _BY_CODE.get(code)
    return known.url.format(number=number) if known and number and known.url else ""
