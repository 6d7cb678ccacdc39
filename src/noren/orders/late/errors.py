"""Why an envelope cannot be booked; the till keeps it."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import NotFound, Refused


class FiguresDoNotAddUp(Refused):
    """A figure of the till does not follow from its own others."""

    code = "figures_do_not_add_up"
    words = _("The figures of this sale do not add up: %(expected)d was expected here, not %(found)d.")


class CouponNamedTwice(Refused):
    """A coupon stands in the sale twice."""

    code = "coupon_named_twice"
    words = _("The coupon “%(coupon)s” is named twice.")


class MakerNotOfStore(Refused):
    """Who is named as having sold never stood at a register of this store."""

    code = "maker_not_of_store"
    words = _("Whoever is named as having sold this never worked at a register of this store.")


class LateSaleNotFound(NotFound):
    """No sale that was made without a network has this id."""

    code = "late_sale_not_found"
    words = _("There is no such sale made without a network.")
