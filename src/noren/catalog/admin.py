"""Goods in the office: pages, variants, prices, pictures and categories, all through the verbs of this room."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from noren.catalog.glyph_words import GLYPH_WORDS
from noren.catalog.models import Category, Picture, Product, Variant
from noren.catalog.pictures import add_picture, remove_picture
from noren.catalog.save_product import ProductDefinition, save_category, save_product
from noren.catalog.save_variant import VariantDefinition, save_variant
from noren.kernel.columns import in_words, link, list_url, money, record_url
from noren.kernel.filters import ChoiceFilter, RecordFilter, YesNoFilter
from noren.kernel.records import AnyForm, RecordAdmin, RecordForm, RecordLink, RowInline

_PRODUCT = ("code", "name", "description", "brand", "tax_class", "is_active")


class NewPictureForm(forms.Form):
    """A picture to be added."""

    picture = forms.FileField(
        label=_("Add a picture"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        help_text=_("JPEG, PNG, WebP, GIF or AVIF, at most 20 MB. It is turned upright and stored as WebP."),
    )
    alt = forms.CharField(
        label=_("What it shows"), required=False, max_length=200, help_text=_("For those who cannot see it.")
    )


class ProductForm(NewPictureForm, RecordForm):
    """A product's page."""

    class Meta:
        model = Product
        fields = (*_PRODUCT, "category")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True


class VariantInline(RowInline):
    """The sellable forms of a product."""

    model = Variant
    fields = ("opened", "name", "gtin", "price", "is_active")
    readonly_fields = ("opened", "price")
    price = money("price_minor", _("price"))

    @admin.display(description=_("SKU"))
    def opened(self, variant: Variant) -> SafeString:
        """The SKU, which opens the variant."""
        return format_html('<a href="{}">{}</a>', record_url("catalog_variant", variant.pk), variant.sku)


class PictureInline(RowInline):
    """The pictures of a product, in their order."""

    model = Picture
    fields = ("seen", "alt", "removal")
    readonly_fields = ("seen", "removal")

    @admin.display(description=_("picture"))
    def seen(self, picture: Picture) -> SafeString:
        """The picture itself."""
        return format_html('<img src="{}" alt="{}" width="160" loading="lazy">', picture.file.url, picture.alt)

    @admin.display(description=_("remove"))
    def removal(self, picture: Picture) -> SafeString:
        """Where it is removed."""
        url = reverse("admin:catalog_picture_delete", args=[picture.pk])
        return format_html('<a href="{}">{}</a>', url, _("Remove this picture"))


@admin.register(Product)
class ProductAdmin(RecordAdmin):
    """What pages of the shop show."""

    edit_deed = "edit_catalog"
    add_verb = staticmethod(save_product)
    change_verb = staticmethod(save_product)
    form = ProductForm
    list_display = ("name", "code", link("category", _("category")), "brand", "tax_class", "is_active")
    list_filter = (("category", RecordFilter), ("tax_class", ChoiceFilter), ("is_active", YesNoFilter))
    search_fields = ("name", "=code", "=variants__sku", "=variants__gtin")
    search_help_text = _("Name, code, SKU or GTIN")
    ordering = ("-pk",)
    inlines = (VariantInline, PictureInline)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The page, and the picture to be added for those who may."""
        page = (None, {"fields": ("code", "name", "category", "brand", "description", "tax_class", "is_active")})
        if not (self.has_change_permission(request, obj) if obj else self.has_add_permission(request)):
            return (page,)
        return (page, (_("New picture"), {"fields": ("picture", "alt")}))

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the search vector, which nobody reads."""
        return super().get_queryset(request).defer("search")

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """Its stock, and a new variant."""
        links = [RecordLink(str(_("Stock")), list_url("stock_level", variant__product__id__exact=record.pk))]
        if self.has_change_permission(request, record):
            add_url = reverse("admin:catalog_variant_add")
            links.append(RecordLink(str(_("Add variant")), f"{add_url}?product_code={record.code}"))
        return links

    def add_record(self, request: HttpRequest, form: AnyForm) -> int:
        """Make a product."""
        return self._save(form.cleaned_data)

    def change_record(self, request: HttpRequest, record: Model, form: AnyForm) -> None:
        """Change its page, and add the picture that came with it."""
        self._save(form.cleaned_data)

    def _save(self, typed: dict[str, Any]) -> int:
        at = timezone.now()
        columns = {name: typed[name] for name in _PRODUCT}
        uid = save_product(ProductDefinition(category_code=typed["category"].code, **columns), at=at)
        if typed.get("picture"):
            add_picture(typed["code"], typed["picture"], at=at, alt=typed["alt"])
        return Product.objects.values_list("pk", flat=True).get(uid=uid)


