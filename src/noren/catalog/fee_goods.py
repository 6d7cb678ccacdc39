"""Fees as goods: a variant that is never on sale by itself, so that a fee can stand on an order as goods do."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from noren.catalog.models import Category, Product, Variant
from noren.catalog.sellable import Sellable, load_sellable

FEES = "fees"


def fee_goods(code: str, *, words: object, tax_class: str) -> Sellable:
    """The variant of a fee, made when it is asked for the first time. It is on sale nowhere: shelves never show it.

    Args:
        words: what it is called, translated once into the deployment's language.
    """
    sku = sku_of_fee(code)
    found = load_sellable({sku}).get(sku)
    if found is None:
        with override(settings.LANGUAGE_CODE), transaction.atomic():
            _make(sku, str(words), tax_class)
        found = load_sellable({sku})[sku]
    return found


def sku_of_fee(code: str) -> str:
    """The SKU of its variant."""
    return f"fee-{code}"


def _make(sku: str, name: str, tax_class: str) -> None:
    category, _is_new = Category.objects.get_or_create(code=FEES, defaults={"name": name})
    product, _is_new = Product.objects.get_or_create(
        code=sku, defaults={"name": name, "category": category, "tax_class": tax_class, "is_active": False}
    )
    Variant.objects.get_or_create(sku=sku, defaults={"product": product, "price_minor": 0, "is_active": False})
