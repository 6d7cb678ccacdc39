"""Names for the sample's goods: brand, what it is, and size, in Japanese, each name once."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from noren.connect.journey.brands import brand_of
from noren.connect.journey.package import read_table
from noren.connect.journey.sizes import metric_size
from noren.connect.journey.tables import table

_COLUMNS = [
    "product_id",
    "manufacturer_id",
    "department",
    "brand",
    "product_category",
    "product_type",
    "package_size",
]
_LIQUIDS = frozenset(
    {
        "AIR CARE",
        "BEERS/ALES",
        "BLEACH",
        "CANNED JUICES",
        "DISHWASH DETERGENTS",
        "DOMESTIC WINE",
        "FLUID MILK PRODUCTS",
        "FRZN JCE CONC/DRNKS",
        "IMPORTED WINE",
        "ISOTONIC DRINKS",
        "JUICE",
        "LAUNDRY ADDITIVES",
        "LAUNDRY DETERGENTS",
        "LIQUOR",
        "MISC WINE",
        "NEW AGE",
        "REFRGRATD JUICES/DRNKS",
        "SERVICE BEVERAGE",
        "SHORTENING/OIL",
        "SOFT DRINKS",
        "WATER",
        "WATER - CARBONATED/FLVRD DRINK",
    }
)
# Goods that are known by what they are, not by who packed them.
_UNBRANDED = frozenset({"PRODUCE", "MEAT", "SEAFOOD", "SALAD BAR", "FLORAL", "DELI", "PASTRY", "CHEF SHOPPE"})
_CRATE_KG = 5
_IN_KG = re.compile(r"([\d.]+)kg")


@dataclass(frozen=True, slots=True)
class Kind:
    """Where the package files a product. Category and type are empty where it says nothing."""

    department: str
    category: str
    type: str


@dataclass(frozen=True, slots=True)
class Goods:
    """A product of the package with what is invented for it."""

    id: int
    kind: Kind
    brand: str
    is_own: bool
    words: str
    size: str


def read_goods(folder: Path) -> list[Goods]:
    """All products, in the package's order."""
    columns = (column.to_pylist() for column in read_table(folder, "products").select(_COLUMNS).columns)
    return [_goods(*row) for row in zip(*columns, strict=True)]


def unfiled_goods(product_id: int) -> Goods:
    """A product that was sold and that the package's list of products does not have."""
    kind = _kind("MISCELLANEOUS", "", "")
    return Goods(product_id, kind, "", is_own=False, words=f"商品{product_id}", size="")


def names_of(goods: Sequence[Goods]) -> list[str]:
    """A name for each product, no two alike."""
    names = [_plain_name(each) for each in goods]
    count = Counter(names)
    names = [name if count[name] == 1 else _branded_name(each) for name, each in zip(names, goods, strict=True)]
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        alike[name].append(place)
    for places in alike.values():
        if len(places) > 1:
            for number, place in enumerate(places):
                names[place] = _branded_name(goods[place], series=_series(number))
    return names


def category_words(category: str) -> str:
    """A category in Japanese."""
    return str(table("categories")[category][0])


def _goods(
    product_id: int,
    maker_id: int,
    department: str,
    brand: str,
    category: str | None,
    type_: str | None,
    size: str | None,
) -> Goods:
    is_own = brand == "Private"
    kind = _kind(department, category or "", type_ or "")
    return Goods(
        id=product_id,
        kind=kind,
        brand=brand_of(maker_id, department, is_own=is_own),
        is_own=is_own,
        words=_words(kind),
        size=_size(kind, size or ""),
    )


@cache
def _size(kind: Kind, size: str) -> str:
    """The size in metric units; nothing where it is the weight of the crate that fresh goods come in."""
    metric = metric_size(size, is_liquid=kind.category in _LIQUIDS)
    weight = _IN_KG.fullmatch(metric)
    is_crate = weight is not None and float(weight[1]) >= _CRATE_KG and kind.department in _UNBRANDED
    return "" if is_crate else metric


@cache
def _kind(department: str, category: str, type_: str) -> Kind:
    return Kind(department, category, type_)


@cache
def _words(kind: Kind) -> str:
    types = table("types")
    known = types.get(f"{kind.category}|{kind.type}") or types.get(kind.type)
    if known:
        return str(known)
    words = category_words(kind.category) if kind.category else str(table("departments")[kind.department][0])
    return words.partition("（")[0]


def _plain_name(goods: Goods) -> str:
    if goods.kind.department in _UNBRANDED and not goods.is_own:
        return f"{goods.words} {goods.size}" if goods.size else goods.words
    return _branded_name(goods)


def _branded_name(goods: Goods, series: str = "") -> str:
    name = f"{goods.brand} {goods.words}〈{series}〉" if series else f"{goods.brand} {goods.words}".strip()
    return f"{name} {goods.size}" if goods.size else name


def _series(number: int) -> str:
    """A word that tells goods apart which the package tells apart by their number only."""
    words = table("series")
    round_, word = divmod(number, len(words))
    return f"{words[word]}{round_ + 1}" if round_ else str(words[word])
