"""Saving variants and their prices: the only code that writes them for people in the office."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Func, Value
from django.utils.translation import gettext as _

from noren.catalog.errors import GtinTaken, ProductNotFound, SkuNotFound, SkuOfOtherProduct
from noren.catalog.events import PriceChanged, VariantSaved
from noren.catalog.models import HIGHEST_PRICE_MINOR, Product, Variant
from noren.catalog.rules import fold_code
from noren.catalog.save_product import check, check_code, check_text
from noren.kernel.ids import is_gtin
from noren.kernel.text import storable
from noren.timeline.record import Told, record

_LOCK_SKU = "SELECT pg_advisory_xact_lock(hashtextextended('catalog_variant.sku ' || %s, 0))"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('catalog_variant.gtin ' || %s, 0))"


@dataclass(frozen=True, slots=True)
class VariantDefinition:
    """What a sellable form is to be; the SKU names it and stays, and stays with its product.

    Attributes:
        gtin: a GTIN-8, -12, -13 or -14 with a right check digit, or empty.
        price_minor: 0 to 99,999,999, with or without tax as the deployment keeps prices.
    """

    product_code: str
    sku: str
    price_minor: int
    name: str = ""
    gtin: str = ""
    is_active: bool = True


def save_variant(definition: VariantDefinition, *, at: datetime, channel: str = "office") -> UUID:
    """Make a variant, or change the one that has this SKU; safe to repeat. Returns the variant's uid.

    Raises:
        ProductNotFound: no product has this code.
        SkuOfOtherProduct: the SKU stands under another product.
        GtinTaken: the barcode number, in any of its lengths, belongs to another SKU.
        GoodsInvalid: a field cannot stand; `field` names it.

    Records "Variant Saved", and "Price Changed" when the price is new.
    """
    gtin = _check_variant(definition)
    product = Product.objects.defer("search").filter(code=storable(definition.product_code)).first()
    if product is None:
        raise ProductNotFound(product=definition.product_code, field="product_code")
    with transaction.atomic(savepoint=False):
        before = _lock_variant(definition.sku)
        _check_free(definition, product, before, gtin)
        fields = {
            "name": definition.name.strip(),
            "gtin": gtin,
            "price_minor": definition.price_minor,
            "is_active": definition.is_active,
        }
        variant, _made = Variant.objects.update_or_create(sku=definition.sku, product=product, defaults=fields)
        told = Told(at, channel, subject_uid=product.uid)
        record(VariantSaved(variant.sku, product.code, gtin, variant.is_active), told=told)
        if before is None or before.price_minor != variant.price_minor:
            before_minor = before.price_minor if before else None
            record(PriceChanged(variant.sku, before_minor, variant.price_minor), told=told)
    return variant.uid


def set_price(sku: str, price_minor: int, *, at: datetime, channel: str = "office") -> None:
    """Give a variant another price; does nothing when it has it already.

    Raises:
        SkuNotFound: no variant has this SKU.
        GoodsInvalid: the price is below 0 or above 99,999,999.

    Records "Price Changed".
    """
    _check_price(price_minor)
    with transaction.atomic(savepoint=False):
        variants = Variant.objects.select_related("product").defer("product__search")
        variant = variants.select_for_update(no_key=True, of=("self",)).filter(sku=storable(sku)).first()
        if variant is None:
            raise SkuNotFound(sku=sku, field="sku")
        if variant.price_minor == price_minor:
            return
        Variant.objects.filter(pk=variant.pk).update(price_minor=price_minor)
        told = Told(at, channel, subject_uid=variant.product.uid)
        record(PriceChanged(variant.sku, variant.price_minor, price_minor), told=told)


def _check_variant(variant: VariantDefinition) -> str | None:
    """The GTIN as it will be stored: digits alone, or None."""
    check_code(variant.sku, "sku")
    check_text(variant.name, "name", longest=120)
    _check_price(variant.price_minor)
    gtin = fold_code(variant.gtin).replace("-", "").replace(" ", "")
    check(not gtin or is_gtin(gtin), "gtin", _("a barcode number has 8, 12, 13 or 14 digits and a right check digit."))
    return gtin or None


def _check_price(price_minor: int) -> None:
    check(0 <= price_minor <= HIGHEST_PRICE_MINOR, "price_minor", _("a price lies between 0 and 99,999,999."))


def _lock_variant(sku: str) -> Variant | None:
    """Lock the variant with this SKU, or the SKU itself while it is new: of two at once the second sees the first."""
    variants = Variant.objects.select_for_update(no_key=True).filter(sku=sku)
    if (variant := variants.first()) is not None:
        return variant
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_SKU, [sku])
    return variants.first()


def _check_free(definition: VariantDefinition, product: Product, before: Variant | None, gtin: str | None) -> None:
    if before is not None and before.product_id != product.pk:
        other = before.product.code
        raise SkuOfOtherProduct(sku=definition.sku, product=other, field="sku")
    if gtin is None:
        return
    digits = gtin.lstrip("0")
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [digits])  # two who give it to two SKUs at once: the second sees the first
    number = Func(F("gtin"), Value("0"), function="ltrim")
    same_number = Variant.objects.alias(number=number).filter(number=digits)
    taken_by = same_number.exclude(sku=definition.sku).values_list("sku", flat=True).first()
    if taken_by is not None:
        raise GtinTaken(gtin=gtin, sku=taken_by, field="gtin")
