"""Files of members."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from noren.connect.columns import Column, Row
from noren.connect.kinds.kind import Batch, Changes, Kind, Published
from noren.connect.values import (
    code_up_to,
    day,
    email,
    kana_up_to,
    language,
    member_number,
    moment_in,
    name_up_to,
    phone,
)
from noren.people.bulk import MEMBER_COLUMNS, check_members, publish_members


def shape(row: Row) -> Row:
    """The row with a full name in one column parted at its first space, family name first."""
    for family, given in (("family_name", "given_name"), ("family_kana", "given_kana")):
        first, space, second = str(row.get(family) or "").partition(" ")
        if space and not row.get(given):
            row[family], row[given] = first, second
    return row


def publish(batch: Batch) -> Published:
    """All members at once."""
    members = publish_members(batch.table, language=settings.LANGUAGE_CODE, at=batch.at)
    changes = Changes(len(members.touched), len(members.added))
    return Published(through=batch.lines, rows=batch.lines, changes=changes, is_last=True)


MEMBERS = Kind(
    name="members",
    title=_("members"),
    columns=(
        Column("member_number", ("会員番号", "会員コード", "member", "card"), member_number, is_needed=True),
        Column("family_name", ("姓", "氏名", "名前", "会員名", "name"), name_up_to(60), is_needed=True),
        Column("given_name", ("名",), name_up_to(60)),
        Column("family_kana", ("セイ", "姓カナ", "氏名カナ", "フリガナ"), kana_up_to(60)),
        Column("given_kana", ("メイ", "名カナ"), kana_up_to(60)),
        Column("email", ("メールアドレス", "メール", "mail"), email),
        Column("phone", ("電話番号", "電話", "携帯電話", "tel"), phone),
        Column("birth_date", ("生年月日", "誕生日", "birthday"), day),
        Column("language", ("言語",), language),
        Column("joined_at", ("入会日", "登録日"), moment_in(settings.TIME_ZONE)),
        Column("home_store", ("店舗コード", "登録店舗", "入会店舗", "store"), code_up_to(32)),
    ),
    staged=MEMBER_COLUMNS,
    check=check_members,
    publish=publish,
    shape=shape,
)
