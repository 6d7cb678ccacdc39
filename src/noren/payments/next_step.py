"""What comes next for a payment, in a sentence for whoever looks at it."""

from django.utils.translation import gettext as _

from noren.payments.models import LIVE, Attempt, AttemptStatus, Payment, PaymentStatus, Provider, Refund, RefundStatus


def next_step(payment: Payment) -> str:
    """What is waited for, and whether somebody has to do something."""
    refunds = Refund.objects.filter(payment=payment)
    if refunds.filter(status=RefundStatus.BY_HAND).exists():
        return _("Give money back by hand: see “Money to look after”.")
    if refunds.filter(status=RefundStatus.ON_THE_WAY).exists():
        return _("The refund is on its way. It is sent again by itself until the provider says that it is done.")
    attempt = Attempt.objects.filter(payment=payment).order_by("-pk").first()
    if payment.status == PaymentStatus.DUE:
        return _of_due(payment, attempt)
    if attempt is not None and attempt.status == AttemptStatus.CANCELING:
        return _("The provider is told that nothing is to be taken any more. You need not do anything.")
    return _("Nothing is to be done.")


def _of_due(payment: Payment, attempt: Attempt | None) -> str:
    if payment.provider == Provider.AT_STORE:
        return _("It is taken at the till when the goods are handed over.")
    if payment.provider == Provider.BANK_TRANSFER:
        return _("When it comes in on the bank account, note it under “Money to look after”.")
    if attempt is not None and attempt.status == AttemptStatus.CAPTURING:
        return _("The money is being taken. The provider is asked again by itself until it answers.")
    if attempt is not None and attempt.status in LIVE:
        return _("The buyer has not agreed yet. When the time to pay is over, the order ends by itself.")
    return _("The buyer can pay on the order's page until the time to pay is over; then the order ends by itself.")
