"""Words for a shopper: why a coupon took nothing off."""

from django.utils.translation import gettext as _

from noren.kernel.money import format_money
from noren.pricing.quotes import Reason, Skipped


def explain(skipped: Skipped, *, currency: str = "JPY") -> str:
    """One sentence in the active language that says what the shopper can do, or that nothing can be done."""
    if skipped.reason is Reason.NO_MATCHING_GOODS:
        return _("This coupon is not for any of the goods in the basket.")
    if skipped.reason is Reason.NOT_STACKABLE:
        return _("This coupon cannot be used together with the other coupon.")
    if skipped.reason is Reason.BELOW_MINIMUM:
        amounts = {name: format_money(int(minor), currency) for name, minor in skipped.details}
        words = _("Add %(missing)s more of this coupon's goods: it can be used from %(minimum)s.")
        return words % {"missing": amounts["missing_minor"], "minimum": amounts["minimum_minor"]}
    return _("This coupon takes nothing off these goods.")
