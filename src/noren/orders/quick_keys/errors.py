"""Why quick keys are not arranged so."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Refused


class QuickKeyInvalid(Refused):
    """A key has no page, words that are too long, or a position out of its bounds."""

    code = "quick_key_invalid"
    words = _("Key %(place)d: a page and words have up to %(most)d letters, a position is from 1 to %(last)d.")


class QuickKeyRepeated(Refused):
    """Goods stand twice on a page."""

    code = "quick_key_repeated"
    words = _("%(sku)s stands twice on the page %(page)s.")


class QuickKeysTooMany(Refused):
    """More keys than a till shows."""

    code = "quick_keys_too_many"
    words = _("There can be %(limit)d keys at most.")


class QuickKeyGoodsUnknown(Refused):
    """No goods have the SKU or barcode of a key."""

    code = "quick_key_goods_unknown"
    words = _("Nothing has the code %(sku)s.")
