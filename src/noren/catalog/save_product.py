"""Saving a product's page and the categories: the only code that writes them for people in the office."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from noren.catalog.errors import CategoryNotFound, GoodsInvalid
from noren.catalog.events import ProductSaved
from noren.catalog.models import Category, Product, TaxClassChoice
from noren.catalog.rules import LONGEST_CODE
from noren.catalog.tiles import GLYPHS
from noren.kernel.text import storable
from noren.timeline.record import Told, record

_CODE = re.compile(r"[^\s/?#%\\\x00-\x1f]+")
_LONGEST_DESCRIPTION = 20_000


@dataclass(frozen=True, slots=True)
class ProductDefinition:
    """What a product's page is to say; the code names it and stays. `tax_class` is one of `TaxClassChoice`."""

    code: str
    name: str
    category_code: str
    description: str = ""
    brand: str = ""
    tax_class: str = TaxClassChoice.STANDARD
    is_active: bool = True


def save_product(definition: ProductDefinition, *, at: datetime, channel: str = "office") -> UUID:
    """Make a product, or change the one that has this code; safe to repeat. Returns the product's uid.

    Raises:
        CategoryNotFound: no category has this code.
        GoodsInvalid: a field cannot stand; `field` names it.

    Records "Product Saved".
    """
    _check_product(definition)
    category = Category.objects.filter(code=storable(definition.category_code)).first()
    if category is None:
        raise CategoryNotFound(category=definition.category_code, field="category_code")
    fields = {
        "name": definition.name.strip(),
        "category": category,
        "description": definition.description,
        "brand": definition.brand.strip(),
        "tax_class": definition.tax_class,
        "is_active": definition.is_active,
    }
    with transaction.atomic(savepoint=False):
        product, _made = Product.objects.defer("search").update_or_create(code=definition.code, defaults=fields)
        event = ProductSaved(product.code, product.name, category.code, product.tax_class, product.is_active)
        record(event, told=Told(at, channel, subject_uid=product.uid))
    return product.uid


def save_category(*, code: str, name: str, parent_code: str | None = None, glyph: str = "box") -> None:
    """Make a category, or change the one that has this code; safe to repeat.

    Args:
        glyph: one of `noren.catalog.tiles.GLYPHS`.

    Raises:
        CategoryNotFound: there is no such parent.
        GoodsInvalid: a field cannot stand, or the category would stand below itself; `field` names it.
    """
    check_code(code, "code")
    check_text(name, "name", longest=120, may_be_empty=False)
    check(glyph in GLYPHS, "glyph", _("there is no such drawing."))
    with transaction.atomic(savepoint=False):
        # Two moves at once could close a circle that neither sees: the categories are moved one at a time.
        list(Category.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        parent = _parent(code, parent_code) if parent_code else None
        fields = {"name": name.strip(), "parent": parent, "glyph": glyph}
        Category.objects.defer("search").update_or_create(code=code, defaults=fields)


def check_code(code: str, field: str) -> None:
    """Raise GoodsInvalid unless the text can be a code: 1 to 64 characters that may stand in an address."""
    fits = bool(_CODE.fullmatch(code)) and len(code) <= LONGEST_CODE and storable(code) == code
    check(fits, field, _("a code has 1 to 64 characters, without spaces, slashes or question marks."))


def check_text(text: str, field: str, *, longest: int, may_be_empty: bool = True) -> None:
    """Raise GoodsInvalid for a text that is missing, too long, or cannot be stored."""
    check(may_be_empty or bool(text.strip()), field, _("it is missing."))
    fits = len(text) <= longest and storable(text) == text
    check(fits, field, _("it has more than %(longest)d characters.") % {"longest": longest})


def check(stands: bool, field: str, reason: str) -> None:  # noqa: FBT001 - the condition is the sentence
    """Raise GoodsInvalid with the field and the reason unless the condition stands."""
    if not stands:
        raise GoodsInvalid(field=field, reason=reason)


def _check_product(product: ProductDefinition) -> None:
    check_code(product.code, "code")
    check_text(product.name, "name", longest=200, may_be_empty=False)
    check_text(product.brand, "brand", longest=120)
    check_text(product.description, "description", longest=_LONGEST_DESCRIPTION)
    check(product.tax_class in TaxClassChoice.values, "tax_class", _("there is no such tax class."))


def _parent(code: str, parent_code: str) -> Category:
    parent = Category.objects.defer("search").filter(code=storable(parent_code)).first()
    if parent is None:
        raise CategoryNotFound(category=parent_code, field="parent_code")
    above: Category | None = parent
    while above is not None:
        check(above.code != code, "parent_code", _("a category cannot stand below itself."))
        above = above.parent
    return parent
