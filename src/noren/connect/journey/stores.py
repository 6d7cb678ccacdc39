"""The sample's stores: real numbers of stores, invented names and places in Sendai."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.compute as pc

from noren.connect.journey.dice import pick, roll
from noren.connect.journey.package import read_column
from noren.connect.journey.tables import table

Row = dict[str, object]

ISSUER = "のれん商店株式会社"
# Invented: its check digit is wrong, so that nobody's number is printed on a receipt.
ISSUER_NUMBER = "T1234567890123"
_POSTAL_AREAS = {"青葉区": "980", "宮城野区": "983", "若林区": "984", "太白区": "982", "泉区": "981"}
_SIDES = (("", 0.0, 0.0), ("駅前", 0.0008, 0.0008), ("北", 0.0026, 0.0), ("南", -0.0026, 0.0), ("東", 0.0, 0.0032))
_HOURS = ((540, 1260), (540, 1320), (600, 1260), (480, 1320), (420, 1380), (600, 1200), (540, 1380), (0, 1440))
# These always offer pickup; a few of the small ones do not.
_LARGE_STORES = 60
_LEAD_MINUTES = (30, 60, 60, 90)


def store_code(store_id: int) -> str:
    """The code of a store of the package."""
    return f"S{store_id:05}"


def store_rows(folder: Path) -> Iterator[Row]:
    """Rows for `stores.bulk`, the stores with most sales in the middle of the towns."""
    counts = pc.value_counts(read_column(folder, "transactions", "store_id")).to_pylist()
    busiest_first = sorted(counts, key=lambda each: (-each["counts"], each["values"]))
    for line, (each, place) in enumerate(zip(busiest_first, _places(), strict=False), start=1):
        yield {"line": line, **_store(each["values"], line, *place)}


def _places() -> Iterator[tuple[str, str, str, float, float]]:
    """Ward, town, name and coordinates, first the towns themselves, then what lies around them."""
    seen = set()
    for side, north, east in _SIDES:
        for ward, town, latitude, longitude, has_station in table("towns"):
            name = f"{town}{side}店"
            # 長町南 is a town, and lies in the south of 長町.
            if name not in seen and (side != "駅前" or has_station):
                seen.add(name)
                yield ward, town, name, latitude + north, longitude + east


def _store(store_id: int, number: int, ward: str, town: str, name: str, latitude: float, longitude: float) -> Row:
    block, house = 1 + roll(6, "block", store_id), 1 + roll(28, "house", store_id)
    return {
        "code": store_code(store_id),
        "name": name,
        "postal_code": f"{_POSTAL_AREAS[ward]}-{roll(10_000, 'postal', town):04}",
        "address": f"宮城県仙台市{ward}{town}{block}-{house}",
        "phone": f"022-555-{number:04}",
        "latitude": round(latitude + (roll(100, "lat", store_id) - 50) / 100_000, 5),
        "longitude": round(longitude + (roll(100, "lon", store_id) - 50) / 100_000, 5),
        "is_pickup_enabled": number <= _LARGE_STORES or roll(10, "pickup", store_id) > 0,
        "pickup_lead_minutes": pick(_LEAD_MINUTES, "lead", store_id),
        "issuer_name": ISSUER,
        "issuer_number": ISSUER_NUMBER,
        "hours": json.dumps(_hours(store_id)),
    }


def _hours(store_id: int) -> dict[str, list[int]]:
    """The same all week; some open an hour later and close an hour earlier on Sundays."""
    opens, closes = pick(_HOURS, "hours", store_id)
    week = {str(weekday): [opens, closes] for weekday in range(7)}
    if opens >= 480 and roll(3, "sunday", store_id) == 0:
        week["6"] = [opens + 60, closes - 60]
    return week
