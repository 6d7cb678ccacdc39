"""Why a value of a file is refused: the words for each cause, in the language of whoever reads them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

_WORDS = {
    "missing": _("A value is needed here."),
    "not_readable": _("This cannot be read as a value."),
    "too_long": _("At most %(most)s characters are possible."),
    "not_goods_code": _("A code of goods has no spaces, slashes, question marks, number signs or percent signs."),
    "not_store_code": _("A store's code has letters and digits only, with . _ - between them."),
    "not_whole": _("This is not a whole number."),
    "not_number": _("This is not a number."),
    "not_amount": _("This is not an amount of money."),
    "out_of_range": _("This must be from %(low)s to %(high)s."),
    "not_yes_no": _("This must be yes or no (1 or 0)."),
    "not_date": _("This is not a date; dates look like 2026-07-01."),
    "not_moment": _("This is not a date with a time; they look like 2026-07-01 18:30."),
    "not_gtin": _("This is not a GTIN: its length or its check digit is wrong."),
    "not_tax": _("This tax class is not known; known are: %(known)s."),
    "not_tax_rate": _("This tax rate is not known; known are: 10, 8 and 0 percent."),
    "not_language": _("This language is not known; known are: %(known)s."),
    "not_hours": _("These are no opening hours; they look like 9:00-21:00, or “closed”."),
    "not_time_zone": _("This time zone is not known; they look like Asia/Tokyo."),
    "not_email": _("This is not an e-mail address."),
    "not_phone": _("This is not a phone number."),
    "row_too_short": _("The row has %(found)s values, the header %(wanted)s."),
    "row_too_long": _("The row has %(found)s values, the header only %(wanted)s."),
    "row_broken": _("The row cannot be read: a quotation mark is missing or stands in the wrong place."),
    "repeated": _("This stands in the file twice."),
    "repeated_in_store": _("This store and SKU stand in the file twice."),
    "gtin_taken": _("This GTIN belongs to the SKU %(sku)s already."),
    "unknown_store": _("There is no store with this code."),
    "unknown_sku": _("There is no product with this SKU."),
    "unknown_member": _("There is no member with this number."),
    "receipt_mixed": _("The lines of this receipt differ in store, time or member."),
    "receipt_changed": _("This receipt was imported before with other lines or another total. It stays as it is."),
}


def words_for(code: str, details: Mapping[str, str | int]) -> str:
    """The sentence for a cause, in the active language."""
    return str(_WORDS[code]) % details


def known_causes() -> frozenset[str]:
    """The codes that have words."""
    return frozenset(_WORDS)
