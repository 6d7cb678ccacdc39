"""Why a coupon is refused."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, NotFound, Refused


class CouponNotFound(NotFound):
    """No coupon in force has this code."""

    code = "coupon_not_found"
    words = _("There is no coupon with the code “%(coupon)s”.")


class CouponNotApplicable(Refused):
    """The coupon exists, but not for this buyer, place, time or basket; `reason` says which."""

    code = "coupon_not_applicable"
    words = _("The coupon “%(coupon)s” cannot be used: %(reason)s")


class CouponExhausted(Conflict):
    """Its last use is spent."""

    code = "coupon_exhausted"
    words = _("The coupon “%(coupon)s” has been used up: all %(limit)d uses are spent.")


class CouponUsedByCustomer(Conflict):
    """This customer has used it as often as one customer may."""

    code = "coupon_used"
    words = _("You have already used the coupon “%(coupon)s” %(limit)d time(s), which is the limit.")


class CouponChangeInvalid(Refused):
    """A definition that cannot stand."""

    code = "coupon_invalid"
    words = _("This coupon cannot be saved: %(reason)s")


class MemberNotFound(NotFound):
    """Nobody to give a coupon to is named by this."""

    code = "member_not_found"
    words = _("There is no member “%(member)s”.")
