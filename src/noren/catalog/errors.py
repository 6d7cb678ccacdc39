"""Why goods are not found, or cannot be saved as they were written."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, NotFound, Refused


class ProductNotFound(NotFound):
    """No product on sale has this code or uid."""

    code = "product_not_found"
    words = _("There is no product “%(product)s”.")


class CategoryNotFound(NotFound):
    """No category has this code."""

    code = "category_not_found"
    words = _("There is no category “%(category)s”.")


class SkuNotFound(NotFound):
    """No variant has this SKU."""

    code = "sku_not_found"
    words = _("There are no goods with the SKU “%(sku)s”.")


class GoodsInvalid(Refused):
    """A field of a category, product or variant cannot stand; `field` names it."""

    code = "goods_invalid"
    words = _("This cannot be saved: %(reason)s")


class GtinTaken(Conflict):
    """The barcode number belongs to other goods."""

    code = "gtin_taken"
    words = _("The barcode number %(gtin)s already belongs to %(sku)s.")


class SkuOfOtherProduct(Conflict):
    """A variant stays with its product: what was sold under it would change its name."""

    code = "sku_of_other_product"
    words = _("The SKU “%(sku)s” belongs to the product “%(product)s”.")


class PictureTooLarge(Refused):
    """The file, or the picture in it, is larger than is taken."""

    code = "picture_too_large"
    words = _("The picture is too large: at most %(megabytes)d MB and %(megapixels)d million pixels are taken.")


class PictureUnreadable(Refused):
    """The file is no picture that can be decoded."""

    code = "picture_unreadable"
    words = _("This file is no picture that can be read. JPEG, PNG, WebP, GIF and AVIF are taken.")


class PictureNotFound(NotFound):
    """The product has no such picture."""

    code = "picture_not_found"
    words = _("There is no such picture.")


class TooManyPictures(Conflict):
    """The product has as many pictures as a page shows."""

    code = "too_many_pictures"
    words = _("A product has at most %(limit)d pictures.")
