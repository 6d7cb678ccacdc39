"""Files of stores."""

import json

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from noren.connect.columns import Column, Row
from noren.connect.kinds.kind import Batch, Changes, Kind, Published
from noren.connect.values import code_up_to, decimal, flag, hours, store_code, text_up_to, time_zone, whole
from noren.stores.bulk import STORE_COLUMNS, check_stores, publish_stores

_DAYS = {
    "monday": "月曜",
    "tuesday": "火曜",
    "wednesday": "水曜",
    "thursday": "木曜",
    "friday": "金曜",
    "saturday": "土曜",
    "sunday": "日曜",
}


def shape(row: Row) -> Row:
    """The row with the hours of its days in one object; a day's own column wins over the column for all days."""
    every = row.pop("hours", None)
    days: dict[str, list[int] | None] = {}
    for weekday, name in enumerate(_DAYS):
        found = row.pop(name, None) or every
        if found is not None:
            days[str(weekday)] = None if found == "closed" else [int(minute) for minute in str(found).split("-")]
    row["hours"] = json.dumps(days) if days else None
    return row


def publish(batch: Batch) -> Published:
    """All stores at once."""
    stores = publish_stores(batch.table, time_zone=settings.TIME_ZONE)
    changes = Changes(len(stores.touched), len(stores.added))
    return Published(through=batch.lines, rows=batch.lines, changes=changes, is_last=True)


STORES = Kind(
    name="stores",
    title=_("stores"),
    columns=(
        Column("code", ("店舗コード", "店番", "store", "store_code"), store_code, is_needed=True),
        Column("name", ("店舗名", "店名", "store_name"), text_up_to(120), is_needed=True),
        Column("postal_code", ("郵便番号", "zip"), code_up_to(12)),
        Column("address", ("住所", "所在地"), text_up_to(240)),
        Column("phone", ("電話番号", "電話", "tel"), code_up_to(32)),
        Column("latitude", ("緯度", "lat"), decimal(-90, 90)),
        Column("longitude", ("経度", "lon", "lng"), decimal(-180, 180)),
        Column("time_zone", ("タイムゾーン",), time_zone),
        Column("closing_hour", ("日替わり時刻",), whole(0, 12)),
        Column("active", ("営業", "is_active"), flag, into="is_active"),
        Column("pickup", ("店舗受取", "pickup_enabled"), flag, into="is_pickup_enabled"),
        Column("pickup_minutes", ("受取準備分", "pickup_lead_minutes"), whole(0, 20_160), into="pickup_lead_minutes"),
        Column("issuer_name", ("発行者名", "会社名"), text_up_to(120)),
        Column("issuer_number", ("登録番号", "インボイス登録番号"), code_up_to(14)),
        Column("hours", ("営業時間",), hours),
        *(Column(name, (also, f"{also}日"), hours) for name, also in _DAYS.items()),
    ),
    staged=STORE_COLUMNS,
    check=check_stores,
    publish=publish,
    shape=shape,
)
