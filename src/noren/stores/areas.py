"""Places on the map: distances, which store is nearer, and the ward or city that an address lies in. No database."""

import math
import re

EARTH_RADIUS_M = 6_371_009  # mean radius of WGS 84

NEARNESS = """
    cos(radians(s.latitude - %(latitude)s))
    + cos(radians(%(latitude)s)) * cos(radians(s.latitude)) * (cos(radians(s.longitude - %(longitude)s)) - 1)
"""
"""SQL over `stores_store s`: the cosine of the angle to a place, the greater the nearer; NULL without coordinates.

To put stores in order it need not be a distance, and without roots and arcs it takes a third of the time.
"""

_PREFECTURE = r"(?:東京都|北海道|(?:京都|大阪)府|[^\W\d都道府県]{2,3}県)"
_CITIES = (
    # cities whose own name holds a word for city, town or county
    r"(?:四日市|廿日市|八日市|野々市)市",
    r"(?:市川|市原|郡山|郡上|大和郡山|蒲郡|小郡|町田|大町|十日町|村山|武蔵村山|東村山|村上|田村|大村|羽村)市",
    # wards of large cities belong to their city; the wards of Tokyo stand alone
    r"[^\s\d市区]{1,6}市[^\s\d市区町村]{1,4}区",
    r"[^\s\d市区]{1,6}[市区]",
    r"[^\s\d市区郡]{1,5}郡[^\s\d]{1,6}?[町村]",
)
_JAPANESE = re.compile(rf"(?:〒?\d{{3}}-?\d{{4}}\s*)?{_PREFECTURE}?\s*(?P<city>{'|'.join(_CITIES)})")
_LATIN = re.compile(r"(?P<city>[A-Z][\w'-]*[- ](?:ku|shi|cho|machi|City))\b", re.IGNORECASE)


def distance_m(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> int:
    """The great-circle distance in whole metres (haversine; within 0.5 % of the ellipsoid)."""
    north = math.radians(to_latitude - latitude)
    east = math.radians(to_longitude - longitude)
    chord = (
        math.sin(north / 2) ** 2
        + math.cos(math.radians(latitude)) * math.cos(math.radians(to_latitude)) * math.sin(east / 2) ** 2
    )
    return round(2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord))))


def distance_from(near: tuple[float, float] | None, latitude: float | None, longitude: float | None) -> int | None:
    """Metres from a place, or None when there is no place or no coordinates."""
    if near is None or latitude is None or longitude is None:
        return None
    return distance_m(*near, latitude, longitude)


def area_of(address: str) -> str:
    """The ward or city of an address as people call it, or an empty text when none is found.

    `東京都渋谷区神南1-2-3` lies in `渋谷区`, `神奈川県横浜市西区1` in `横浜市西区`, `1-2 Jinnan, Shibuya-ku, Tokyo` in
    `Shibuya-ku`; an address in parts by commas lies in the part before the last.
    """
    if found := _JAPANESE.match(address.strip()):
        return found["city"]
    if found := _LATIN.search(address):
        return found["city"]
    parts = [part.strip() for part in address.split(",") if part.strip()]
    return parts[-2] if len(parts) > 1 else ""
