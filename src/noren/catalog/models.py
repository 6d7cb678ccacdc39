"""Categories, products, variants and pictures."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from noren.kernel.ids import uuid7

HIGHEST_PRICE_MINOR = 99_999_999


def _search_vector(*texts: F | Value) -> models.GeneratedField:
    """The folded words of name, brand and description, computed by the database whoever writes the row."""
    return models.GeneratedField(
        expression=Func(*texts, function="catalog_search_vector"),
        output_field=SearchVectorField(),
        db_persist=True,
    )


class TaxClassChoice(models.TextChoices):
    """How goods are taxed; `noren.kernel.tax.TaxClass` has the rates."""

    STANDARD = "standard", _("standard rate")
    REDUCED = "reduced", _("reduced rate")
    FOOD = "food", _("food: reduced, standard when eaten in")
    EXEMPT = "exempt", _("exempt")


class Category(models.Model):
    """A place in the tree of goods. `glyph` names the drawing of a product without a picture."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    glyph = models.CharField(_("drawing"), max_length=24, default="box")
    search = _search_vector(F("name"), Value(""), Value(""))

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """What a page shows: words, category, tax class.

    `prominence` orders lists, the highest first: it is computed by what knows sales and stock, and written down here.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    brand = models.CharField(_("brand"), max_length=120, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="products", verbose_name=_("category"))
    tax_class = models.CharField(
        _("tax class"), max_length=12, choices=TaxClassChoice.choices, default=TaxClassChoice.STANDARD
    )
    is_active = models.BooleanField(_("on sale"), default=True)
    prominence = models.IntegerField(_("prominence"), default=0, db_default=0, editable=False)
    search = _search_vector(F("name"), F("brand"), F("description"))

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = [
            GinIndex(fields=["search"], name="catalog_product_search"),
            models.Index(fields=["-prominence", "-id"], condition=Q(is_active=True), name="catalog_product_front"),
            models.Index(
                fields=["category", "-prominence", "-id"], condition=Q(is_active=True), name="catalog_product_shelf"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Variant(models.Model):
    """The sellable form that is counted and has a price, in minor units."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    product = models.ForeignKey(Product, models.CASCADE, related_name="variants", verbose_name=_("product"))
    sku = models.CharField(_("SKU"), max_length=64, unique=True)
    name = models.CharField(_("variant name"), max_length=120, blank=True)
    gtin = models.CharField(_("GTIN"), max_length=14, unique=True, null=True, blank=True)
    price_minor = models.PositiveIntegerField(_("price"))
    is_active = models.BooleanField(_("on sale"), default=True)

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = [
            models.CheckConstraint(condition=Q(price_minor__lte=HIGHEST_PRICE_MINOR), name="catalog_variant_price"),
            models.CheckConstraint(condition=Q(gtin__isnull=True) | ~Q(gtin=""), name="catalog_variant_gtin_not_empty"),
            # 0490… as GTIN-13 and 00490… as GTIN-14 are one number and must not name two variants.
            models.UniqueConstraint(Func(F("gtin"), Value("0"), function="ltrim"), name="catalog_variant_gtin_number"),
        ]

    def __str__(self) -> str:
        return self.sku


class Picture(models.Model):
    """A picture of a product, stored as WebP in the widths that pages need; `file` is the widest."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    product = models.ForeignKey(Product, models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    file = models.ImageField(_("picture"), upload_to="goods/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(_("description for those who cannot see it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.alt or f"{self.width} × {self.height}"
