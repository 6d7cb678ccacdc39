"""The sample's goods: real products and prices, words in Japanese, barcode numbers from the range for use in stores."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from statistics import median_low

from noren.connect.journey.describing import describe
from noren.connect.journey.naming import Goods, Kind, names_of
from noren.connect.journey.tables import table
from noren.kernel.ids import gtin_check_digit

Row = dict[str, object]

FUEL_TYPE = "GASOLINE-REG UNLEADED"
_TAX = {"s": "standard", "f": "reduced", "e": "food"}
# Small departments of the package, most of them with goods that were filed in a wrong place.
_ODD_DEPARTMENTS = frozenset(
    {
        "AUTOMOTIVE",
        "CHARITABLE CONT",
        "CNTRL/STORE SUP",
        "COUPON",
        "ELECT &PLUMBING",
        "FUEL",
        "GM MERCH EXP",
        "HOUSEWARES",
        "PHOTO & VIDEO",
        "POSTAL CENTER",
        "PROD-WHS SALES",
        "TOYS",
        "TRAVEL & LEISURE",
    }
)
_FILED_UNDER = {"FROZEN GROCERY": "GROCERY", **dict.fromkeys(_ODD_DEPARTMENTS, "MISCELLANEOUS")}
# What is rung up but is no goods: it cannot be ordered.
_NO_GOODS = frozenset(
    {
        "BOTTLE DEPOSITS",
        "COUPON",
        "COUPON/MISC ITEMS",
        "COUPONS/STORE & MFG",
        "DELI SUPPLIES",
        "FUEL",
        "IN-STORE PHOTOFINISHING",
        "MEAT SUPPLIES",
        "OVERNIGHT PHOTOFINISHING",
        "PHARMACY",
        "PROD SUPPLIES",
        "SALAD BAR",
        "TICKETS",
    }
)
_TOBACCO = frozenset({"CIGARETTES", "CIGARS", "TOBACCO OTHER"})
_PRICE_OF_NOTHING_SOLD = 198


def category_rows() -> Iterator[Row]:
    """Rows for `catalog.bulk.publish_categories`: departments, and categories below them."""
    line = 0
    for department, (name, _tax, glyph) in table("departments").items():
        if department not in _FILED_UNDER:
            line += 1
            yield {"line": line, "code": _slug(department), "name": name, "parent": None, "glyph": glyph}


def subcategory_rows(goods: Sequence[Goods]) -> Iterator[Row]:
    """Rows for the categories below the departments, as the package combines them."""
    pairs = {(_department_of(each.kind), each.kind.category) for each in goods if each.kind.category}
    for line, (department, category) in enumerate(sorted(pairs), start=1_000):
        name, _tax, glyph = table("categories")[category]
        code = category_code(department, category)
        yield {"line": line, "code": code, "name": name, "parent": _slug(department), "glyph": glyph}


def product_rows(goods: Sequence[Goods], prices: Mapping[int, int]) -> Iterator[Row]:
    """Rows for `catalog.bulk.publish_products`.

    Args:
        prices: the regular unit price of what was sold, by product id. What was not sold gets the median of its kind
            and is not on sale.
    """
    usual = _usual_prices(goods, prices)
    for line, (each, name) in enumerate(zip(goods, names_of(goods), strict=True), start=1):
        price = prices.get(each.id)
        yield {
            "line": line,
            "sku": str(each.id),
            "name": name,
            "price_minor": price if price is not None else usual.get(each.kind, _PRICE_OF_NOTHING_SOLD),
            "gtin": gtin_of(each.id),
            "category": category_code(_department_of(each.kind), each.kind.category),
            "brand": each.brand,
            "description": describe(each) if is_goods(each.kind) else "",
            "tax_class": tax_class_of(each.kind),
            "is_active": bool(price) and is_goods(each.kind),
        }


def gtin_of(product_id: int) -> str:
    """A GTIN-13 that begins with 20: such numbers mean something only inside the stores that give them."""
    digits = f"20{product_id:010}"
    return digits + gtin_check_digit(digits)


@cache
def category_code(department: str, category: str) -> str:
    """The code of a category below its department, or of the department itself."""
    return f"{_slug(department)}.{_slug(category)}" if category else _slug(department)


@cache
def tax_class_of(kind: Kind) -> str:
    """The tax class: food at the reduced rate; drink with alcohol, medicine and everything else at the standard one."""
    words = table("categories")[kind.category] if kind.category else table("departments")[kind.department]
    return _TAX[words[1]]


def is_stocked(kind: Kind) -> bool:
    """Whether stores have it on shelves from which it can be reserved; tobacco they hand out at the till only."""
    return is_goods(kind) and kind.category not in _TOBACCO


def is_goods(kind: Kind) -> bool:
    """Whether it is something that can be ordered; what nobody filed anywhere cannot."""
    if kind.type == FUEL_TYPE or kind.category in _NO_GOODS:
        return False
    return bool(kind.category) or kind.department not in {*_ODD_DEPARTMENTS, "MISCELLANEOUS"}


def _usual_prices(goods: Sequence[Goods], prices: Mapping[int, int]) -> dict[Kind, int]:
    known: defaultdict[Kind, list[int]] = defaultdict(list)
    for each in goods:
        if (price := prices.get(each.id)) is not None:
            known[each.kind].append(price)
    return {kind: median_low(found) for kind, found in known.items()}


def _department_of(kind: Kind) -> str:
    return _FILED_UNDER.get(kind.department, kind.department)


def _slug(words: str) -> str:
    return "-".join("".join(each if each.isalnum() else " " for each in words.lower()).split())