class VariantForm(RecordForm):
    """A sellable form and its price."""

    product_code = forms.CharField(label=_("Product code"), max_length=64)
    staff_code = forms.CharField(
        label=_("Staff code"), required=False, max_length=16, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        label=_("Password"), required=False, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )

    class Meta:
        model = Variant
        fields = ("sku", "name", "gtin", "price_minor", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stood = {"staff_code": None, "password": None}
        if self.instance.pk is None:
            return
        self.initial["product_code"] = self.instance.product.code
        for name in ("product_code", "sku"):
            if name in self.fields:
                self.fields[name].disabled = True


@admin.register(Variant)
class VariantAdmin(RecordAdmin):
    """What is counted and sold, and what it costs."""

    edit_deed = "edit_catalog"
    add_verb = staticmethod(save_variant)
    change_verb = staticmethod(save_variant)
    form = VariantForm
    list_display = ("sku", link("product", _("product")), "name", "gtin", money("price_minor", _("price")), "is_active")
    list_filter = (("is_active", YesNoFilter), ("product__category", RecordFilter))
    search_fields = ("=sku", "=gtin", "product__name")
    search_help_text = _("SKU, GTIN or name")
    ordering = ("-pk",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields, and below them a second person where one may be needed for the price."""
        fields = (None, {"fields": self.get_fields(request, obj)})
        words = self.office.price_words() if obj and self.has_change_permission(request, obj) else ""
        second = (_("A second person, for another price"), {"fields": ("staff_code", "password"), "description": words})
        return (fields, second) if words else (fields,)

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """The form; a second person's code and password are taken before its transaction, which counts no tries."""
        typed = request.POST.get("price_minor", "").strip()
        if request.method == "POST" and object_id is not None and typed.isascii() and typed.isdigit():
            found = self.get_object(request, object_id)
            if found is not None and self.has_change_permission(request, found) and len(typed) < 9:
                self.office.ask_about_price(request, found.uid, found.price_minor, int(typed))
        return super().changeform_view(request, object_id, *args, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What the form asks; for those who only look, the product by name and the price as money."""
        if self.has_change_permission(request, obj) if obj else self.has_add_permission(request):
            return ("product_code", "sku", "name", "gtin", "price_minor", "is_active")
        return ("product", "sku", "name", "gtin", "price", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The price as money is never typed."""
        return ("price",)

    price = money("price_minor", _("price"))

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """Its product and its stock in the stores."""
        return [
            RecordLink(str(_("Product")), record_url("catalog_product", record.product_id)),
            RecordLink(str(_("Stock")), list_url("stock_level", variant__id__exact=record.pk)),
        ]

    def add_record(self, request: HttpRequest, form: AnyForm) -> int:
        """Make a variant."""
        return self._save(form.cleaned_data)

    def change_record(self, request: HttpRequest, record: Model, form: AnyForm) -> None:
        """Change its words, number or price; a large change of the price needs a second person."""
        locked = Variant.objects.select_for_update(no_key=True).get(pk=record.pk)
        self.office.check_price(request, locked.uid, locked.price_minor, form.cleaned_data["price_minor"])
        self._save(form.cleaned_data)

    def _save(self, typed: dict[str, Any]) -> int:
        definition = VariantDefinition(
            product_code=typed["product_code"],
            sku=typed["sku"],
            price_minor=typed["price_minor"],
            name=typed["name"],
            gtin=typed["gtin"] or "",
            is_active=typed["is_active"],
        )
        uid = save_variant(definition, at=timezone.now())
        return Variant.objects.values_list("pk", flat=True).get(uid=uid)


@admin.register(Picture)
class PictureAdmin(RecordAdmin):
    """Pictures of goods; new ones are added on the product's page."""

    edit_deed = "edit_catalog"
    delete_verb = staticmethod(remove_picture)
    list_display = ("__str__", link("product", _("product")), "alt", "width", "height")
    search_fields = ("=product__code", "product__name")
    ordering = ("-pk",)
    fields = ("product", "position", "file", "width", "height", "alt")
    list_select_related = ("product",)

    def delete_record(self, request: HttpRequest, record: Model) -> None:
        """Take it from its product's page."""
        remove_picture(Picture.objects.values_list("uid", flat=True).get(pk=record.pk), at=timezone.now())


class CategoryForm(RecordForm):
    """A place in the tree of goods, and the drawing of its goods without pictures."""

    glyph = forms.ChoiceField(label=_("Drawing"), choices=list(GLYPH_WORDS.items()))

    class Meta:
        model = Category
        fields = ("code", "name", "parent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    """The tree of goods."""

    edit_deed = "edit_catalog"
    add_verb = staticmethod(save_category)
    change_verb = staticmethod(save_category)
    form = CategoryForm
    fields = ("code", "name", "parent", "glyph")
    list_display = ("name", "code", link("parent", _("parent")), in_words("glyph", _("drawing"), GLYPH_WORDS))
    search_fields = ("name", "=code")

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """Its products."""
        return [RecordLink(str(_("Products")), list_url("catalog_product", category__id__exact=record.pk))]

    def add_record(self, request: HttpRequest, form: AnyForm) -> int:
        """Make a category."""
        return self._save(form.cleaned_data)

    def change_record(self, request: HttpRequest, record: Model, form: AnyForm) -> None:
        """Rename or move it."""
        self._save(form.cleaned_data)

    def _save(self, typed: dict[str, Any]) -> int:
        parent = typed["parent"]
        save_category(
            code=typed["code"],
            name=typed["name"],
            parent_code=parent.code if parent else None,
            glyph=typed["glyph"],
        )
        return Category.objects.values_list("pk", flat=True).get(code=typed["code"])
