"""Brands, invented: one for each maker of the package, and one for what the retailer has made for itself."""

from functools import cache

from noren.connect.journey.dice import pick

OWN = "のれんの品"
_FIRST = "朝夕青白若花月星風雲雪泉森野里海浜峰川空"
_SECOND = "凪霧波笛鈴舟灯帆糸鳥鹿兎狐燕鶴亀蝶蛍菫萩"
_KINDS = {
    "COSMETICS": ("化粧品", "コスメ", "ビューティー"),
    "DRUG GM": ("堂", "ライフ", "本舗", "ケア", "商会"),
    "FLORAL": ("園芸", "フラワー"),
    "GARDEN CENTER": ("園芸",),
    "MEAT": ("ミート", "畜産"),
    "MEAT-PCKGD": ("ハム", "ミート", "フーズ"),
    "PASTRY": ("ベーカリー", "製パン"),
    "PRODUCE": ("農園", "青果"),
    "SEAFOOD": ("水産",),
    "SEAFOOD-PCKGD": ("水産", "フーズ"),
    "SPIRITS": ("酒造", "蒸溜所"),
}
_FOOD = ("食品", "フーズ", "本舗", "乃里", "キッチン", "商店")


@cache
def brand_of(maker_id: int, department: str, *, is_own: bool) -> str:
    """The brand of a maker: the same for all its goods of a department."""
    if is_own:
        return OWN
    first, second = pick(_FIRST, "first", maker_id), pick(_SECOND, "second", maker_id)
    return first + second + pick(_KINDS.get(department, _FOOD), "kind", maker_id, department)
