"""Why money cannot move."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, Refused


class TenderTooSmall(Refused):
    """Less was handed in than is due."""

    code = "tender_too_small"
    words = _("%(due)d is due, only %(tendered)d was handed in.")


class TenderInvalid(Refused):
    """An amount nobody can hand in, or more than one cash tender."""

    code = "tender_invalid"
    words = _("This payment cannot be taken.")


class PaymentNotDue(Conflict):
    """It was paid or cancelled before."""

    code = "payment_not_due"
    words = _("This payment is not due any more.")


class RefundTooLarge(Conflict):
    """More would be given back than was taken."""

    code = "refund_too_large"
    words = _("%(wanted)d cannot be given back: only %(left)d is left of what was taken.")
