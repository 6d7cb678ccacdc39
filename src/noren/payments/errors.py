"""Why money cannot move."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, NotFound, NotSignedIn, Refused


class TenderTooSmall(Refused):
    """Less was handed in than is due."""

    code = "tender_too_small"
    words = _("%(due)d is due, only %(tendered)d was handed in.")


class TenderTooLarge(Refused):
    """A tender is more than is due and gives no change, or nothing of it is needed."""

    code = "tender_too_large"
    words = _("%(tender)s: %(tendered)d is more than is needed, only %(due)d of it. No change is given on it.")


class TenderUnknown(Refused):
    """No kind of tender has this code, or it is not in use."""

    code = "tender_unknown"
    words = _("Nobody can pay by “%(tender)s” at this till.")


class ReferenceMissing(Refused):
    """The kind of tender needs the number of a slip."""

    code = "reference_missing"
    words = _("%(tender)s: type the number that stands on its slip.")


class FaceValueUnknown(Refused):
    """No certificate of this kind is worth that."""

    code = "face_value_unknown"
    words = _("%(tender)s: there is none of %(face)d.")


class TenderKindInvalid(Refused):
    """A kind of tender that cannot be kept as it is; `field` names what is wrong."""

    code = "tender_kind_invalid"
    words = _("This way of paying cannot be saved: %(reason)s")


class TenderInvalid(Refused):
    """An amount nobody can hand in, or more than one cash tender."""

    code = "tender_invalid"
    words = _("This payment cannot be taken.")


class PaymentNotDue(Conflict):
    """It was paid or cancelled before."""

    code = "payment_not_due"
    words = _("This payment is not due any more.")


class ProviderNotOffered(Refused):
    """Nobody can pay this way here."""

    code = "provider_not_offered"
    words = _("You cannot pay this way here.")


class PaymentInFlight(Conflict):
    """Money may be on its way: until the provider has said so or not, nothing else is done with the payment."""

    code = "payment_in_flight"
    words = _("We are waiting for the answer of the payment service. Please look again in a moment.")


class NoticeRefused(NotSignedIn):
    """The notice is not signed by the provider, or too old."""

    code = "notice_refused"
    words = _("The signature of this notice is not right.")


class RefundNotFound(NotFound):
    """No refund that staff give back has this id."""

    code = "refund_not_found"
    words = _("There is no such refund to be given back by hand.")


class TransferAmountInvalid(Refused):
    """An amount nobody can transfer."""

    code = "transfer_amount_invalid"
    words = _("Please enter the amount that came in, from 1.")


class TransferRepeated(Conflict):
    """The same form was sent before, with other figures."""

    code = "transfer_repeated"
    words = _("This entry was already made with another amount. Please open the page again.")


class RefundTooLarge(Conflict):
    """More would be given back than was taken."""

    code = "refund_too_large"
    words = _("%(wanted)d cannot be given back: only %(left)d is left of what was taken.")
